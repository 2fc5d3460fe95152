"""Writes what happened at about the same time in one statement, and tells each when it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from .model import Visit


class Ledger:
    """While one write is on its way the next ones gather: many when busy, one when idle."""

    def __init__(self, write: Callable[[Sequence[Visit]], Awaitable[None]]) -> None:
        self._write = write
        self._waiting: list[tuple[Visit, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def note(self, visit: Visit) -> None:
        """Returns when it is written."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((visit, written))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._drain())
        await written

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await self._write([visit for visit, _ in batch])
            except BaseException as error:
                _fail(batch, error)
                if not isinstance(error, Exception):
                    raise
            else:
                for _, written in batch:
                    if not written.done():
                        written.set_result(None)


def _fail(batch: Sequence[tuple[Visit, asyncio.Future[None]]], error: BaseException) -> None:
    for _, written in batch:
        if not written.done():
            written.set_exception(error)
