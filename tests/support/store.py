"""The store's way into a database, for tests that look at what it leaves there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from prometheus_client import CollectorRegistry

from schemas import Event, encode
from services.store import reading
from services.store.batch import batch_of
from services.store.metrics import StoreMetrics
from services.store.postgres import Postgres, session
from services.store.queries import Checksum, checksums
from services.store.settings import StoreSettings
from services.store.writing import Written
from tests.support.stack import until

WAITING = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@dataclass(frozen=True, slots=True)
class Consumed:
    topic: str
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]


def consumed(event: Event) -> Consumed:
    """The record that carries it."""
    message = encode(event, "/test")
    return Consumed(message.topic, message.value, message.headers)


def as_read(event: Event) -> Event | reading.Statement:
    """What the store's consumer makes of that record."""
    return reading.read(consumed(event))


@asynccontextmanager
async def opened(url: str, settings: StoreSettings | None = None) -> AsyncIterator[Postgres]:
    database = Postgres(url, settings or StoreSettings(), StoreMetrics(CollectorRegistry()))
    await database.open()
    try:
        yield database
    finally:
        await database.close()


async def stored(url: str, *batches: Iterable[Event]) -> list[Written]:
    """Each batch in a transaction of its own."""
    async with opened(url) as database:
        return [await database.write(batch_of(events)) for events in batches]


async def rows(url: str, query: str, *args: Any) -> list[dict[str, Any]]:
    async with session(url) as connection:
        return [dict(row) for row in await connection.fetch(query, *args)]


async def value(url: str, query: str, *args: Any) -> Any:
    async with session(url) as connection:
        return await connection.fetchval(query, *args)


async def checksums_of(url: str) -> list[Checksum]:
    async with session(url) as connection:
        return await checksums(connection)


async def until_somebody_waits(url: str) -> None:
    """For a lock that somebody else holds in this database."""

    async def somebody_waits() -> bool:
        return bool(await value(url, WAITING))

    await until(somebody_waits)
