"""The frontier in Postgres: which host is due, who works on it, what became of each page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final
from uuid import UUID, uuid4

import asyncpg

from schemas import Known

from . import urls
from .catalogue import FIRST_PAUSE, Catalogue
from .database import Connection, Due, as_json, stored, wake_hosts
from .feeds import Child
from .model import DueEntry, DueFeed, Fate, Found, Host, Poll, Visit
from .robots import Stored
from .statements import statement
from .tdm import StoredReservations

# The columns of what is written, in the order of the statements' parameters.
_TAGS: Final = [field.name for field in fields(DueEntry)].index("tags")
_POLL: Final = attrgetter(*(field.name for field in fields(Poll)))
_ROBOTS: Final = attrgetter(*(field.name for field in fields(Stored)))
_RESERVATIONS: Final = attrgetter(*(field.name for field in fields(StoredReservations)))
_FATE: Final = attrgetter(*(field.name for field in fields(Fate)))
_LONGEST_AWAY: Final = timedelta(days=7)  # how far back a fetcher looks that was just started


class Frontier(Catalogue):
    """One for each process. What it leases is its own until it releases it or falls silent."""

    def __init__(
        self,
        dsn: str,
        lease: timedelta = timedelta(seconds=60),
        pool: int = 4,
        headline_pause: timedelta = timedelta(hours=1),
    ) -> None:
        super().__init__(dsn, pool)
        self._lease = lease
        self._headline_pause = headline_pause
        self._has_articles = False
        self._stored_until: datetime | None = None
        self.erased: frozenset[UUID] = frozenset()
        self.name = uuid4()  # of this holder of leases; in no event

    # -- leases ----------------------------------------------------------------------------

    async def lease(self, count: int, now: datetime) -> list[Host]:
        """Up to `count` hosts that are due; nobody else gets them until they are released."""
        rows = await self._fetch("lease_hosts", now, count, self.name, self._lease)
        return [Host(*row) for row in rows]

    async def borrow(
        self, name: str, now: datetime, until: datetime
    ) -> tuple[Host, datetime] | None:
        """That host for one request, and when it may be asked; to be released afterwards.

        None while another holds it, or if it must rest for longer than `until`.
        """
        rows = await self._fetch("borrow_host", name, self.name, self._lease, now, until)
        return (Host(*rows[0][:5]), rows[0][5]) if rows else None

    async def keep(self, hosts: Iterable[str]) -> set[str]:
        """The heartbeat of leases: those of `hosts` that are still ours."""
        rows = await self._fetch("extend_leases", self.name, list(hosts), self._lease)
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

    # -- work ------------------------------------------------------------------------------

    async def due_feeds(self, host: str, now: datetime, limit: int) -> list[DueFeed]:
        return [DueFeed(*row) for row in await self._fetch("due_feeds", host, now, limit)]

    async def due_entries(self, host: str, now: datetime, limit: int) -> list[DueEntry]:
        rows = await self._fetch("due_entries", host, now, limit)
        return [_due_entry(row) for row in rows]

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
        self,
        feed: DueFeed,
        found: Sequence[Found],
        children: Sequence[Child] | None,
        now: datetime,
        poll: Callable[[int], Poll],
    ) -> Poll:
        """Remember what a source announces, and what became of it given how much of that is new.

        `children` None: it is none that names other sources, or was not read.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            new, due = await self._added(connection, feed.url, found, now)
            recorded = poll(new)
            await connection.execute(statement("record_poll"), *stored(_POLL(recorded)))
            if children is not None:
                due += await _added_children(connection, recorded, children, now)
            if recorded.host != feed.host:
                due.append((recorded.host, recorded.next_at))
            await wake_hosts(connection, due)
        return recorded

    async def _added(
        self, connection: Connection, source: str, found: Sequence[Found], now: datetime
    ) -> tuple[int, Due]:
        """How many are new, and the hosts that have something to do for them."""
        if not found:
            return 0, []
        rows = await connection.fetch(
            statement("add_entries"),
            as_json(found),
            source,
            now,
            self._headline_pause,
        )
        due = [(row["host"], row["next_at"]) for row in rows if row["next_at"] is not None]
        return sum(row["is_new"] for row in rows), due

    async def record_visits(self, visits: Sequence[Visit]) -> None:
        """Write what became of entries, many at once."""
        ordered = sorted(visits, key=lambda visit: visit.id)
        rows = as_json(ordered)
        moved = [(v.host, v.next_at) for v in ordered if v.has_moved and v.next_at is not None]
        if not moved:
            await self._pool.execute(statement("record_entries"), rows)
            return
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(statement("record_entries"), rows)
            await wake_hosts(connection, moved)

    # -- what sites say --------------------------------------------------------------------

    async def robots(self, origin: str) -> Stored | None:
        rows = await self._fetch("robots_of", origin)
        return Stored(**rows[0]) if rows else None

    async def record_robots(self, robots: Stored) -> None:
        await self._pool.execute(statement("record_robots"), *stored(_ROBOTS(robots)))

    async def reservations(self, origin: str) -> StoredReservations | None:
        rows = await self._fetch("tdm_of", origin)
        return StoredReservations(**rows[0]) if rows else None

    async def record_reservations(self, reservations: StoredReservations) -> None:
        await self._pool.execute(statement("record_tdm"), *stored(_RESERVATIONS(reservations)))

    # -- what became of pages --------------------------------------------------------------

    async def record_fates(self, fates: Sequence[Fate]) -> None:
        """What the parser made of pages; an older answer changes nothing."""
        newest = {fate.article_id: fate for fate in sorted(fates, key=lambda f: f.fetched_at)}
        ordered = [newest[article] for article in sorted(newest)]
        if ordered:
            columns = zip(*(stored(_FATE(fate)) for fate in ordered), strict=True)
            await self._pool.execute(statement("record_fates"), *map(list, columns))

    async def repair(self, before: datetime, most: int, now: datetime) -> int:
        """Make due again what was published before then and never heard of; how many."""
        async with self._pool.acquire() as connection, connection.transaction():
            rows = await connection.fetch(statement("repair"), before, most, now)
            await wake_hosts(connection, [(row["host"], now) for row in rows])
        return len(rows)

    async def repair_unstored(self, after: timedelta, most: int, now: datetime) -> int:
        """Make due again what was parsed and is in no row; how many.

        Looked at once the store has gone on to pages fetched `after` later, and then no more.
        """
        if not await self._articles_exist():
            return 0
        reached = await self._pool.fetchval("SELECT max(fetched_at) FROM articles")
        if reached is None:
            return 0
        until = reached - after
        since = (self._stored_until or until - _LONGEST_AWAY) - after  # some were parsed late
        async with self._pool.acquire() as connection, connection.transaction():
            rows = await connection.fetch(statement("repair_unstored"), since, until, most, now)
            await wake_hosts(connection, [(row["host"], now) for row in rows])
        self._stored_until = until
        return len(rows)

    async def load_erased(self) -> None:
        """Into `erased`; what is published before the next look, parser and store pass over."""
        rows = await self._pool.fetch("SELECT id FROM fetcher.erased")
        self.erased = frozenset(row["id"] for row in rows)


def _due_entry(row: asyncpg.Record) -> DueEntry:
    values = list(row)
    values[_TAGS] = tuple(values[_TAGS])
    return DueEntry(*values)


async def _added_children(
    connection: Connection, poll: Poll, children: Sequence[Child], now: datetime
) -> Due:
    """Their hosts. An index takes back what it names no more."""
    links = [child.url for child in children]
    if poll.format == "sitemap_index":
        await connection.execute(statement("retire_children"), poll.url, links)
    rows = await connection.fetch(
        statement("add_children"),
        links,
        [urls.host_of(link) for link in links],
        f"found:{poll.url}",
        now,
        FIRST_PAUSE,
        poll.url,
    )
    return [(row["host"], row["next_at"]) for row in rows]
