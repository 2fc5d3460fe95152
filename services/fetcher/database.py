"""The connection to the frontier's schema in Postgres, and what every part of it needs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import asyncpg
from pydantic_core import PydanticSerializationError, to_json

from schemas import without_unstorable
from services.runtime.errors import Retryable
from services.runtime.migrations import migrate

from .statements import MIGRATIONS, SCHEMA, statement

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

CHANNEL: Final = "fetcher_due"
_NUL: Final = rb"\u0000"

Connection: TypeAlias = "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
Due: TypeAlias = list[tuple[str, datetime]]
"""Hosts, and when there is something to do for them."""


class Database:
    """A pool, and one connection that listens for work."""

    def __init__(self, dsn: str, pool: int) -> None:
        self._dsn = dsn
        self._size = pool
        self._opened: asyncpg.Pool[asyncpg.Record] | None = None
        self._listener: asyncpg.Connection[asyncpg.Record] | None = None
        self._woken = asyncio.Event()

    async def open(self) -> None:
        """Connect and bring the schema up to date."""
        pool = await asyncpg.create_pool(
            self._dsn,
            min_size=1,
            max_size=self._size,
            command_timeout=30,
            reset=_left_as_it_is,
            server_settings={"application_name": "wortlaut-fetcher"},
        )
        try:
            async with pool.acquire() as connection:
                await migrate(connection, SCHEMA, MIGRATIONS)
        except BaseException:
            await pool.close()
            raise
        self._opened = pool

    async def close(self) -> None:
        if self._listener is not None:
            await self._listener.close()
            self._listener = None
        if self._opened is not None:
            await self._opened.close()
            self._opened = None

    async def check(self) -> None:
        await self._pool.fetchval("SELECT 1")

    async def wait(self, seconds: float) -> None:
        """Until somebody adds work, or the time is over."""
        if self._listener is None or self._listener.is_closed():
            self._listener = await asyncpg.connect(self._dsn, timeout=10)
            await self._listener.add_listener(CHANNEL, self._wake)
            return  # what was added until now was not heard: look again
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            pass
        self._woken.clear()

    def _wake(self, *_: object) -> None:
        self._woken.set()

    @property
    def _pool(self) -> asyncpg.Pool[asyncpg.Record]:
        if self._opened is None:
            raise Retryable("the frontier is not open")
        return self._opened

    async def _fetch(self, name: str, *values: object) -> list[asyncpg.Record]:
        return await self._pool.fetch(statement(name), *values)


async def _left_as_it_is(_: object) -> None:
    """No statement changes what a session keeps, so none is needed to undo it."""


async def wake_hosts(connection: Connection, due: Iterable[tuple[str, datetime]]) -> None:
    """Each at the earliest of its times."""
    earliest: dict[str, datetime] = {}
    for host, at in due:
        earliest[host] = min(at, earliest.get(host, at))
    if earliest:
        names = sorted(earliest)
        times = [earliest[name] for name in names]
        await connection.execute(statement("wake_hosts"), names, times)
        await connection.execute("SELECT pg_notify($1, '')", CHANNEL)


def stored(values: Iterable[Any]) -> list[Any]:
    """Headers and URLs from the web may hold what Postgres cannot."""
    return [_scrubbed(value) for value in values]


def as_json(rows: Sequence[DataclassInstance]) -> str:
    """Rows as one parameter: of arrays, one for each column, the driver looks at every value."""
    try:
        written = to_json(rows)
    except PydanticSerializationError:  # a lone surrogate
        written = _NUL
    if _NUL in written:  # or what is spelled like it
        written = to_json([_storable(row) for row in rows])
    return written.decode()


def _storable(row: DataclassInstance) -> dict[str, Any]:
    return {field.name: _scrubbed(getattr(row, field.name)) for field in fields(row)}


def _scrubbed(value: object) -> object:
    if isinstance(value, tuple):
        return [_scrubbed(each) for each in value]
    return without_unstorable(value) if isinstance(value, str) else value
