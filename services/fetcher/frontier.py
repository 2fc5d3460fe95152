"""The frontier in Postgres: which host is due, who works on it, what became of each page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, Final
from uuid import UUID, uuid4

import asyncpg

from schemas import Known, article_id, without_unstorable
from services.runtime.errors import Retryable
from services.runtime.migrations import migrate

from . import urls
from .model import DueEntry, DueFeed, EntryRow, FeedRow, Found, Host, Poll, Visit
from .robots import Stored
from .statements import MIGRATIONS, SCHEMA, statement

CHANNEL: Final = "fetcher_due"
FIRST_PAUSE: Final = timedelta(minutes=15)

# The columns of what is written, in the order of the statements' parameters.
_VISIT: Final = attrgetter(*(field.name for field in fields(Visit)))
_POLL: Final = attrgetter(*(field.name for field in fields(Poll)))
_ROBOTS: Final = attrgetter(*(field.name for field in fields(Stored)))


class Frontier:
    """One for each process. What it leases is its own until it releases it or falls silent."""

    def __init__(self, dsn: str, lease: timedelta = timedelta(seconds=60), pool: int = 4) -> None:
        self._dsn = dsn
        self._lease = lease
        self._size = pool
        self._opened: asyncpg.Pool[asyncpg.Record] | None = None
        self._listener: asyncpg.Connection[asyncpg.Record] | None = None
        self._woken = asyncio.Event()
        self._has_articles = False
        self.name = uuid4()  # of this holder of leases; in no event

    # -- life ------------------------------------------------------------------------------

    async def open(self) -> None:
        """Connect and bring the schema up to date."""
        pool = await asyncpg.create_pool(
            self._dsn,
            min_size=1,
            max_size=self._size,
            command_timeout=30,
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

    @property
    def _pool(self) -> asyncpg.Pool[asyncpg.Record]:
        if self._opened is None:
            raise Retryable("the frontier is not open")
        return self._opened

    # -- leases ----------------------------------------------------------------------------

    async def lease(self, count: int, now: datetime) -> list[Host]:
        """Up to `count` hosts that are due; nobody else gets them until they are released."""
        rows = await self._pool.fetch(statement("lease_hosts"), now, count, self.name, self._lease)
        return [Host(*row) for row in rows]

    async def keep(self, hosts: Iterable[str]) -> set[str]:
        """The heartbeat of leases: those of `hosts` that are still ours."""
        rows = await self._pool.fetch(
            statement("extend_leases"), self.name, list(hosts), self._lease
        )
        return {row["host"] for row in rows}

    async def release(self, host: Host, next_at: datetime | None) -> None:
        """Give it back with what was learnt; it is due again when something of it is."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(statement("lock_host"), host.name, self.name)
            await connection.execute(
                statement("release_host"),
                host.name,
                self.name,
                next_at,
                host.latency,
                host.throttles,
                host.throttled_at,
            )

    async def next_due(self) -> datetime | None:
        """When a host is due that we do not hold; also when somebody's lease ends."""
        due: datetime | None = await self._pool.fetchval(statement("next_due"), self.name)
        return due

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

    # -- work ------------------------------------------------------------------------------

    async def due_feeds(self, host: str, now: datetime, limit: int) -> list[DueFeed]:
        return [DueFeed(*row) for row in await self._fetch("due_feeds", host, now, limit)]

    async def due_entries(self, host: str, now: datetime, limit: int) -> list[DueEntry]:
        rows = await self._fetch("due_entries", host, now, limit)
        return [DueEntry(**{**row, "tags": tuple(row["tags"])}) for row in rows]

    async def known(self, articles: Sequence[UUID]) -> dict[UUID, Known]:
        """The last parse of each, as the store has it; nothing while there is no store."""
        if not articles or not await self._articles_exist():
            return {}
        return {
            row["article_id"]: Known(
                revision=row["revision"], engine_sequence=row["engine_sequence"]
            )
            for row in await self._fetch("known", articles)
        }

    async def _articles_exist(self) -> bool:
        if not self._has_articles:
            relation = "SELECT to_regclass('current_articles') IS NOT NULL"
            self._has_articles = bool(await self._pool.fetchval(relation))
        return self._has_articles

    async def record_poll(
        self, source: str, found: Sequence[Found], now: datetime, poll: Callable[[int], Poll]
    ) -> Poll:
        """Remember what a feed announces, and what became of it given how much of that is new."""
        async with self._pool.acquire() as connection, connection.transaction():
            new = await _added(connection, source, found, now)
            recorded = poll(len(new))
            await connection.execute(statement("record_poll"), *_stored(_POLL(recorded)))
            await _wake_hosts(connection, new, now)
        return recorded

    async def record_visits(self, visits: Sequence[Visit]) -> None:
        """Write what became of entries, many at once."""
        ordered = sorted(visits, key=lambda visit: visit.id)
        columns = zip(*(_stored(_VISIT(visit)) for visit in ordered), strict=True)
        await self._pool.execute(statement("record_entries"), *map(list, columns))

    async def robots(self, origin: str) -> Stored | None:
        rows = await self._fetch("robots_of", origin)
        return Stored(**rows[0]) if rows else None

    async def record_robots(self, stored: Stored) -> None:
        values = _stored(_ROBOTS(stored))
        await self._pool.execute(statement("record_robots"), *values)

    async def _fetch(self, name: str, *values: object) -> list[asyncpg.Record]:
        return await self._pool.fetch(statement(name), *values)

    # -- feeds -----------------------------------------------------------------------------

    async def add_feed(
        self, url: str, now: datetime, origin: str = "user", title: str | None = None
    ) -> bool:
        """True when it was not there. It is polled at once. Raises UnusableUrlError."""
        host = urls.host_of(url)
        async with self._pool.acquire() as connection, connection.transaction():
            is_new: bool = await connection.fetchval(
                statement("add_feed"), url, host, origin, title, now, FIRST_PAUSE
            )
            await _wake_hosts(connection, {host}, now)
        return is_new

    async def list_feeds(self) -> list[FeedRow]:
        return [FeedRow(*row) for row in await self._fetch("list_feeds")]

    async def count_feeds(self) -> dict[str, int]:
        return {row["state"]: row["count"] for row in await self._fetch("count_feeds")}

    async def retire_feeds(self, origin: str, listed: Sequence[str]) -> list[str]:
        """Pause those that came from `origin` and are no longer listed there."""
        return [row["url"] for row in await self._fetch("retire_feeds", origin, list(listed))]

    async def pause_feed(self, url: str, now: datetime) -> bool:
        return await self._set_state(url, "paused", now)

    async def resume_feed(self, url: str, now: datetime) -> bool:
        return await self._set_state(url, "active", now)

    async def _set_state(self, url: str, state: str, now: datetime) -> bool:
        """False when there is no such feed."""
        async with self._pool.acquire() as connection, connection.transaction():
            host = await connection.fetchval(statement("set_feed_state"), url, state, now)
            if host is not None:
                await _wake_hosts(connection, {host}, now)
        return host is not None

    async def trace(self, url: str) -> list[EntryRow]:
        """What became of a page, by its URL in a feed or by its canonical one."""
        try:
            named = article_id(urls.canonical_url(url))
        except urls.UnusableUrlError:
            return []  # a text from a file (`urn:`), or nothing that was ever asked for
        return [EntryRow(*row) for row in await self._fetch("trace", named)]


