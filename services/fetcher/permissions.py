"""What each site's robots.txt permits: asked for once, kept in memory and in the frontier."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Final

from . import robots, urls
from .frontier import Frontier
from .metrics import FetcherMetrics
from .robots import Rules, Stored, Verdict
from .web import Web

log = logging.getLogger("wortlaut.fetcher")

_KEPT: Final = 1000


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
        self._asking: dict[str, asyncio.Lock] = {}

    def at_hand(self, url: str) -> Rules | None:
        """Without asking anybody."""
        return self._fresh(urls.origin_of(url))

    async def rules(self, url: str) -> Rules:
        """Of the origin of `url`; one request, however many ask."""
        origin = urls.origin_of(url)
        if (rules := self._fresh(origin)) is not None:
            return rules
        lock = self._asking.setdefault(origin, asyncio.Lock())
        try:
            async with lock:
                return self._fresh(origin) or self._remember(await self._stored(origin))
        finally:
            if not lock.locked():
                self._asking.pop(origin, None)

    async def verdict(self, url: str) -> Verdict | None:
        """Of a redirect's target."""
        return (await self.rules(url)).verdict(url)

    def _fresh(self, origin: str) -> Rules | None:
        rules = self._rules.get(origin)
        return rules if rules is not None and rules.stored.expires_at > self._clock() else None

    def _remember(self, stored: Stored) -> Rules:
        rules = self._rules[stored.origin] = Rules(stored)
        self._rules.move_to_end(stored.origin)
        while len(self._rules) > _KEPT:
            self._rules.popitem(last=False)
        return rules

    async def _stored(self, origin: str) -> Stored:
        earlier = await self._frontier.robots(origin)
        if earlier is not None and earlier.expires_at > self._clock():
            return earlier
        stored = await self._asked(origin, earlier)
        await self._frontier.record_robots(stored)
        return stored

    async def _asked(self, origin: str, earlier: Stored | None) -> Stored:
        with self._metrics.in_flight.track_inprogress():
            answer = await robots.asked(self._web, origin)
        self._metrics.fetches.labels("robots", answer.outcome).inc()
        self._metrics.duration.labels("robots").observe(answer.seconds)
        if answer.outcome not in ("ok", "http_4xx"):
            extra = {"origin": origin, "outcome": answer.outcome, "detail": answer.detail}
            log.warning("robots.failed", extra=extra)
        return robots.remembered(origin, answer, self._clock(), earlier)
