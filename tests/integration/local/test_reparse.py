"""`wortlaut reparse`: what a newer engine finds replaces what an older one had found."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from schemas import (
    ArticleParsed,
    ClaimExtracted,
    Event,
    PageFetched,
    QuoteExtracted,
    Revision,
    article_id,
    decode,
    quote_id,
)
from schemas.topics import PAGES_BACKFILL
from services.local.__main__ import main
from services.parser.parsing import Parsed, parsed
from services.parser.statements import engine
from services.store.postgres import session
from services.store.texts import PIECE, Wanted, texts
from tests.integration.parser.parsing_pages import parsing
from tests.integration.parser.tasks import parsed_anew
from tests.support.consuming import everything_in, make_topics
from tests.support.events import MONDAY, a_page, a_speaker, an_article
from tests.support.store import checksums_of, rows, stored

HEAD = "<head><title>Die Brücke</title><meta name='author' content='Ida Brandt'></head>"
WHOLE = (
    f"<html lang='de'>{HEAD}<body><article><h1>Die Brücke</h1><p>„Wir prüfen jeden Pfeiler“, sagte "
    "Verkehrsministerin Jana Vogt am Montag. Der Landrat Otto Brandt erklärte, dass 40 Anwohner "
    "geklagt haben.</p></article>"
)
TRUNCATE = "TRUNCATE articles, revisions, quotes, claims, outcomes, outlets"
CURRENT = "SELECT id, type, speaker_name, engine_sequence FROM current_quotes ORDER BY id"


def reparse(broker: str, url: str, *arguments: str) -> int:
    return main(["reparse", *arguments, "--bootstrap-servers", broker, "--database-url", url])


def by(task: Callable[[PageFetched], Parsed], page: PageFetched) -> list[Event]:
    return [*map(decode, task(page).messages)]


def by_an_older_engine(page: PageFetched) -> list[Event]:
    """One quote of another type, one by somebody else, and one that is none."""
    article, *statements = by(parsed, page)
    assert isinstance(article, ArticleParsed)
    first, second = [one for one in statements if isinstance(one, QuoteExtracted)][:2]
    claims = [one for one in statements if isinstance(one, ClaimExtracted)]
    stranger = a_speaker("Otto Brandt", text=article.text, name="Otto Brand")
    old = [
        first.model_copy(update={"type": "reported", "id": _id(first, "reported", (0, 9))}),
        first.model_copy(update={"id": _id(first, "indirect", (0, 4))}),
        second.model_copy(update={"speaker": stranger}),
    ]
    return [article.model_copy(update={"quote_count": len(old)}), *old, *claims]


def _id(quote: QuoteExtracted, kind: str, *spans: tuple[int, int]) -> UUID:
    return quote_id(quote.article_id, Revision(quote.article.revision), kind, spans)


async def test_a_newer_engine_replaces_the_rows_of_an_older_one_whatever_comes_when(
    broker: str, database_url: str
) -> None:
    chance = random.Random(2)
    page = a_page(WHOLE)
    old, new = by_an_older_engine(page), by(parsed_anew, page)
    await stored(database_url, old)
    before = await rows(database_url, CURRENT)
    async with parsing(broker, parsed_anew) as seen:
        assert await asyncio.to_thread(reparse, broker, database_url, "--all") == 0
        await seen.until(ok=1)
        again = await seen.events()

    await stored(database_url, again)
    after = await rows(database_url, CURRENT)
    await stored(database_url, old)  # a replay of the old engine's events changes nothing
    replayed = await rows(database_url, CURRENT)
    sums = [await checksums_of(database_url)]
    for _ in range(10):
        await rows(database_url, TRUNCATE)
        events = [*old, *again, *chance.sample(old, 3)]
        chance.shuffle(events)
        await stored(database_url, *([event] for event in events))
        sums.append(await checksums_of(database_url))

    # the same events as from the page itself: title, authors, extractor and all
    assert {one.event_id: one for one in again} == {one.event_id: one for one in new}
    assert {row["engine_sequence"] for row in before} == {engine().sequence}
    assert {row["engine_sequence"] for row in after} == {engine().sequence + 1}
    assert {row["id"] for row in after} == {q.id for q in new if isinstance(q, QuoteExtracted)}
    assert {row["id"] for row in before} - {row["id"] for row in after}
    assert "Otto Brand" in {row["speaker_name"] for row in before}
    assert "Otto Brand" not in {row["speaker_name"] for row in after}
    assert replayed == after
    assert all(one == sums[0] for one in sums)


async def _filled(broker: str, url: str) -> None:
    """Three articles of as many outlets, the first with an earlier text."""
    await make_topics(broker)
    changed = WHOLE.replace("40 Anwohner", "50 Anwohner")
    bodies = [("a", WHOLE), ("b", WHOLE), ("a", changed), ("c", WHOLE)]
    for number, (outlet, body) in enumerate(bodies):
        page = a_page(
            body,
            url=f"https://{outlet}.example/x",
            outlet=f"{outlet}.example",
            fetched_at=MONDAY + timedelta(days=number),
        )
        await stored(url, by(parsed, page))


@pytest.mark.parametrize(
    ("arguments", "hosts"),
    [
        (("--all",), "abc"),
        (("--all", "--outlet", "b.example"), "b"),
        (("--all", "--since", "2026-03-04"), "ac"),
        (("--all", "--history"), "aabc"),
        ((), ""),
    ],
)
def test_only_what_is_asked_for_is_sent(
    broker: str, database_url: str, arguments: tuple[str, ...], hosts: str
) -> None:
    """Without --all only what an older engine has read: nothing, here."""
    asyncio.run(_filled(broker, database_url))

    assert reparse(broker, database_url, *arguments) == 0

    sent = asyncio.run(everything_in(broker, PAGES_BACKFILL.name))
    pages = [page for page in map(decode, sent) if isinstance(page, PageFetched)]
    assert sorted(page.url.split("/")[2][0] for page in pages) == sorted(hosts)


def test_a_limit_and_a_dry_run(
    broker: str, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_filled(broker, database_url))

    assert reparse(broker, database_url, "--all", "--dry-run") == 0
    assert "3 texts would be sent" in capsys.readouterr().out
    assert asyncio.run(everything_in(broker, PAGES_BACKFILL.name)) == []
    assert reparse(broker, database_url, "--all", "--limit", "2") == 0
    assert "2 texts sent" in capsys.readouterr().out


async def test_what_an_older_engine_has_read_is_found_piece_by_piece(database_url: str) -> None:
    count = 2 * PIECE + 1
    older = [an_article(url=f"https://zeitung.example/{n}", sequence=1) for n in range(count)]
    newer = an_article(url="https://zeitung.example/neu", sequence=2)
    await stored(database_url, [*older, newer])

    async with session(database_url) as connection:
        found = [text.url async for text in texts(connection, Wanted(older_than=2))]
        some = [text.url async for text in texts(connection, Wanted(older_than=2), PIECE + 1)]

    assert sorted(found) == sorted(article.url for article in older)
    assert some == found[: PIECE + 1]


async def test_an_article_whose_canonical_url_is_another_keeps_its_id(
    broker: str, database_url: str
) -> None:
    page = a_page(WHOLE, canonical_url="https://zeitung.example/kanonisch",
                  article_id=article_id("https://zeitung.example/kanonisch"))  # fmt: skip
    await make_topics(broker)
    await stored(database_url, by(parsed, page))

    assert await asyncio.to_thread(reparse, broker, database_url, "--all") == 0

    (record,) = await everything_in(broker, PAGES_BACKFILL.name)
    assert decode(record).article_id == page.article_id


def test_times_that_are_none_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["reparse", "--since", "neulich"])
    assert "'neulich' is no time" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["reparse", "--limit", "0"])
    assert "'0' is no number of 1 or more" in capsys.readouterr().err
    assert main(["retention", "--keep", "30d"]) == 1
    assert "must be 90d or more" in capsys.readouterr().err
