"""Erased is erased: at once, for ever, and whatever else is going on."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from services.store.batch import batch_of
from services.store.postgres import session
from services.store.writing import write
from tests.support.events import (
    MONDAY,
    a_check,
    a_claim,
    a_quote,
    a_rejection,
    a_withdrawal,
    an_article,
)
from tests.support.store import opened, rows, stored, until_somebody_waits, value

DAY = timedelta(days=1)
ERASED = a_withdrawal(reason="erased", fetched_at=MONDAY + DAY)
LEFT = (
    "SELECT (SELECT count(*) FROM articles) + (SELECT count(*) FROM revisions) "
    "+ (SELECT count(*) FROM quotes) + (SELECT count(*) FROM claims) "
    "+ (SELECT count(*) FROM outcomes) + (SELECT count(*) FROM people)"
)


async def test_an_erased_article_leaves_its_id_on_the_list_and_nothing_else(
    database_url: str,
) -> None:
    article = an_article()
    everything = [article, a_quote(article), a_claim(article), a_rejection()]

    await stored(database_url, everything, [ERASED])

    assert await value(database_url, LEFT) == 0
    listed = await rows(database_url, "SELECT article_id, requested_at FROM erasures")
    assert listed == [{"article_id": article.article_id, "requested_at": MONDAY + DAY}]


async def test_no_later_event_brings_an_erased_article_back(database_url: str) -> None:
    later = an_article(fetched_at=MONDAY + 9 * DAY, sequence=7)

    _, written = await stored(
        database_url,
        [ERASED],
        [
            later,
            a_quote(later),
            a_claim(later),
            a_check(later, fetched_at=MONDAY + 10 * DAY),
            a_withdrawal(fetched_at=MONDAY + 11 * DAY),
        ],
    )

    assert await value(database_url, LEFT) == 0
    assert written.outcomes["quotes", "erased"] == 1
    assert written.outcomes["claims", "erased"] == 1
    assert written.outcomes["outcomes", "erased"] == 1
    assert written.outcomes["revisions", "erased"] == 1


async def test_an_erasure_in_the_middle_of_a_batch_counts_for_all_of_it(database_url: str) -> None:
    article = an_article()

    await stored(database_url, [a_quote(article), ERASED, article, a_claim(article)])

    assert await value(database_url, LEFT) == 0


async def test_other_articles_are_left_alone(database_url: str) -> None:
    other = an_article(url="https://blatt.example/b")

    await stored(database_url, [an_article(), other, a_quote(other)], [ERASED])

    assert await value(database_url, "SELECT count(*) FROM current_quotes") == 1


async def test_an_erasure_waits_for_a_store_that_has_already_looked_at_the_list(
    database_url: str,
) -> None:
    async with session(database_url) as slow, opened(database_url) as other:
        transaction = slow.transaction()
        await transaction.start()
        await write(slow, batch_of([an_article(), a_quote()]))

        erasing = asyncio.create_task(other.write(batch_of([ERASED])))
        await until_somebody_waits(database_url)
        await transaction.commit()
        await erasing

    assert await value(database_url, LEFT) == 0


async def test_a_store_waits_for_an_erasure_that_has_begun(database_url: str) -> None:
    async with session(database_url) as erasing, opened(database_url) as other:
        transaction = erasing.transaction()
        await transaction.start()
        await write(erasing, batch_of([ERASED]))

        writing = asyncio.create_task(other.write(batch_of([an_article(), a_quote()])))
        await until_somebody_waits(database_url)
        await transaction.commit()
        written = await writing

    assert await value(database_url, LEFT) == 0
    assert written.outcomes["quotes", "erased"] == 1
