from __future__ import annotations

import asyncio
from itertools import pairwise

from services.fetcher.pace import Gate


async def enter(gate: Gate, starts: list[float]) -> bool:
    if not await gate.enter():
        return False
    starts.append(asyncio.get_running_loop().time())
    gate.leave()
    return True


async def test_starts_are_an_interval_apart() -> None:
    gate, starts = Gate(0.02, 10, 60), list[float]()

    await asyncio.gather(*(enter(gate, starts) for _ in range(4)))

    assert all(later - earlier >= 0.019 for earlier, later in pairwise(starts))
    assert 0 < gate.rest <= 0.02


async def test_a_visit_ends_though_more_wait_but_never_before_its_first_request() -> None:
    gate, starts = Gate(5.0, 10, 1.0), list[float]()

    admitted = await asyncio.gather(*(enter(gate, starts) for _ in range(3)))

    assert admitted == [True, False, False]


async def test_no_more_than_so_many_are_in_hand() -> None:
    gate, most, now = Gate(0, 3, 60), 0, 0

    async def work() -> None:
        nonlocal most, now
        assert await gate.enter()
        now += 1
        most = max(most, now)
        await asyncio.sleep(0)
        now -= 1
        gate.leave()

    await asyncio.gather(*(work() for _ in range(20)))

    assert most == 3


async def test_a_closed_gate_admits_nobody() -> None:
    gate = Gate(0, 3, 60)
    gate.close()

    assert not await enter(gate, [])


async def test_a_gate_only_ever_slows_down() -> None:
    gate = Gate(0.01, 1, 60)

    assert gate.slow_down(0.05)
    assert not gate.slow_down(0.02)
    await enter(gate, [])
    assert gate.rest > 0.02
