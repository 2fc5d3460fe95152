"""What a site says by a redirect to another host: asked there, by that host's lease and pace."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Final, Self

from . import schedule, urls
from .answers import Answer
from .frontier import Frontier
from .metrics import FetcherMetrics
from .model import Host
from .pace import Gate
from .robots import Verdict
from .settings import FetcherSettings
from .web import Web

log = logging.getLogger("wortlaut.fetcher")

PATIENCE: Final = 10.0
"""Seconds to wait until another host is free and rested; then the visit ends and comes again."""
_LOOK: Final = 0.2


@dataclass(frozen=True, slots=True)
class Lender:
    frontier: Frontier
    web: Web
    settings: FetcherSettings
    metrics: FetcherMetrics
    clock: Callable[[], datetime]


@dataclass(slots=True)
class _Loan:
    host: Host
    pace: float
    slowed_until: datetime | None = None


class Borrowed:
    """Other hosts, leased for as long as the block lasts, beside the one that is visited."""

    def __init__(self, lender: Lender, host: str, gate: Gate) -> None:
        self._lender = lender
        self._host = host
        self._gate = gate
        self._held: dict[str, _Loan] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._held:
            await asyncio.shield(self._give_back())

    async def permit(self, target: str) -> Verdict | None:
        """Of a redirect to `target`: None when its turn has come."""
        name = urls.host_of(target)
        if name == self._host:
            if await self._gate.again():
                return None
            return "elsewhere", "redirected, and to be asked later"
        if name in self._held:
            await asyncio.sleep(self._held[name].pace)
            return None
        if await self._borrow(name, target):
            return None
        return "elsewhere", f"redirected to {name}, which is busy"

    def heard(self, answer: Answer) -> None:
        """A further host that asks for mercy is left alone, as if it had been visited itself."""
        loan = self._held.get(urls.host_of(answer.url))
        if loan is None or answer.status not in schedule.MERCY:
            return
        now, host = self._lender.clock(), loan.host
        asked = schedule.retry_after(answer.headers, now)
        throttles = schedule.throttles_now(now, host.throttles, host.throttled_at)
        loan.slowed_until, throttles = schedule.slowed_until(now, throttles, asked)
        loan.host = replace(host, throttles=throttles, throttled_at=now)
        self._lender.metrics.throttles.labels("retry_after" if asked else "backoff").inc()
        until = loan.slowed_until.isoformat()
        log.warning("host.throttled", extra={"host": host.name, "until": until, "times": throttles})

    async def _borrow(self, name: str, target: str) -> bool:
        lender = self._lender
        until = lender.clock() + timedelta(seconds=PATIENCE)
        while (found := await lender.frontier.borrow(name, lender.clock(), until)) is None:
            if lender.clock() > until:
                return False
            await asyncio.sleep(_LOOK)
        host, rested_at = found
        loan = self._held[name] = _Loan(host, lender.settings.pace_seconds)
        if await lender.web.leads_inside(target):
            loan.pace = lender.settings.private_pace_seconds
        await asyncio.sleep((rested_at - lender.clock()).total_seconds())
        return True

    async def _give_back(self) -> None:
        for loan in self._held.values():
            rested_at = self._lender.clock() + timedelta(seconds=loan.pace)
            rested_at = max(rested_at, loan.slowed_until or rested_at)
            await self._lender.frontier.release(loan.host, rested_at)
        self._held.clear()
