"""How a visit spreads its requests: one after another, not too many at once, not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

Ready: TypeAlias = Callable[[], Awaitable[object]]


class GateClosedError(Exception):
    """Nothing was asked: the visit is over, and the next one will ask."""


class Gate:
    """`interval` lies between two starts; nobody starts later than `seconds` from now."""

    def __init__(self, interval: float, at_once: int, seconds: float) -> None:
        self._interval = interval
        self.at_once = at_once
        self._places = asyncio.Semaphore(at_once)
        self._turns = asyncio.Lock()
        self._clock = asyncio.get_running_loop().time
        self._next = self._clock()
        self._closes_at = self._next + seconds
        self._is_closed = False
        self.starts = 0

    async def enter(self, ready: Ready | None = None) -> bool:
        """Waits its turn, and then for `ready`; a place is the caller's then, until `leave`.

        False when the gate closed: go without asking, there is nothing to leave.
        """
        await self._places.acquire()
        try:
            admitted = await self._turn(ready)
        except BaseException:
            self._places.release()
            raise
        if not admitted:
            self._places.release()
        return admitted

    def leave(self) -> None:
        self._places.release()

    async def again(self) -> bool:
        """A further start by who has a place already: a redirect's. False: no time for it now."""
        return await self._turn(None, is_further=True)

    def slow_down(self, interval: float) -> bool:
        """True when that is slower than before."""
        is_slower = interval > self._interval
        if is_slower:
            self._next += interval - self._interval if self.starts else 0
            self._interval = interval
        return is_slower

    def close(self) -> None:
        self._is_closed = True

    @property
    def rest(self) -> float:
        """Seconds until the next request may start, by whomever."""
        return max(0.0, self._next - self._clock())

    async def _turn(self, ready: Ready | None, *, is_further: bool = False) -> bool:
        async with self._turns:  # counted from the last real start: who wakes late shortens nothing
            if self._is_over_at(max(self._next, self._clock()), is_further=is_further):
                return False
            if (wait := self._next - self._clock()) > 0:
                await asyncio.sleep(wait)
            if self._is_closed:
                return False
            if ready is not None:
                await ready()
            self._next = self._clock() + self._interval
            self.starts += 1
            return True

    def _is_over_at(self, start: float, *, is_further: bool) -> bool:
        return self._is_closed or ((self.starts > 0 or is_further) and start > self._closes_at)
