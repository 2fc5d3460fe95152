"""How a visit spreads its requests: one after another, not too many at once, not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Gate:
    """`interval` lies between two starts; nobody starts later than `seconds` from now."""

    def __init__(self, interval: float, at_once: int, seconds: float) -> None:
        self._interval = interval
        self._places = asyncio.Semaphore(at_once)
        self._clock = asyncio.get_running_loop().time
        self._next = self._clock()
        self._closes_at = self._next + seconds
        self._is_closed = False
        self.starts = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[bool]:
        """Waits its turn; False when the gate closed meanwhile: go without having asked."""
        async with self._places:
            yield await self._turn()

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

    async def _turn(self) -> bool:
        start = max(self._clock(), self._next)
        if self._is_closed or (self.starts and start > self._closes_at):
            return False
        self._next = start + self._interval
        self.starts += 1
        if (wait := start - self._clock()) > 0:
            await asyncio.sleep(wait)
        return not self._is_closed
