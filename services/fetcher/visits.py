"""One visit to one host: its feeds and entries that are due, each to its end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, TypeAlias
from uuid import UUID

from schemas import Known
from services.runtime.errors import is_transient

from . import schedule, urls
from .asking import Asker, Tools
from .entry_work import fetch_entry
from .feed_work import poll_feed
from .model import DueEntry, DueFeed, Host
from .outbox import Outbox
from .pace import Gate, GateClosedError

log = logging.getLogger("wortlaut.fetcher")

Work: TypeAlias = Callable[[], Coroutine[Any, Any, None]]

_AFTER_A_FAULT: Final = timedelta(minutes=10)


class HostVisit:
    """Made for one lease and thrown away with it."""

    def __init__(self, tools: Tools, host: Host) -> None:
        self._tools = tools
        throttles = schedule.throttles_now(tools.clock(), host.throttles, host.throttled_at)
        self._host = replace(host, throttles=throttles)
        self._asker: Asker | None = None
        self._is_stopped = False
        self._not_before: datetime | None = None
        self.is_at_work = True
        """False once it gives its host back: then the lease may be another's, and rightly."""

    @property
    def host(self) -> str:
        return self._host.name

    async def run(self) -> None:
        """Raises what is transient: a broker or a database that is away."""
        try:
            feeds, entries = await self._due()
            if (feeds or entries) and not self._is_stopped:
                await self._work(feeds, entries)
        except Exception as error:
            if is_transient(error):
                raise
            # of our own making, and likely to come again: it must not hold up other hosts
            log.exception("visit.failed", extra={"host": self.host})
            self._not_before = self._tools.clock() + _AFTER_A_FAULT
        finally:
            await asyncio.shield(self._release())

    def stop(self) -> None:
        self._is_stopped = True
        if self._asker is not None:
            self._asker.stop()

    async def _due(self) -> tuple[list[DueFeed], list[DueEntry]]:
        frontier, limit = self._tools.frontier, self._tools.settings.visit_items
        now = self._tools.clock()
        feeds = await frontier.due_feeds(self._host.name, now, limit)
        return feeds, await frontier.due_entries(self._host.name, now, limit)

    async def _work(self, feeds: list[DueFeed], entries: list[DueEntry]) -> None:
        first = feeds[0].url if feeds else entries[0].url
        asker = self._asker = Asker(self._tools, self._host, await self._gate(first))
        known = await self._known(entries)
        outbox = Outbox(self._tools.records, self._tools.rows)
        polls = [partial(poll_feed, self._tools, asker, feed) for feed in feeds]
        fetches = [
            partial(
                fetch_entry,
                self._tools,
                asker,
                outbox,
                entry,
                known.get(entry.article_id or entry.id),
            )
            for entry in entries
        ]
        try:
            await _all([*polls, *fetches], asker.at_once)
            await outbox.settled()
        finally:
            outbox.abandon()

    async def _known(self, entries: list[DueEntry]) -> dict[UUID, Known]:
        return await self._tools.frontier.known([e.article_id or e.id for e in entries])

    async def _gate(self, url: str) -> Gate:
        settings = self._tools.settings
        try:
            is_ours = await self._tools.web.leads_inside(url)
        except urls.UnusableUrlError:
            is_ours = False
        if is_ours:
            pace, at_once = settings.private_pace_seconds, settings.private_host_at_once
            return Gate(pace, at_once, settings.visit_seconds)
        at_once = settings.host_at_once
        interval = schedule.start_interval(settings.pace_seconds, self._host.latency, at_once)
        return Gate(interval, at_once, settings.visit_seconds)

    async def _release(self) -> None:
        self.is_at_work = False
        host = self._host if self._asker is None else self._asker.host
        rest = None if self._asker is None else self._asker.rest_until
        await self._tools.frontier.release(host, self._not_before or rest)


async def _all(work: Iterable[Work], at_once: int) -> None:
    """Each to its end, though another fails; then the first failure, if there is one."""
    waiting = iter(work)
    failures: list[Exception] = []

    async def worker() -> None:
        for each in waiting:
            try:
                await each()
            except GateClosedError:
                continue  # the next may need no request
            except Exception as error:  # noqa: BLE001 - raised when all have come to their end
                failures.append(error)

    await asyncio.gather(*(worker() for _ in range(at_once)))
    if failures:
        raise failures[0]
