"""Published, then written down, and never the other way round."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest

from schemas import Message
from services.fetcher.ledger import Ledger
from services.fetcher.memory import Memory
from services.fetcher.model import Visit
from services.fetcher.outbox import Outbox, Parcel
from services.runtime.errors import Retryable

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MESSAGE = Message("pages", b"key", b"{}", ())


def a_visit() -> Visit:
    nothing = dict.fromkeys(Visit.__dataclass_fields__)
    return Visit(**{**nothing, "id": UUID(int=1), "asked_at": NOW})  # type: ignore[arg-type] # most may be None


class World:
    """A broker and a database, in the order in which they are told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.may_publish = asyncio.Event()
        self.may_publish.set()
        self.trouble: Exception | None = None
        self.memory = Memory(4, 1_000_000)
        self.outbox = Outbox(Ledger(self._publish), Ledger(self._write))

    async def send(self, message: Message | None) -> None:
        hand = self.memory.hand()
        await hand.start()
        self.outbox.send(message, Parcel(a_visit(), hand, lambda: self.told.append("done")))

    async def _publish(self, messages: Sequence[Message]) -> None:
        await self.may_publish.wait()
        if self.trouble is not None:
            raise self.trouble
        self.told += ["published"] * len(messages)

    async def _write(self, visits: Sequence[Visit]) -> None:
        self.told += ["written"] * len(visits)


async def test_a_page_is_written_down_only_after_the_broker_has_it() -> None:
    world = World()

    await world.send(MESSAGE)
    await world.outbox.settled()

    assert world.told == ["published", "written", "done"]
    assert world.memory.held == 0


async def test_what_has_no_page_is_written_down_at_once() -> None:
    world = World()

    await world.send(None)
    await world.outbox.settled()

    assert world.told == ["written", "done"]


async def test_what_the_broker_did_not_take_is_not_written_down() -> None:
    world = World()
    world.trouble = Retryable("away")

    await world.send(MESSAGE)
    with pytest.raises(Retryable, match="away"):
        await world.outbox.settled()

    assert world.told == []
    assert world.memory.held == 0


async def test_an_abandoned_page_is_left_to_who_has_the_host_now() -> None:
    world = World()
    world.may_publish.clear()
    await world.send(MESSAGE)

    world.outbox.abandon()
    world.may_publish.set()
    await world.outbox.settled()

    assert world.told == ["published"]
    assert world.memory.held == 0


async def test_memory_is_held_until_the_broker_has_the_page() -> None:
    world = World()
    world.may_publish.clear()

    await world.send(MESSAGE)
    await asyncio.sleep(0)

    assert world.memory.held > 0
    world.may_publish.set()
    await world.outbox.settled()
    assert world.memory.held == 0