def _stored(values: Iterable[Any]) -> list[Any]:
    """Headers and URLs from the web may hold what Postgres cannot."""
    return [without_unstorable(v) if isinstance(v, str) else v for v in values]


async def _added(
    connection: asyncpg.pool.PoolConnectionProxy[asyncpg.Record],
    source: str,
    found: Sequence[Found],
    now: datetime,
) -> list[str]:
    """The hosts of those that are new, one for each."""
    if not found:
        return []
    rows = await connection.fetch(
        statement("add_entries"),
        [f.id for f in found],
        [f.url for f in found],
        [f.host for f in found],
        [f.title for f in found],
        [f.published_at for f in found],
        source,
        now,
        [f.author for f in found],
        [_array(f.tags) for f in found],
    )
    return [row["host"] for row in rows]


async def _wake_hosts(
    connection: asyncpg.pool.PoolConnectionProxy[asyncpg.Record],
    hosts: Iterable[str],
    at: datetime,
) -> None:
    names = sorted(set(hosts))
    if names:
        await connection.execute(statement("wake_hosts"), names, [at] * len(names))
        await connection.execute("SELECT pg_notify($1, '')", CHANNEL)


def _array(texts: Iterable[str]) -> str:
    """As an array literal: `unnest` takes an array of arrays apart altogether."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join(f'"{text}"' for text in quoted) + "}"
