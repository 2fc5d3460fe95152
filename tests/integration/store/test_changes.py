"""What changed from one revision to the next."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

from schemas import Event
from tests.support.events import (
    CLAIM,
    MONDAY,
    QUOTE,
    TEXT,
    a_claim,
    a_quote,
    a_speaker,
    an_article,
)
from tests.support.store import checksums_of, rows, stored

HOUR = timedelta(hours=1)
CHANGES = "SELECT kind, change, text, was, became, before, after FROM revision_changes"
FIRST = an_article()
OTHER = an_article(
    f"{TEXT} „Das dauert“, fügte sie hinzu.", fetched_at=MONDAY + HOUR, title="Gesperrt bis Mai"
)
LAST = an_article(
    "Die Brücke ist wieder offen. Das teilte das Amt mit.", fetched_at=MONDAY + 2 * HOUR
)


def told(found: list[dict[str, object]]) -> set[tuple[object, object, object]]:
    return {(row["kind"], row["change"], row["text"]) for row in found}


async def test_three_changes_keep_every_revision_and_only_the_last_is_current(
    database_url: str,
) -> None:
    back = an_article(fetched_at=MONDAY + 3 * HOUR)
    said = [a_quote(FIRST), a_quote(OTHER), a_quote(OTHER, "Das dauert"), a_quote(back)]
    await stored(database_url, [FIRST, *said[:1]], [OTHER, *said[1:3]], [LAST], [back, said[3]])

    revisions = await rows(database_url, "SELECT revision FROM revisions")
    current = await rows(database_url, "SELECT revision, text FROM current_quotes")
    history = await rows(database_url, "SELECT text FROM quotes WHERE text = 'Das dauert'")

    assert {row["revision"] for row in revisions} == {
        article.revision for article in (FIRST, OTHER, LAST)
    }
    assert [(row["revision"], row["text"]) for row in current] == [(FIRST.revision, QUOTE)]
    assert len(history) == 1


async def test_what_came_went_and_was_given_to_somebody_else_is_told(database_url: str) -> None:
    brandt = a_speaker("sie", text=OTHER.text, name="Otto Brandt", resolution="pronoun")
    await stored(
        database_url,
        [FIRST, a_quote(FIRST), a_claim(FIRST, CLAIM)],
        [OTHER, a_quote(OTHER, speaker=brandt), a_quote(OTHER, "Das dauert")],
    )

    found = await rows(database_url, CHANGES)

    assert told(found) == {
        ("title", "changed", "Gesperrt bis Mai"),
        ("quote", "changed", QUOTE),
        ("quote", "added", "Das dauert"),
        ("claim", "removed", CLAIM),
    }
    (speaker,) = [row for row in found if (row["kind"], row["change"]) == ("quote", "changed")]
    assert ('"Jana Vogt"' in speaker["was"], '"Otto Brandt"' in speaker["became"]) == (True, True)
    assert {(row["before"], row["after"]) for row in found} == {(FIRST.revision, OTHER.revision)}


async def test_what_only_moved_in_the_text_has_not_changed(database_url: str) -> None:
    moved = an_article(f"Neu. {TEXT}", fetched_at=MONDAY + HOUR)
    await stored(database_url, [FIRST, a_quote(FIRST)], [moved, a_quote(moved)])

    assert await rows(database_url, CHANGES) == []


async def test_an_older_engines_rows_are_no_change(database_url: str) -> None:
    newer = an_article(sequence=2)
    lost = a_quote(FIRST, "40 Schrauben", type="indirect")
    await stored(
        database_url,
        [FIRST, a_quote(FIRST), lost, newer, a_quote(newer)],
        [OTHER, a_quote(OTHER)],
    )

    assert told(await rows(database_url, CHANGES)) == {("title", "changed", "Gesperrt bis Mai")}


async def test_a_newer_engine_replaces_an_older_one_in_whatever_order_they_come(
    database_url: str,
) -> None:
    """It no longer finds one quote, gives another to somebody else, and reads one as indirect."""
    article, again = an_article(quote_count=3), an_article(sequence=2, quote_count=2)
    somebody = a_speaker("ihren", name="Otto Brandt", resolution="pronoun")
    old = [a_quote(article), a_quote(article, "gerissen"), a_quote(article, "Montag")]
    new = [a_quote(again, speaker=somebody), a_quote(again, "gerissen", type="indirect")]
    pieces: list[list[Event]] = [[article], [*old], [again], [*new]]
    sums = []
    for number, order in enumerate(permutations(pieces)):
        await stored(database_url, *order, *(pieces[:2] if number % 2 else []))
        current = await rows(
            database_url, "SELECT type, text, speaker_name, engine_sequence FROM current_quotes"
        )
        sums.append(await checksums_of(database_url))
        assert {tuple(row.values()) for row in current} == {
            ("direct", QUOTE, "Otto Brandt", 2),
            ("indirect", "gerissen", "Jana Vogt", 2),
        }
        await rows(database_url, "TRUNCATE articles, revisions, quotes, claims, outlets")
    assert all(one == sums[0] for one in sums)
