"""What was parsed and is in no row is fetched again; what is stored, or may still come, is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from schemas import article_id
from services.fetcher.frontier import Frontier
from services.local.tables import migrate
from tests.support.events import MONDAY, URL, a_check, an_article
from tests.support.store import rows, stored, value

HOUR = timedelta(hours=1)
NOW = MONDAY + 10 * HOUR
LATER = "https://zeitung.example/spaeter"
ENTRY = (
    "INSERT INTO fetcher.entries "
    "(id, url, host, found_at, article_id, fetched_at, became, became_at) "
    "VALUES ($1, $2, 'zeitung.example', $3, $1, $3, 'parsed', $3)"
)
DUE = "SELECT count(*) FROM fetcher.entries WHERE next_at = $1"


@asynccontextmanager
async def a_frontier(url: str) -> AsyncIterator[Frontier]:
    await migrate(url)
    frontier = Frontier(url, pool=1)
    await frontier.open()
    try:
        yield frontier
    finally:
        await frontier.close()


async def published(url: str, page: str = URL, at: datetime = MONDAY) -> None:
    """The fetcher has sent it, and heard that it was parsed."""
    await rows(url, ENTRY, article_id(page), page, at)


async def test_a_page_that_was_parsed_and_never_stored_is_fetched_again(database_url: str) -> None:
    async with a_frontier(database_url) as frontier:
        await published(database_url)
        await stored(database_url, [an_article(url=LATER, fetched_at=MONDAY + 3 * HOUR)])

        found = [await frontier.repair_unstored(2 * HOUR, 3, NOW) for _ in range(2)]

    assert found == [1, 0]
    assert await value(database_url, DUE, NOW) == 1


async def test_a_later_text_that_was_lost_is_fetched_again(database_url: str) -> None:
    async with a_frontier(database_url) as frontier:
        await published(database_url, at=MONDAY + HOUR)
        await stored(
            database_url,
            [an_article(), an_article(url=LATER, fetched_at=MONDAY + 4 * HOUR)],
        )

        assert await frontier.repair_unstored(2 * HOUR, 3, NOW) == 1


async def test_what_is_stored_or_may_still_come_is_left_alone(database_url: str) -> None:
    async with a_frontier(database_url) as frontier:
        assert await frontier.repair_unstored(2 * HOUR, 3, NOW) == 0  # no store at all
        await published(database_url, at=MONDAY + HOUR)
        await published(database_url, LATER, at=MONDAY + 3 * HOUR)
        seen = an_article()
        await stored(
            database_url,
            [seen, a_check(seen, fetched_at=MONDAY + HOUR)],
            [an_article(url="https://zeitung.example/x", fetched_at=MONDAY + 4 * HOUR)],
        )

        assert await frontier.repair_unstored(2 * HOUR, 3, NOW) == 0


async def test_it_is_fetched_again_only_so_often(database_url: str) -> None:
    async with a_frontier(database_url) as frontier:
        await published(database_url)
        await rows(database_url, "UPDATE fetcher.entries SET repairs = 3")
        await stored(database_url, [an_article(url=LATER, fetched_at=MONDAY + 3 * HOUR)])

        assert await frontier.repair_unstored(2 * HOUR, 3, NOW) == 0
