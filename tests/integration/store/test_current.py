"""What is current, whatever the order in which events arrive."""

from __future__ import annotations

from datetime import timedelta

from schemas import QuoteExtracted
from tests.support.events import (
    MONDAY,
    TEXT,
    URL,
    a_check,
    a_claim,
    a_quote,
    a_rejection,
    a_speaker,
    a_withdrawal,
    an_article,
)
from tests.support.store import rows, stored, value

DAY = timedelta(days=1)
OTHER_TEXT = TEXT.replace("40", "400")
CURRENT = "SELECT revision FROM current_articles"


async def test_an_article_its_quote_and_its_claim_are_current(database_url: str) -> None:
    article = an_article()

    await stored(database_url, [article, a_quote(article), a_claim(article)])

    (quote,) = await rows(database_url, "SELECT * FROM current_quotes")
    (claim,) = await rows(database_url, "SELECT * FROM current_claims")
    assert quote["text"] == "Wir prüfen jeden Pfeiler"
    assert quote["speaker_name"] == "Jana Vogt"
    assert quote["url"] == URL
    assert claim["about"] == ["schraube", "reißen"]


async def test_spans_cut_the_quote_out_of_the_stored_text(database_url: str) -> None:
    article = an_article("🌉🌉 " + TEXT)

    await stored(database_url, [article, a_quote(article)])

    cut = await value(
        database_url,
        "SELECT substring(r.text FROM q.spans[1][1] + 1 FOR q.spans[1][2] - q.spans[1][1]) "
        "FROM quotes AS q INNER JOIN revisions AS r USING (article_id, revision)",
    )
    assert cut == "Wir prüfen jeden Pfeiler"


async def test_quotes_may_come_before_their_article(database_url: str) -> None:
    await stored(database_url, [a_quote()], [a_claim()])
    assert await rows(database_url, "SELECT * FROM current_quotes") == []

    await stored(database_url, [an_article()])

    assert len(await rows(database_url, "SELECT * FROM current_quotes")) == 1
    assert len(await rows(database_url, "SELECT * FROM current_claims")) == 1


async def test_a_text_that_returns_is_current_again(database_url: str) -> None:
    first = an_article()
    second = an_article(OTHER_TEXT, fetched_at=MONDAY + DAY)
    again = an_article(fetched_at=MONDAY + 2 * DAY)

    await stored(database_url, [again], [second], [first])

    assert await value(database_url, CURRENT) == first.revision
    times = await rows(
        database_url, "SELECT first_seen_at, fetched_at FROM revisions WHERE text = $1", TEXT
    )
    assert times == [{"first_seen_at": MONDAY, "fetched_at": MONDAY + 2 * DAY}]


async def test_an_older_fetch_that_arrives_late_changes_nothing_current(database_url: str) -> None:
    late = an_article(fetched_at=MONDAY - DAY, title="Alt")
    now = an_article(OTHER_TEXT)

    await stored(database_url, [now], [late])

    assert await value(database_url, CURRENT) == now.revision
    assert await value(database_url, "SELECT title FROM current_articles") == now.title


async def test_a_check_makes_its_revision_the_last_seen(database_url: str) -> None:
    first = an_article()
    second = an_article(OTHER_TEXT, fetched_at=MONDAY + DAY)

    await stored(database_url, [first, second], [a_check(first, fetched_at=MONDAY + 2 * DAY)])

    assert await value(database_url, CURRENT) == first.revision


async def test_a_check_may_come_before_the_parse(database_url: str) -> None:
    first = an_article()
    second = an_article(OTHER_TEXT, fetched_at=MONDAY + DAY)

    await stored(database_url, [a_check(first, fetched_at=MONDAY + 2 * DAY)], [second])
    assert await value(database_url, CURRENT) == second.revision

    await stored(database_url, [first])
    assert await value(database_url, CURRENT) == first.revision


async def test_a_quote_that_the_newer_engine_does_not_find_is_history(database_url: str) -> None:
    old, new = an_article(), an_article(sequence=2)

    await stored(database_url, [old, a_quote(old), a_quote(old, "gerissen")])
    await stored(database_url, [new, a_quote(new)])

    current = await rows(database_url, "SELECT text, engine_sequence FROM current_quotes")
    assert current == [{"text": "Wir prüfen jeden Pfeiler", "engine_sequence": 2}]
    assert await value(database_url, "SELECT count(*) FROM quotes") == 2


