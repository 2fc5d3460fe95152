"""The loop: leases hosts that are due, visits them side by side, and sleeps when none is."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from services.runtime import backoff
from services.runtime.errors import is_transient
from services.runtime.health import Health

from .asking import Tools
from .model import Host
from .visits import HostVisit

log = logging.getLogger("wortlaut.fetcher")

_SHORTEST: Final = 0.05  # never spin, whatever the clocks say


class Crawler:
    def __init__(self, tools: Tools, health: Health) -> None:
        self._tools = tools
        self._health = health
        self._visits: dict[HostVisit, asyncio.Task[None]] = {}
        self._failures = 0
        self._trouble: BaseException | None = None

    async def run(self) -> None:
        """Until cancelled; then what is in hand may end within `stop_seconds`."""
        try:
            while True:
                await self._turn()
        finally:
            await asyncio.shield(self._wind_up())

    async def _turn(self) -> None:
        try:
            self._raise_trouble()
            if not await self._start_visits():
                await self._idle()
            if not self._visits:
                self._recovered()
        except Exception as error:
            if not is_transient(error):
                log.exception("fetcher.failed")
            await self._back_off(error)

    def _raise_trouble(self) -> None:
        """Of a visit that has ended, here where it can be acted upon."""
        if self._trouble is not None:
            trouble, self._trouble = self._trouble, None
            raise trouble

    async def _start_visits(self) -> bool:
        free = self._tools.settings.hosts_at_once - len(self._visits)
        hosts = await self._tools.frontier.lease(free, self._tools.clock()) if free else []
        for host in hosts:
            self._start(host)
        return bool(hosts)

    def _start(self, host: Host) -> None:
        visit = HostVisit(self._tools, host)
        task = asyncio.create_task(visit.run())
        self._visits[visit] = task
        task.add_done_callback(lambda done: self._ended(visit, done))

    def _ended(self, visit: HostVisit, task: asyncio.Task[None]) -> None:
        del self._visits[visit]
        if task.cancelled():
            return
        self._trouble = task.exception() or self._trouble
        if self._trouble is None:
            self._recovered()

    async def _idle(self) -> None:
        """Until a visit ends, somebody adds work, or something is due."""
        waiting = asyncio.create_task(self._tools.frontier.wait(await self._seconds_to_sleep()))
        try:
            tasks = [waiting, *self._visits.values()]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)

    async def _seconds_to_sleep(self) -> float:
        longest = self._tools.settings.idle_seconds
        if len(self._visits) >= self._tools.settings.hosts_at_once:
            return longest
        due = await self._tools.frontier.next_due()
        if due is None:
            return longest
        return min(max((due - self._tools.clock()).total_seconds(), _SHORTEST), longest)

    # -- leases ----------------------------------------------------------------------------

    async def keep_leases(self) -> None:
        """The heartbeat; a visit whose host was taken over ends at once."""
        while True:
            await asyncio.sleep(self._tools.settings.lease_seconds / 3)
            try:
                await self._keep()
            except Exception as error:
                if not is_transient(error):
                    raise
                log.warning("leases.not_extended", extra={"why": str(error)})

    async def _keep(self) -> None:
        held = dict(self._visits)
        names = {visit.host for visit in held}
        kept = await self._tools.frontier.keep(names) if names else set()
        for visit, task in held.items():
            if visit.host not in kept and not task.done() and visit.is_at_work:
                log.warning("lease.lost", extra={"host": visit.host})
                task.cancel()

    # -- trouble ---------------------------------------------------------------------------

    async def _back_off(self, error: BaseException) -> None:
        """Nothing more is fetched before both the broker and the database answer again."""
        while True:
            self._failures += 1
            seconds = backoff.pause(self._failures)
            why = f"{type(error).__name__}: {error}"
            self._health.degraded("fetcher", why[:200])
            log.warning("fetcher.waiting", extra={"why": why, "seconds": round(seconds, 1)})
            await asyncio.sleep(seconds)
            try:
                await self._tools.publisher.check()
                await self._tools.frontier.check()
            except Exception as again:  # noqa: BLE001 - whatever it is, they do not answer
                error = again
            else:
                return

    def _recovered(self) -> None:
        if self._failures:
            log.info("fetcher.recovered", extra={"after": self._failures})
            self._health.recovered("fetcher")
        self._failures = 0

    async def _wind_up(self) -> None:
        for visit in self._visits:
            visit.stop()
        tasks = list(self._visits.values())
        if tasks:
            await asyncio.wait(tasks, timeout=self._tools.settings.stop_seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
