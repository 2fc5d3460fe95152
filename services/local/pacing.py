"""So many a second, and no more."""

from __future__ import annotations

import asyncio
import time
from typing import Final

_BATCHES_A_SECOND: Final = 4


class Pacer:
    """`rate` 0: as fast as it goes."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._due = 0.0

    def batch(self, most: int) -> int:
        """How many to do before a rest: few enough that the rests are short."""
        if not self._rate:
            return most
        return min(most, max(1, int(self._rate / _BATCHES_A_SECOND)))

    async def rest(self, done: int) -> None:
        """Counted from when the last rest was over: a slow broker's time is not made up for."""
        if not self._rate:
            return
        now = time.monotonic()
        self._due = max(self._due, now) + done / self._rate
        await asyncio.sleep(self._due - now)
