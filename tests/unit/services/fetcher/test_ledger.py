from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import chain

from services.fetcher.ledger import Ledger
from services.runtime.errors import Retryable


class Book:
    """Notes what it is given, batch by batch; refuses what it must, and forgets what it may."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.is_away = False

    @property
    def items(self) -> list[int]:
        return list(chain.from_iterable(self.batches))

    async def write(self, items: Sequence[int]) -> None:
        await asyncio.sleep(0)
        if self.is_away:
            raise Retryable
        if 13 in items:
            raise ValueError("13")
        self.batches.append(list(items))


async def noted(ledger: Ledger[int], item: int) -> None:
    """Waits for it; raises what it failed with."""
    written: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def told(error: BaseException | None) -> None:
        if not written.done():
            written.set_exception(error) if error else written.set_result(None)

    ledger.add(item, told)
    await written


async def test_what_comes_while_a_batch_is_written_goes_together() -> None:
    book = Book()
    ledger = Ledger(book.write)

    await asyncio.gather(*(noted(ledger, n) for n in range(100, 200)))

    assert sorted(book.items) == list(range(100, 200))
    assert len(book.batches) <= 2


async def test_with_a_pause_more_go_together_though_they_come_one_by_one() -> None:
    book = Book()
    ledger = Ledger(book.write, pause=0.05)

    async def later(number: int) -> None:
        await asyncio.sleep(0.001 * number)
        await noted(ledger, 100 + number)

    await asyncio.gather(*(later(n) for n in range(5)))

    assert sorted(book.items) == list(range(100, 105))
    assert len(book.batches) < 5


async def test_a_batch_has_a_limit() -> None:
    book = Book()
    ledger = Ledger(book.write, most=10)

    await asyncio.gather(*(noted(ledger, n) for n in range(100, 125)))

    assert max(map(len, book.batches)) == 10


async def test_one_bad_item_fails_alone() -> None:
    book = Book()
    ledger = Ledger(book.write)

    results = await asyncio.gather(*(noted(ledger, n) for n in range(20)), return_exceptions=True)

    assert [n for n, result in enumerate(results) if result is not None] == [13]
    assert len(book.items) == 19


async def test_all_fail_together_while_nobody_answers_and_later_ones_do_not() -> None:
    book = Book()
    ledger = Ledger(book.write)
    book.is_away = True

    results = await asyncio.gather(*(noted(ledger, n) for n in range(5)), return_exceptions=True)
    book.is_away = False
    await noted(ledger, 7)

    assert all(isinstance(result, Retryable) for result in results)
    assert book.batches == [[7]]


async def test_one_who_fails_at_the_news_keeps_it_from_nobody() -> None:
    ledger = Ledger(Book().write)

    def clumsy(_: BaseException | None) -> None:
        raise RuntimeError

    ledger.add(1, clumsy)
    await asyncio.wait_for(noted(ledger, 2), 5)
