"""How much of the web may be under way at once: requests counted, and the bytes of answers."""

from __future__ import annotations

import asyncio
from collections import deque
from types import TracebackType
from typing import Final, Self, TypeAlias

AT_FIRST: Final = 128 * 1024
"""Bytes taken before a request starts: most pages need little more."""

_Wait: TypeAlias = tuple[int, "asyncio.Future[None]"]


class Memory:
    """`requests` at once, and about `size` bytes of answers until these are published.

    Who needs more waits for others to give theirs back. If all who hold something wait, the first
    goes on though it is too much: so at most one answer is held beyond `size`, and none waits for
    ever.
    """

    def __init__(self, requests: int, size: int) -> None:
        self._places = asyncio.Semaphore(requests)
        self.under_way = 0
        """Requests now."""
        self._size = self._free = size
        self._holders = 0
        self._starting: deque[_Wait] = deque()
        self._growing: deque[_Wait] = deque()

    @property
    def held(self) -> int:
        """Bytes, of all."""
        return self._size - self._free

    def hand(self) -> Hand:
        return Hand(self)

    async def start(self) -> None:
        await self._places.acquire()
        try:
            if self._starting or self._growing or not self._has(AT_FIRST):
                await self._room(AT_FIRST, self._starting)
            else:  # nearly always
                self._free -= AT_FIRST
                self._holders += 1
        except BaseException:
            self._places.release()
            raise
        self.under_way += 1

    async def grow(self, size: int) -> None:
        if self._growing or size > self._free:
            await self._room(size, self._growing)
        else:
            self._free -= size

    def arrived(self) -> None:
        """Another request may start; the bytes are still held."""
        self.under_way -= 1
        self._places.release()

    def end(self, held: int) -> None:
        self._holders -= 1
        self._free += held
        self._serve()

    async def _room(self, size: int, queue: deque[_Wait]) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        wait = (size, turn)
        queue.append(wait)
        self._serve()
        try:
            await turn
        except BaseException:
            self._forget(wait, queue)
            raise

    def _serve(self) -> None:
        """Those who grow first: it is they who will give something back."""
        while self._growing and (self._fits(self._growing) or self._all_wait):
            self._grant(self._growing)
        while not self._growing and self._starting and self._fits(self._starting):
            self._grant(self._starting)

    def _fits(self, queue: deque[_Wait]) -> bool:
        return self._has(queue[0][0])

    def _has(self, size: int) -> bool:
        return size <= self._free or not self._holders

    @property
    def _all_wait(self) -> bool:
        return len(self._growing) >= self._holders

    def _grant(self, queue: deque[_Wait]) -> None:
        size, turn = queue.popleft()
        if turn.cancelled():
            return
        self._free -= size
        self._holders += queue is self._starting
        turn.set_result(None)

    def _forget(self, wait: _Wait, queue: deque[_Wait]) -> None:
        size, turn = wait
        if not turn.cancelled():  # granted at the same moment
            self._free += size
            self._holders -= queue is self._starting
        elif wait in queue:
            queue.remove(wait)
        self._serve()


class Hand:
    """What one answer holds, from before it is asked for until it is published."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._held = 0
        self._needed = 0
        self._is_asking = False

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.end()

    async def start(self) -> None:
        await self._memory.start()
        self._held = AT_FIRST
        self._is_asking = True

    def arrived(self) -> None:
        """The request is over, and what it brought is in hand."""
        if self._is_asking:
            self._is_asking = False
            self._memory.arrived()

    def end(self) -> None:
        """Nothing is in hand any more, if anything was."""
        self.arrived()
        if self._held:
            self._memory.end(self._held)
            self._held = 0

    async def grow(self, size: int) -> None:
        """So many bytes more have arrived."""
        self._needed += size
        missing = self._needed - self._held
        if missing > 0:
            await self._memory.grow(missing)
            self._held += missing
