"""Postgres: the one place where the store meets it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

import asyncpg

from services.runtime.errors import Retryable

from .batch import Batch
from .connection import statement
from .failures import judged, kind_of
from .metrics import StoreMetrics
from .settings import StoreSettings
from .writing import Written, write

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Session: TypeAlias = asyncpg.Connection[asyncpg.Record]
    Pooled: TypeAlias = PoolConnectionProxy[asyncpg.Record]
    Pool: TypeAlias = asyncpg.Pool[asyncpg.Record]

APPLICATION: Final = "wortlaut-store"
CONNECTIONS: Final = 2  # one writes, one answers whether the database is there

_FAILURES: Final = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a connection that was cut while nobody used it
    OSError,
    TimeoutError,
    OverflowError,  # asyncpg's, of a value that its column cannot take; COPY lets them through bare
    ValueError,
)


@asynccontextmanager
async def session(dsn: str) -> AsyncIterator[Session]:
    """One connection, for a command; times are read and shown in UTC."""
    settings = {"application_name": "wortlaut", "timezone": "UTC"}
    connection = await asyncpg.connect(dsn, server_settings=settings)
    try:
        yield connection
    finally:
        await connection.close()


class Postgres:
    """A small pool, and the transaction that stores a batch."""

    def __init__(self, dsn: str, settings: StoreSettings, metrics: StoreMetrics) -> None:
        self._dsn = dsn
        self._settings = settings
        self._metrics = metrics
        self._pool: Pool | None = None

    async def open(self) -> None:
        """Raises when the server does not answer, or has no tables yet."""
        pool = await asyncpg.create_pool(
            self._dsn,
            min_size=1,
            max_size=CONNECTIONS,
            timeout=self._settings.connect_seconds,
            # the server cuts a statement that is too slow; this cuts a server that is gone
            command_timeout=self._settings.statement_seconds + self._settings.connect_seconds,
            server_settings=self._server_settings(),
            reset=_nothing_to_reset,
        )
        self._pool = pool
        try:
            await self.check()
        except BaseException:
            await self.close()
            raise
        for state, size in (("idle", pool.get_idle_size), ("in_use", lambda: _in_use(pool))):
            self._metrics.pool_connections.labels(state).set_function(size)

    async def close(self) -> None:
        """At once: whatever is still open is rolled back, and will be read again."""
        if self._pool is not None:
            self._pool.terminate()
            self._pool = None

    async def check(self) -> None:
        """Raises unless the database answers, takes writes, and has our tables."""
        async with self._connection() as connection:
            found = await connection.fetchrow(statement("check"))
        assert found is not None
        if found["is_read_only"]:
            raise Retryable("the database is read-only")
        if not found["has_tables"]:
            raise Retryable("the database has no tables; make them with `wortlaut db migrate`")

    async def write(self, batch: Batch) -> Written:
        """Stores the batch, whole or not at all, however often and in whatever order it comes."""
        started = time.monotonic()
        is_done = False
        try:
            async with self._connection() as connection:
                written = await _stored(connection, batch)
                is_done = True
                return written
        finally:
            outcome = "committed" if is_done else "rolled_back"
            self._metrics.transaction.labels(outcome).observe(time.monotonic() - started)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Pooled]:
        with self._failures_judged():
            if self._pool is None:
                raise Retryable("the database is not open")
            asked = time.monotonic()
            async with self._pool.acquire(timeout=self._settings.connect_seconds) as connection:
                self._metrics.pool_wait.observe(time.monotonic() - asked)
                yield connection

    @contextmanager
    def _failures_judged(self) -> Iterator[None]:
        try:
            yield
        except _FAILURES as error:
            self._metrics.errors.labels(kind_of(error)).inc()
            verdict = judged(error)
            if verdict is None:
                raise
            raise verdict from error

    def _server_settings(self) -> dict[str, str]:
        settings = self._settings
        return {
            "application_name": APPLICATION,
            "statement_timeout": _milliseconds(settings.statement_seconds),
            "lock_timeout": _milliseconds(settings.lock_seconds),
            "idle_in_transaction_session_timeout": _milliseconds(2 * settings.statement_seconds),
            "tcp_keepalives_idle": str(settings.keepalive_seconds),
            "tcp_keepalives_interval": "10",
            "tcp_keepalives_count": "3",
            # Statements here are short and look rows up by key. A plan is made once, and perhaps
            # while the tables are empty, when reading them whole looks cheapest: it would stay.
            "jit": "off",
            "max_parallel_workers_per_gather": "0",
            "plan_cache_mode": "force_generic_plan",
            "enable_seqscan": "off",
            "enable_hashjoin": "off",
            "enable_mergejoin": "off",
        }


async def _stored(connection: Pooled, batch: Batch) -> Written:
    for may_copy in (True, False):
        try:
            async with connection.transaction(isolation="read_committed"):
                return await write(connection, batch, may_copy=may_copy)
        except asyncpg.UniqueViolationError:
            if not may_copy:
                raise
    raise AssertionError("unreachable")


async def _nothing_to_reset(_: object) -> None:
    """A transaction here leaves nothing in its session, and asking costs a round trip a batch."""


def _milliseconds(seconds: float) -> str:
    return str(round(seconds * 1000))


def _in_use(pool: Pool) -> int:
    return pool.get_size() - pool.get_idle_size()
