"""What each site's robots.txt and tdmrep.json permit: asked for once, kept in memory and in the
frontier.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final, TypeAlias, TypeVar

from . import robots, tdm, urls
from .answers import Answer, Permit
from .frontier import Frontier
from .metrics import FetcherMetrics
from .outcomes import Kind
from .pace import GateClosedError
from .robots import Rules
from .tdm import Reservations
from .web import Web

log = logging.getLogger("wortlaut.fetcher")

_KEPT: Final = 1000
T = TypeVar("T")
Heard: TypeAlias = Callable[[Answer], None]
"""Is told what was answered when a site was asked."""


class Permissions:
    def __init__(
        self,
        web: Web,
        frontier: Frontier,
        metrics: FetcherMetrics,
        clock: Callable[[], datetime],
    ) -> None:
        self._web = web
        self._frontier = frontier
        self._metrics = metrics
        self._clock = clock
        self._rules: OrderedDict[str, Rules] = OrderedDict()
        self._reservations: OrderedDict[str, Reservations] = OrderedDict()
        self._asking: dict[str, asyncio.Lock] = {}

    def at_hand(self, url: str) -> Rules | None:
        """Without asking anybody."""
        return self._fresh(urls.origin_of(url))

    def reservations_at_hand(self, url: str) -> Reservations | None:
        """Likewise."""
        return self._fresh_reservations(urls.origin_of(url))

    async def rules(
        self, url: str, permit: Permit | None = None, heard: Heard | None = None
    ) -> Rules:
        """Of the origin of `url`; one request, however many ask.

        `permit` is asked for every redirect. Raises GateClosedError when it says: later.
        """
        origin = urls.origin_of(url)
        if (rules := self._fresh(origin)) is not None:
            return rules
        async with self._alone(origin + robots.PATH):
            return self._fresh(origin) or await self._asked_rules(origin, permit, heard)

    async def reservations(
        self, url: str, permit: Permit | None = None, heard: Heard | None = None
    ) -> Reservations:
        """Of the origin of `url`, likewise."""
        origin = urls.origin_of(url)
        if (reserved := self._fresh_reservations(origin)) is not None:
            return reserved
        async with self._alone(origin + tdm.PATH):
            return self._fresh_reservations(origin) or await self._asked_reservations(
                origin, permit, heard
            )

    @asynccontextmanager
    async def _alone(self, what: str) -> AsyncIterator[None]:
        lock = self._asking.setdefault(what, asyncio.Lock())
        try:
            async with lock:
                yield
        finally:
            if not lock.locked():
                self._asking.pop(what, None)

    def _fresh(self, origin: str) -> Rules | None:
        rules = self._rules.get(origin)
        return rules if rules is not None and rules.stored.expires_at > self._clock() else None

    def _fresh_reservations(self, origin: str) -> Reservations | None:
        reserved = self._reservations.get(origin)
        return reserved if reserved is not None and reserved.expires_at > self._clock() else None

    async def _asked_rules(self, origin: str, permit: Permit | None, heard: Heard | None) -> Rules:
        stored = await self._frontier.robots(origin)
        if stored is None or stored.expires_at <= self._clock():
            answer = await robots.asked(self._web, origin, permit)
            self._told("robots", origin, answer, heard)
            stored = robots.remembered(origin, answer, self._clock(), stored)
            await self._frontier.record_robots(stored)
        return _kept(self._rules, origin, Rules(stored))

    async def _asked_reservations(
        self, origin: str, permit: Permit | None, heard: Heard | None
    ) -> Reservations:
        stored = await self._frontier.reservations(origin)
        if stored is None or stored.expires_at <= self._clock():
            answer = await tdm.asked(self._web, origin, permit)
            self._told("tdmrep", origin, answer, heard)
            stored = tdm.remembered(origin, answer, self._clock())
            await self._frontier.record_reservations(stored)
        return _kept(self._reservations, origin, Reservations(stored))

    def _told(self, kind: Kind, origin: str, answer: Answer, heard: Heard | None) -> None:
        if heard is not None:
            heard(answer)
        self._metrics.fetched[kind, answer.outcome].inc()
        self._metrics.durations[kind].observe(answer.seconds)
        if answer.leads_to is not None:
            raise GateClosedError  # what it would have said is not known: the next visit asks
        if answer.outcome not in ("ok", "http_4xx"):
            extra = {"origin": origin, "outcome": answer.outcome, "detail": answer.detail}
            log.warning("site_rules.failed", extra={"kind": kind, **extra})


def _kept(cache: OrderedDict[str, T], origin: str, value: T) -> T:
    cache[origin] = value
    cache.move_to_end(origin)
    while len(cache) > _KEPT:
        cache.popitem(last=False)
    return value
