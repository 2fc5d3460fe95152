"""What people and files ask of the frontier: sources, single pages, traces, erasure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from schemas import article_id

from . import urls
from .database import Database, wake_hosts
from .model import EntryRow, FeedRow, Source
from .statements import statement

FIRST_PAUSE: Final = timedelta(minutes=15)


class Catalogue(Database):
    async def add_feed(self, source: Source, now: datetime, origin: str = "user") -> bool:
        """True when it was not there. It is polled at once. Raises UnusableUrlError."""
        host = urls.host_of(source.url)
        async with self._pool.acquire() as connection, connection.transaction():
            is_new: bool = await connection.fetchval(
                statement("add_feed"),
                source.url,
                host,
                origin,
                source.title,
                now,
                FIRST_PAUSE,
                source.kind,
                source.reservations,
                source.shortest,
                source.longest,
            )
            await wake_hosts(connection, [(host, now)])
        return is_new

    async def add_page(self, url: str, now: datetime) -> bool | None:
        """A single page, due at once. True when it is new; None when it was erased."""
        host, named = urls.host_of(url), article_id(urls.canonical_url(url))
        async with self._pool.acquire() as connection, connection.transaction():
            is_new: bool | None = await connection.fetchval(
                statement("add_page"), named, url, host, now
            )
            await wake_hosts(connection, [(host, now)])
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
                await wake_hosts(connection, [(host, now)])
        return host is not None

    async def trace(self, url: str) -> list[EntryRow]:
        """What became of a page, by its URL in a feed or by its canonical one."""
        try:
            named = article_id(urls.canonical_url(url))
        except urls.UnusableUrlError:
            return []  # a text from a file (`urn:`), or nothing that was ever asked for
        rows = await self._fetch("trace", named)
        titles = await self._fetch("headlines_of", [row["id"] for row in rows])
        history: dict[UUID, list[tuple[datetime, str]]] = {row["id"]: [] for row in rows}
        for title in titles:
            history[title["id"]].append((title["seen_at"], title["title"]))
        return [EntryRow(**row, headlines=tuple(history[row["id"]])) for row in rows]

    async def erase(self, articles: Sequence[UUID], now: datetime) -> int:
        """Forget these articles and every entry that led to them, and never fetch them again.

        How many entries there were.
        """
        entries: int = await self._pool.fetchval(statement("erase"), sorted(articles), now)
        return entries

    async def erased_at(self, url: str) -> datetime | None:
        """When a page was erased on request, if it was."""
        try:
            named = article_id(urls.canonical_url(url))
        except urls.UnusableUrlError:
            return None
        query = "SELECT erased_at FROM fetcher.erased WHERE id = $1"
        erased: datetime | None = await self._pool.fetchval(query, named)
        return erased