async def test_an_old_engine_after_a_newer_one_changes_nothing_current(database_url: str) -> None:
    old, new = an_article(fetched_at=MONDAY + DAY), an_article(sequence=2)
    better = a_quote(new, speaker=a_speaker(name="Jana Maria Vogt"))

    await stored(database_url, [new, better])
    await stored(database_url, [old, a_quote(old), a_quote(old, "gerissen")])

    current = await rows(database_url, "SELECT text, speaker_name FROM current_quotes")
    assert current == [{"text": better.text, "speaker_name": "Jana Maria Vogt"}]


async def test_a_withdrawn_article_is_not_current_but_kept(database_url: str) -> None:
    article = an_article()

    await stored(database_url, [article, a_quote(article), a_withdrawal(fetched_at=MONDAY + DAY)])

    assert await rows(database_url, CURRENT) == []
    assert await rows(database_url, "SELECT * FROM current_quotes") == []
    assert await value(database_url, "SELECT count(*) FROM quotes") == 1
    outcome = await rows(database_url, "SELECT outcome, reason FROM outcomes")
    assert outcome == [{"outcome": "withdrawn", "reason": "gone"}]


async def test_a_later_parse_revives_a_withdrawn_article(database_url: str) -> None:
    later = an_article(fetched_at=MONDAY + 2 * DAY)

    await stored(database_url, [later], [a_withdrawal(fetched_at=MONDAY + DAY)], [an_article()])

    assert await value(database_url, CURRENT) == later.revision


async def test_a_withdrawal_may_come_before_what_it_withdraws(database_url: str) -> None:
    await stored(database_url, [a_withdrawal(fetched_at=MONDAY + DAY)], [an_article()])

    assert await rows(database_url, CURRENT) == []


async def test_a_rejected_page_is_an_outcome_and_no_article(database_url: str) -> None:
    early = a_rejection(detail="first")
    late = a_rejection(fetched_at=MONDAY + DAY, detail="second")

    await stored(database_url, [late], [early], [late])

    assert await value(database_url, "SELECT count(*) FROM articles") == 0
    (outcome,) = await rows(database_url, "SELECT * FROM outcomes")
    assert outcome["detail"] == "second"
    assert (outcome["first_seen_at"], outcome["fetched_at"]) == (MONDAY, MONDAY + DAY)


async def test_people_are_one_only_by_their_full_name(database_url: str) -> None:
    one, other = an_article(), an_article(url="https://blatt.example/b", outlet="blatt.example")
    bare = a_speaker(name="Vogt")

    await stored(
        database_url,
        [one, a_quote(one), a_quote(one, "gerissen", speaker=bare)],
        [other, a_quote(other), a_claim(other, claimant=bare)],
    )

    people = await rows(database_url, "SELECT name, articles, outlets, quotes, claims FROM people")
    assert people == [{"name": "Jana Vogt", "articles": 2, "outlets": 2, "quotes": 2, "claims": 0}]


async def test_words_that_look_like_array_syntax_are_stored_as_they_are(database_url: str) -> None:
    odd = ('a "b"', "{c}", "NULL", "back\\slash", "", "d, e", "ä\n")
    article = an_article(authors=odd)

    await stored(database_url, [article, a_claim(article, about=odd)])

    assert await value(database_url, "SELECT authors FROM revisions") == list(odd)
    assert await value(database_url, "SELECT about FROM claims") == list(odd)


async def test_a_statement_of_two_pieces_keeps_both_spans(database_url: str) -> None:
    article = an_article()
    pieces = ({"start": 0, "end": 3}, {"start": 3, "end": 9}, {"start": 20, "end": 20})
    quote: QuoteExtracted = a_quote(article, spans=pieces)

    await stored(database_url, [article, quote])

    assert await value(database_url, "SELECT spans FROM quotes") == [[0, 3], [3, 9], [20, 20]]
