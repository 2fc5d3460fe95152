"""What a visit brought, on its way: to the broker, and once that has it, into the frontier."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from schemas import Message

from .ledger import Ledger
from .memory import Hand
from .model import Visit


@dataclass(slots=True)
class Parcel:
    """What is done once the broker has the page of an entry; the page itself it does not hold."""

    visit: Visit
    hand: Hand
    """Holds room for the message, and what it was made of, until the broker has it."""
    written: Callable[[], None]
    """Called when all is done."""


class Outbox:
    """Nobody waits for a single page, only the visit's end for all of them."""

    def __init__(self, records: Ledger[Message], rows: Ledger[Visit]) -> None:
        self._records = records
        self._rows = rows
        self._under_way = 0
        self._failure: BaseException | None = None
        self._is_abandoned = False
        self._empty = asyncio.Event()
        self._empty.set()

    def send(self, message: Message | None, parcel: Parcel) -> None:
        """Without a message there is nothing to publish."""
        self._under_way += 1
        self._empty.clear()
        if message is None:
            self._acknowledged(parcel, None)
        else:
            self._records.add(message, lambda error: self._acknowledged(parcel, error))

    async def settled(self) -> None:
        """Returns when all of it is written; raises the first of what failed."""
        await self._empty.wait()
        if self._failure is not None:
            raise self._failure

    def abandon(self) -> None:
        """The host is another's: what the broker has not taken yet, that one writes down."""
        self._is_abandoned = True

    def _acknowledged(self, parcel: Parcel, error: BaseException | None) -> None:
        parcel.hand.end()
        if error is None and not self._is_abandoned:
            self._rows.add(parcel.visit, lambda error: self._noted(parcel, error))
        else:
            self._arrived(error)

    def _noted(self, parcel: Parcel, error: BaseException | None) -> None:
        self._arrived(error)
        if error is None:
            parcel.written()

    def _arrived(self, error: BaseException | None) -> None:
        self._failure = self._failure or error
        self._under_way -= 1
        if not self._under_way:
            self._empty.set()
