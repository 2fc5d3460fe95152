"""`wortlaut erase`: nothing brings it back."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from pathlib import Path

import pytest

from schemas import PageGone, article_id, decode
from schemas.topics import GROUPS, PAGES
from services.local.__main__ import main
from services.local.tables import migrate
from tests.integration.parser.parsing_pages import parsing
from tests.support.consuming import everything_in, make_topics
from tests.support.events import MONDAY, URL, a_claim, a_page, a_quote, an_article
from tests.support.store import checksums_of, rows, stored, value

LEFT = (
    "SELECT (SELECT count(*) FROM articles) + (SELECT count(*) FROM revisions) "
    "+ (SELECT count(*) FROM quotes) + (SELECT count(*) FROM claims)"
    "+ (SELECT count(*) FROM outcomes)"
)
ENTRY = (
    "INSERT INTO fetcher.entries (id, url, host, found_at, article_id) "
    "VALUES ($1, $2, 'zeitung.example', now(), $3)"
)
TRUNCATE = "TRUNCATE articles, revisions, quotes, claims, outcomes, outlets, erasures"
FEED_URL = "https://zeitung.example/bruecke?from=feed"


def erase(broker: str, url: str, *arguments: str) -> int:
    return main(["erase", *arguments, "--bootstrap-servers", broker, "--database-url", url])


async def _fill(broker: str, url: str) -> None:
    await make_topics(broker)
    await migrate(url)
    article = an_article()
    await stored(url, [article, a_quote(article), a_claim(article)])
    await rows(url, ENTRY, article_id(FEED_URL), FEED_URL, article.article_id)


def test_rows_and_state_go_at_once_and_subscribers_are_told(
    broker: str, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_fill(broker, database_url))

    assert erase(broker, database_url, f"{URL}#oben") == 0

    assert "1 articles, 1 revisions, 1 quotes, 1 claims, 1 pages" in capsys.readouterr().out
    assert asyncio.run(value(database_url, LEFT)) == 0
    assert asyncio.run(value(database_url, "SELECT count(*) FROM fetcher.entries")) == 0
    (record,) = asyncio.run(everything_in(broker, PAGES.name))
    event = decode(record)
    assert isinstance(event, PageGone)
    assert (event.article_id, event.reason) == (article_id(URL), "erased")


def test_the_url_that_a_feed_gave_erases_the_article_it_led_to(
    broker: str, database_url: str
) -> None:
    asyncio.run(_fill(broker, database_url))

    assert erase(broker, database_url, FEED_URL) == 0

    assert asyncio.run(value(database_url, LEFT)) == 0
    listed = asyncio.run(rows(database_url, "SELECT article_id FROM erasures"))
    assert article_id(URL) in {row["article_id"] for row in listed}


def test_a_second_request_repeats_the_first_ones_event(broker: str, database_url: str) -> None:
    asyncio.run(_fill(broker, database_url))

    assert [erase(broker, database_url, URL), erase(broker, database_url, URL)] == [0, 0]

    one, other = asyncio.run(everything_in(broker, PAGES.name))
    assert (one.value, one.headers) == (other.value, other.headers)


async def test_no_replay_refetch_or_rebuild_brings_it_back(broker: str, database_url: str) -> None:
    """The page is parsed before and after; the store is given all of it, in every order."""
    chance = random.Random(1)
    other = a_page(url="https://zeitung.example/bleibt")
    await migrate(database_url)
    async with parsing(broker) as seen:
        await seen.feed(a_page(), other)
        await seen.until(ok=2)
        await _replay(broker, database_url, chance)
        assert await asyncio.to_thread(erase, broker, database_url, URL) == 0
        await seen.until(ok=3)
        await seen.feed(a_page(fetched_at=MONDAY + timedelta(days=400)))  # fetched once more
        await seen.until(ok=4)

    await _replay(broker, database_url, chance)
    left = await rows(database_url, "SELECT DISTINCT article_id FROM quotes")
    sums = [await checksums_of(database_url)]
    for _ in range(5):
        await rows(database_url, TRUNCATE)
        await _replay(broker, database_url, chance)
        sums.append(await checksums_of(database_url))

    assert [row["article_id"] for row in left] == [other.article_id]
    assert all(one == sums[0] for one in sums)


async def _replay(broker: str, url: str, chance: random.Random) -> None:
    events = [
        decode(one) for one in await everything_in(broker, *(t.name for t in GROUPS["store"]))
    ]
    chance.shuffle(events)
    await stored(url, *(events[start : start + 5] for start in range(0, len(events), 5)))


def test_the_list_is_kept_and_used_again(
    broker: str, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_fill(broker, database_url))
    assert erase(broker, database_url, URL) == 0
    capsys.readouterr()
    assert main(["erase", "--list", "--database-url", database_url]) == 0
    kept = tmp_path / "erased.txt"
    kept.write_text(capsys.readouterr().out, "utf-8")
    asyncio.run(rows(database_url, "TRUNCATE erasures"))
    asyncio.run(stored(database_url, [an_article(), a_quote()]))

    assert erase(broker, database_url, "--from", str(kept)) == 0

    assert asyncio.run(value(database_url, LEFT)) == 0
    asyncio.run(stored(database_url, [an_article(), a_quote()]))
    assert asyncio.run(value(database_url, LEFT)) == 0


def test_what_is_no_url_is_named_and_a_broker_that_is_away_too(
    broker: str, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert erase(broker, database_url, "bruecke") == 1
    assert "'bruecke' is neither a URL nor an article's id" in capsys.readouterr().err

    asyncio.run(_fill(broker, database_url))
    assert erase("127.0.0.1:1", database_url, URL) == 1
    assert "run the same command again" in capsys.readouterr().err
    assert asyncio.run(value(database_url, LEFT)) == 0
    assert erase(broker, database_url, URL) == 0
    assert len(asyncio.run(everything_in(broker, PAGES.name))) == 1
