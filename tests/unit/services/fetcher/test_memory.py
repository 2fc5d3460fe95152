from __future__ import annotations

import asyncio

import pytest

from services.fetcher.memory import AT_FIRST, Memory


async def turns() -> None:
    """Lets everything that can go on go on."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_no_more_requests_are_under_way_than_allowed() -> None:
    memory = Memory(2, 100 * AT_FIRST)
    async with memory.hand(), memory.hand():
        third = asyncio.create_task(memory.start())
        await turns()
        assert not third.done()
    await third


async def test_a_request_ends_before_its_bytes_are_given_back() -> None:
    memory = Memory(1, 100 * AT_FIRST)
    async with memory.hand() as first:
        second = asyncio.create_task(memory.start())
        await turns()
        assert not second.done()
        first.arrived()
        await asyncio.wait_for(second, 1)
        assert memory.held == 2 * AT_FIRST
    assert memory.held == AT_FIRST


async def test_who_starts_waits_for_room() -> None:
    memory = Memory(10, 2 * AT_FIRST)
    async with memory.hand(), memory.hand():
        third = asyncio.create_task(memory.start())
        await turns()
        assert not third.done()
    await third


async def test_who_grows_waits_until_another_gives_back() -> None:
    memory = Memory(10, 3 * AT_FIRST)
    async with memory.hand() as grows:
        async with memory.hand():
            growing = asyncio.create_task(grows.grow(3 * AT_FIRST))
            await turns()
            assert not growing.done(), "two are held, and two more are wanted"
        await growing


async def test_when_all_wait_the_first_goes_on() -> None:
    memory = Memory(10, 2 * AT_FIRST)
    async with memory.hand() as second:
        async with memory.hand() as first:
            one = asyncio.create_task(first.grow(5 * AT_FIRST))
            await turns()
            two = asyncio.create_task(second.grow(5 * AT_FIRST))
            await turns()
            assert (one.done(), two.done()) == (True, False)
        await asyncio.wait_for(two, 1)


async def test_one_that_is_larger_than_all_there_is_goes_through_alone() -> None:
    memory = Memory(10, AT_FIRST // 2)
    async with memory.hand() as hand:
        await asyncio.wait_for(hand.grow(10 * AT_FIRST), 1)


@pytest.mark.parametrize("is_granted", [False, True])
async def test_who_gives_up_while_waiting_takes_nothing_along(
    is_granted: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    memory = Memory(10, AT_FIRST)
    hand = memory.hand()
    await hand.__aenter__()
    waiting = asyncio.create_task(memory.start())
    await turns()
    if is_granted:
        await hand.__aexit__(None, None, None)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    if not is_granted:
        await hand.__aexit__(None, None, None)

    async with asyncio.timeout(1), memory.hand():
        pass


async def test_many_at_once_all_come_through() -> None:
    memory = Memory(8, 3 * AT_FIRST)

    async def one(size: int) -> None:
        async with memory.hand() as hand:
            for _ in range(size):
                await hand.grow(AT_FIRST // 2)
                await asyncio.sleep(0)

    async with asyncio.timeout(10):
        await asyncio.gather(*(one(n % 9) for n in range(60)))
