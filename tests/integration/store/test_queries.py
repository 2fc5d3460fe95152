"""What the command line and the demo get to see."""

from __future__ import annotations

from datetime import timedelta

from services.store.postgres import session
from services.store.queries import checksums, counts, latest, trace, voices
from tests.support.events import (
    MONDAY,
    QUOTE,
    TEXT,
    URL,
    a_claim,
    a_quote,
    a_rejection,
    a_withdrawal,
    an_article,
)
from tests.support.store import stored

DAY = timedelta(days=1)
OTHER = "https://blatt.example/b"


async def test_voices_are_the_quotes_of_an_article_in_its_order(database_url: str) -> None:
    article = an_article()
    first = a_quote(article, "Die Brücke bleibt gesperrt", speaker=None)
    second = a_quote(article)
    hedged = a_claim(article, QUOTE, quote_id=second.id, certainty="possible")
    firm = a_claim(article, "jeden Pfeiler", quote_id=second.id)
    await stored(database_url, [second, first, firm, hedged, article])

    async with session(database_url) as connection:
        one, other = await voices(connection, URL)

    assert (one.text, one.speaker, one.certainty) == (first.text, None, None)
    assert (other.speaker, other.speaker_role) == ("Jana Vogt", "Verkehrsministerin")
    assert other.certainty == "possible"
    assert other.link == f"{URL}#:~:text=Wir%20pr%C3%BCfen%20jeden%20Pfeiler"


async def test_an_article_is_found_by_the_url_it_was_read_at(database_url: str) -> None:
    article = an_article(url=URL)
    moved = article.model_copy(update={"url": OTHER})
    await stored(database_url, [moved, a_quote(article)])

    async with session(database_url) as connection:
        assert len(await voices(connection, OTHER)) == 1
        assert len(await voices(connection, URL)) == 1
        assert await voices(connection, "https://nirgends.example/") == []


async def test_the_latest_quotes_come_from_the_articles_seen_last(database_url: str) -> None:
    old, new = an_article(), an_article(url=OTHER, fetched_at=MONDAY + DAY)
    silent = an_article(url="https://still.example/", fetched_at=MONDAY + 2 * DAY)
    await stored(database_url, [old, a_quote(old), new, a_quote(new), silent])

    async with session(database_url) as connection:
        both = await latest(connection, 10)
        one = await latest(connection, 1)

    assert [voice.url for voice in both] == [OTHER, URL]
    assert [voice.url for voice in one] == [OTHER]


async def test_counts_name_every_table_and_view(database_url: str) -> None:
    old, new = an_article(), an_article(TEXT + " Mehr.", fetched_at=MONDAY + DAY)
    await stored(database_url, [old, a_quote(old), new, a_quote(new), a_claim(new), a_rejection()])

    async with session(database_url) as connection:
        found = await counts(connection)

    assert found == {
        "articles": 1,
        "revisions": 2,
        "quotes": 2,
        "claims": 1,
        "outcomes": 1,
        "outlets": 1,
        "people": 1,
        "erasures": 0,
        "current_articles": 1,
        "current_quotes": 1,
        "current_claims": 1,
    }


async def test_a_trace_tells_all_that_is_known_of_a_page(database_url: str) -> None:
    article = an_article(quote_count=2)
    await stored(
        database_url,
        [article, a_quote(article), a_rejection(), a_withdrawal(fetched_at=MONDAY + DAY)],
    )

    async with session(database_url) as connection:
        (found,) = await trace(connection, URL)

    assert found.article is not None
    assert found.article.is_current is False
    (revision,) = found.revisions
    assert (revision.quote_count, revision.quotes_stored) == (2, 1)
    assert revision.characters == len(TEXT)
    assert [outcome.reason for outcome in found.outcomes] == ["paywall", "gone"]


async def test_a_trace_of_an_erased_page_tells_only_that(database_url: str) -> None:
    await stored(database_url, [an_article()], [a_withdrawal(reason="erased")])

    async with session(database_url) as connection:
        (found,) = await trace(connection, URL)

    assert found.article is None
    assert not found.revisions
    assert found.erased_at == MONDAY


async def test_a_trace_of_an_unknown_page_is_empty(database_url: str) -> None:
    async with session(database_url) as connection:
        assert await trace(connection, URL) == []


async def test_a_checksum_changes_with_any_value(database_url: str) -> None:
    await stored(database_url, [an_article(), a_quote()])

    async with session(database_url) as connection:
        before = {one.name: one for one in await checksums(connection)}
        await connection.execute("UPDATE quotes SET suffix = suffix || '!'")
        await connection.execute("UPDATE articles SET stored_at = now()")
        after = {one.name: one for one in await checksums(connection)}

    assert {name for name in before if before[name] != after[name]} == {"quotes"}
