"""Does at once what many ask for at about the same time, and tells each when it is done."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeAlias, TypeVar

from services.runtime.errors import is_transient

log = logging.getLogger("wortlaut.fetcher")

Item = TypeVar("Item")
Told: TypeAlias = Callable[[BaseException | None], None]
"""Called once an item is written, or with what its batch failed with."""


class Ledger(Generic[Item]):
    """While one batch is on its way the next one gathers: many items when busy, one when idle.

    For rows it saves statements; for records it keeps the producer from waking every sender
    whenever a batch of it has room again. `pause` seconds are waited for more before each.
    """

    def __init__(
        self,
        write: Callable[[Sequence[Item]], Awaitable[object]],
        most: int = 500,
        pause: float = 0.0,
    ) -> None:
        self._write = write
        self._most = most
        self._pause = pause
        self._waiting: list[tuple[Item, Told]] = []
        self._writer: asyncio.Task[None] | None = None

    def add(self, item: Item, told: Told) -> None:
        self._waiting.append((item, told))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._drain())

    async def _drain(self) -> None:
        while self._waiting:
            if self._pause and len(self._waiting) < self._most:
                await asyncio.sleep(self._pause)
            batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            await self._written(batch)

    async def _written(self, batch: Sequence[tuple[Item, Told]]) -> None:
        try:
            await self._write([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001 - it is handed on to who waits
            if len(batch) == 1 or is_transient(error):
                _tell(batch, error)
                return
            for one in batch:  # one of them is at fault: the others must not suffer for it
                await self._written([one])
        except BaseException as error:
            _tell(batch, error)
            raise
        else:
            _tell(batch, None)


def _tell(batch: Sequence[tuple[object, Told]], error: BaseException | None) -> None:
    for _, told in batch:
        try:
            told(error)
        except Exception:  # of one of them: the others wait for their answer too
            log.exception("ledger.failed")
