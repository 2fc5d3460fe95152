"""Old articles go, in batches, beside stores that go on writing."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

from services.store.batch import batch_of
from services.store.postgres import session
from services.store.retention import Old, counted, forget
from services.store.writing import write
from tests.support.events import (
    MONDAY,
    TEXT,
    URL,
    a_check,
    a_claim,
    a_quote,
    a_rejection,
    a_withdrawal,
    an_article,
)
from tests.support.store import rows, stored, value

DAY = timedelta(days=1)
BEFORE = MONDAY + 10 * DAY
YOUNG = "https://zeitung.example/jung"


async def deleted(url: str, old: Old, batch: int = 2) -> list[Counter[str]]:
    async with session(url) as connection:
        return [gone async for gone in forget(connection, old, batch)]


async def forgotten(url: str, batch: int = 2, outlet: str | None = None) -> list[Counter[str]]:
    """What is deleted; the count made before it, as of `--dry-run`, must have said the same."""
    old = Old(BEFORE, outlet)
    async with session(url) as connection:
        told = await counted(connection, old)
    gone = await deleted(url, old, batch)
    every = sum(gone, Counter())
    assert {name: every[name] for name in told} == told
    return gone


async def test_an_old_article_goes_whole_and_a_young_one_stays(database_url: str) -> None:
    old, young = an_article(), an_article(url=YOUNG, fetched_at=BEFORE)
    first = an_article(f"{TEXT} Mehr.", url=YOUNG)
    for article in (old, young, first):
        await stored(database_url, [article, a_quote(article), a_claim(article)])
    await stored(database_url, [a_rejection(), a_rejection("https://zeitung.example/x")])

    gone = sum(await forgotten(database_url), Counter())

    assert gone == Counter(articles=1, revisions=1, quotes=1, claims=1, outcomes=2)
    assert await value(database_url, "SELECT count(*) FROM revisions") == 2
    assert await value(database_url, "SELECT count(*) FROM current_quotes") == 1


async def test_batches_are_transactions_of_so_many_articles(database_url: str) -> None:
    articles = [an_article(url=f"{URL}/{number}") for number in range(5)]
    await stored(database_url, articles)

    gone = await forgotten(database_url)

    assert [one["articles"] for one in gone] == [2, 2, 1]


async def test_one_outlet_only(database_url: str) -> None:
    other = an_article(url="https://blatt.example/b", outlet="blatt.example")
    await stored(database_url, [an_article(), other, a_rejection("https://blatt.example/x")])

    await forgotten(database_url, outlet="blatt.example")

    assert await rows(database_url, "SELECT url FROM articles") == [{"url": URL}]
    assert await value(database_url, "SELECT count(*) FROM outcomes") == 1


async def test_what_was_seen_or_withdrawn_lately_stays(database_url: str) -> None:
    seen, gone = an_article(), an_article(url=YOUNG)
    await stored(
        database_url,
        [seen, a_check(seen, fetched_at=BEFORE), gone, a_withdrawal(YOUNG, fetched_at=BEFORE)],
    )

    assert await forgotten(database_url) == []


async def test_one_that_is_being_seen_again_at_this_moment_stays(database_url: str) -> None:
    seen = an_article()
    await stored(database_url, [seen, a_quote(seen)])
    async with session(database_url) as slow:
        transaction = slow.transaction()
        await transaction.start()
        await write(slow, batch_of([a_check(seen, fetched_at=BEFORE)]))

        await asyncio.wait_for(deleted(database_url, Old(BEFORE)), 20)
        await transaction.commit()

    assert await value(database_url, "SELECT count(*) FROM current_quotes") == 1
