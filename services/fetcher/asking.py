"""Requests to one host in one visit: permitted, in turn, and only while it bears them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from schemas import Message
from services.runtime.publisher import Publisher

from . import schedule, urls
from .frontier import Frontier
from .ledger import Ledger
from .metrics import FetcherMetrics
from .model import Host, Visit
from .outcomes import ARRIVED, UNREACHABLE, Kind
from .pace import Gate
from .permissions import Permissions
from .settings import FetcherSettings
from .web import Answer, Web

log = logging.getLogger("wortlaut.fetcher")

_GIVES_UP_AFTER: Final = 3  # requests in a row that reached nothing


@dataclass(frozen=True, slots=True)
class Tools:
    """What every visit works with."""

    settings: FetcherSettings
    web: Web
    frontier: Frontier
    publisher: Publisher
    permissions: Permissions
    records: Ledger[Message]
    """Returns when the broker has acknowledged it."""
    rows: Ledger[Visit]
    metrics: FetcherMetrics
    in_hand: asyncio.Semaphore
    """Answers that are not published yet: they bound the memory when the broker is slow."""
    clock: Callable[[], datetime]


class GateClosedError(Exception):
    """Nothing was asked: the visit is over, and the next one will ask."""


class Asker:
    """Knows the host's patience, and learns from its answers."""

    def __init__(self, tools: Tools, host: Host, gate: Gate) -> None:
        self._tools = tools
        self._gate = gate
        self._silent = 0
        self._is_over = False
        self.host = host
        self.slowed_until: datetime | None = None

    @asynccontextmanager
    async def asked(self, kind: Kind, url: str, **options: Any) -> AsyncIterator[Answer]:
        """The answer, which counts among those in hand as long as it is used.

        Raises GateClosedError.
        """
        try:
            refusal = await self._refusal(url)
        except urls.UnusableUrlError as error:
            refusal = Answer("refused", url, str(error))
        if refusal is not None:
            yield refusal
            return
        async with AsyncExitStack() as hand:
            ready = partial(hand.enter_async_context, self._tools.in_hand)
            async with self._gate.place(ready) as admitted:
                self._require(admitted=admitted)
                answer = await self._get(url, options)
            self._count(kind, answer)
            self._learn(answer)
            yield answer

    async def _get(self, url: str, options: dict[str, Any]) -> Answer:
        permit = self._tools.permissions.verdict
        with self._tools.metrics.in_flight.track_inprogress():
            return await self._tools.web.get(url, permit=permit, **options)

    def stop(self) -> None:
        """Ask for nothing more; what is in hand comes to its end."""
        self._gate.close()

    @property
    def rest_until(self) -> datetime:
        """No request before this, whoever makes it."""
        now = self._tools.clock()
        return max(now + timedelta(seconds=self._gate.rest), self.slowed_until or now)

    def _require(self, *, admitted: bool) -> None:
        if admitted:
            return
        if not self._is_over:
            self._is_over = True  # once a visit, not once for each item that it leaves
            self._tools.metrics.throttles.labels("rate").inc()
        raise GateClosedError

    async def _refusal(self, url: str) -> Answer | None:
        """Of robots.txt, or that the site is not there to be asked for it."""
        rules = self._tools.permissions.at_hand(url)
        if rules is None:
            async with self._gate.place() as admitted:
                self._require(admitted=admitted)
                rules = await self._tools.permissions.rules(url)
        if self._gate.slow_down(rules.crawl_delay):
            self._tools.metrics.throttles.labels("robots").inc()
        verdict = rules.verdict(url)
        return None if verdict is None else Answer(verdict[0], url, verdict[1])

    def _count(self, kind: Kind, answer: Answer) -> None:
        self._tools.metrics.duration.labels(kind).observe(answer.seconds)
        if answer.body:
            self._tools.metrics.size.labels(kind).observe(len(answer.body))

    def _learn(self, answer: Answer) -> None:
        if answer.status in (429, 503):
            self._slow_down(schedule.retry_after(answer.headers, self._tools.clock()))
        self._silent = self._silent + 1 if answer.outcome in UNREACHABLE else 0
        if self._silent >= _GIVES_UP_AFTER:
            self._slow_down(None)
        if answer.outcome in ARRIVED:
            earlier = self.host.latency
            smoothed = answer.seconds if earlier is None else 0.75 * earlier + 0.25 * answer.seconds
            self.host = replace(self.host, latency=smoothed)

    def _slow_down(self, retry_after: timedelta | None) -> None:
        """A host that asks for mercy, or does not answer at all, is left alone for a while."""
        if self.slowed_until is not None:
            return  # what was in flight beside it says the same again
        now = self._tools.clock()
        until, throttles = schedule.slowed_until(now, self.host.throttles, retry_after)
        self.slowed_until = until
        self.host = replace(self.host, throttles=throttles, throttled_at=now)
        self._tools.metrics.throttles.labels("retry_after" if retry_after else "backoff").inc()
        extra = {"host": self.host.name, "until": until.isoformat(), "times": throttles}
        log.warning("host.throttled", extra=extra)
        self.stop()
