"""Requests to one host in one visit: permitted, in turn, and only while it bears them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import Any, Final, TypeAlias

from schemas import Message
from services.runtime.publisher import Publisher

from . import schedule, urls
from .answers import Answer, Permit
from .borrowing import Borrowed, Lender
from .frontier import Frontier
from .ledger import Ledger
from .memory import Hand, Memory
from .metrics import FetcherMetrics
from .model import Host, Visit
from .outcomes import ARRIVED, UNREACHABLE, Kind
from .pace import Gate, GateClosedError
from .permissions import Heard, Permissions
from .robots import Rules, Verdict
from .settings import FetcherSettings
from .tdm import Reservations
from .web import Web

log = logging.getLogger("wortlaut.fetcher")

SiteRules: TypeAlias = Callable[[str, Permit, Heard], Awaitable[object]]
"""Asks for what a site permits or reserves, for leave at every redirect, and passes on the answer.
"""

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
    memory: Memory
    """For answers that are not published yet: it bounds them when the broker is slow."""
    clock: Callable[[], datetime]


class Asker:
    """Knows the host's patience, and learns from its answers."""

    def __init__(self, tools: Tools, host: Host, gate: Gate) -> None:
        self._tools = tools
        self._gate = gate
        self._silent = 0
        self._is_over = False
        self._first = asyncio.Lock()
        self._permit = partial(self._redirect, is_mining=False)
        self._permit_mining = partial(self._redirect, is_mining=True)
        self._host = host
        self._latency = host.latency
        self.name = host.name
        self.slowed_until: datetime | None = None

    def asked(self, kind: Kind, url: str, *, is_mining: bool = False, **options: Any) -> Asked:
        """`async with` it: the answer, which counts among those in memory as long as it is used.

        `is_mining`: what a site reserves by its tdmrep.json is not asked for. Raises
        GateClosedError.
        """
        return Asked(self, self._tools.memory.hand(), kind, url, options, is_mining=is_mining)

    async def answer(
        self, kind: Kind, url: str, hand: Hand, options: dict[str, Any], *, is_mining: bool
    ) -> Answer:
        try:
            refusal = await self._refusal(url, is_mining=is_mining)
        except urls.UnusableUrlError as error:
            refusal = ("refused", str(error))
        if refusal is not None:
            return Answer(refusal[0], url, refusal[1])
        self._require(admitted=await self._gate.enter(hand.start))
        try:
            permit = self._permit_mining if is_mining else self._permit
            answer = await self._tools.web.get(url, permit=permit, grow=hand.grow, **options)
        finally:
            self._gate.leave()
            hand.arrived()
        self._count(kind, answer)
        self._learn(answer)
        return answer

    async def _redirect(self, target: str, *, is_mining: bool) -> Verdict | None:
        """A redirect is a request like any other: of its host, in its turn, by its rules."""
        if urls.host_of(target) != self.name:
            return "elsewhere", f"redirected to another host: {urls.shown(target)[:200]}"
        late: Verdict = (
            "elsewhere",
            f"redirected, and to be asked later: {urls.shown(target)[:200]}",
        )
        for ask in self._unknown(target, is_mining=is_mining):
            if not await self._gate.again():
                return late
            try:
                await self._ask(ask, target)
            except GateClosedError:
                return late
        verdict = await self._verdict(target, is_mining=is_mining)
        return verdict or (None if await self._gate.again() else late)

    @property
    def host(self) -> Host:
        """With what was learnt about it."""
        return replace(self._host, latency=self._latency)

    async def _ask(self, ask: SiteRules, url: str) -> None:
        """Raises GateClosedError, for all who wait, when what is asked leads to a busy host."""
        tools = self._tools
        lender = Lender(tools.frontier, tools.web, tools.settings, tools.metrics, tools.clock)
        try:
            async with Borrowed(lender, self.name, self._gate) as borrowed:
                await ask(url, borrowed.permit, borrowed.heard)
        except GateClosedError:
            self.stop()
            raise

    @property
    def at_once(self) -> int:
        """Requests that may be under way."""
        return self._gate.at_once

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

    def _unknown(self, url: str, *, is_mining: bool) -> Iterator[SiteRules]:
        """What is still to be asked of a site before one of its pages."""
        permissions = self._tools.permissions
        if permissions.at_hand(url) is None:
            yield permissions.rules
        if is_mining and permissions.reservations_at_hand(url) is None:
            yield permissions.reservations

    async def _refusal(self, url: str, *, is_mining: bool) -> Verdict | None:
        """Of robots.txt or tdmrep.json, or that the site is not there to be asked for them."""
        permissions = self._tools.permissions
        rules = permissions.at_hand(url)
        reserved = permissions.reservations_at_hand(url) if is_mining else None
        if rules is not None and (reserved is not None or not is_mining):
            return self._said(url, rules, reserved)  # nearly always
        async with self._first:  # of many that wait for the same answer, one takes a turn
            for ask in self._unknown(url, is_mining=is_mining):
                self._require(admitted=await self._gate.enter())
                try:
                    await self._ask(ask, url)
                finally:
                    self._gate.leave()
        return await self._verdict(url, is_mining=is_mining)

    async def _verdict(self, url: str, *, is_mining: bool) -> Verdict | None:
        rules = await self._tools.permissions.rules(url)
        reserved = await self._tools.permissions.reservations(url) if is_mining else None
        return self._said(url, rules, reserved)

    def _said(self, url: str, rules: Rules, reserved: Reservations | None) -> Verdict | None:
        if self._gate.slow_down(rules.crawl_delay):
            self._tools.metrics.throttles.labels("robots").inc()
        verdict = rules.verdict(url)
        return verdict if verdict is not None or reserved is None else reserved.verdict(url)

    def _count(self, kind: Kind, answer: Answer) -> None:
        self._tools.metrics.durations[kind].observe(answer.seconds)
        if answer.body:
            self._tools.metrics.sizes[kind].observe(len(answer.body))

    def _learn(self, answer: Answer) -> None:
        if answer.status in schedule.MERCY:
            self._slow_down(schedule.retry_after(answer.headers, self._tools.clock()))
        self._silent = self._silent + 1 if answer.outcome in UNREACHABLE else 0
        if self._silent >= _GIVES_UP_AFTER:
            self._slow_down(None)
        if answer.outcome in ARRIVED:
            earlier = self._latency
            smoothed = answer.seconds if earlier is None else 0.75 * earlier + 0.25 * answer.seconds
            self._latency = smoothed

    def _slow_down(self, retry_after: timedelta | None) -> None:
        """A host that asks for mercy, or does not answer at all, is left alone for a while."""
        if self.slowed_until is not None:
            return  # what was in flight beside it says the same again
        now = self._tools.clock()
        until, throttles = schedule.slowed_until(now, self._host.throttles, retry_after)
        self.slowed_until = until
        self._host = replace(self._host, throttles=throttles, throttled_at=now)
        self._tools.metrics.throttles.labels("retry_after" if retry_after else "backoff").inc()
        extra = {"host": self.name, "until": until.isoformat(), "times": throttles}
        log.warning("host.throttled", extra=extra)
        self.stop()


class Asked:
    """One request, and its answer in hand until the block ends."""

    def __init__(
        self,
        asker: Asker,
        hand: Hand,
        kind: Kind,
        url: str,
        options: dict[str, Any],
        *,
        is_mining: bool,
    ) -> None:
        self._hand = hand
        self._answer = partial(asker.answer, kind, url, hand, options, is_mining=is_mining)

    async def __aenter__(self) -> Answer:
        try:
            return await self._answer()
        except BaseException:
            self._hand.end()
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._hand.end()
