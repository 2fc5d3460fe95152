"""What a site says by a redirect to another host: asked there, by that host's lease and pace."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Final, Self

from . import urls
from .frontier import Frontier
from .model import Host
from .pace import Gate
from .robots import Verdict
from .settings import FetcherSettings
from .web import Web

PATIENCE: Final = 10.0
"""Seconds to wait until another host is free and rested; then the visit ends and comes again."""
_LOOK: Final = 0.2


@dataclass(frozen=True, slots=True)
class Lender:
    frontier: Frontier
    web: Web
    settings: FetcherSettings
    clock: Callable[[], datetime]


class Borrowed:
    """Other hosts, leased for as long as the block lasts, beside the one that is visited."""

    def __init__(self, lender: Lender, host: str, gate: Gate) -> None:
        self._lender = lender
        self._host = host
        self._gate = gate
        self._held: dict[str, tuple[Host, float]] = {}

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
            await asyncio.sleep(self._held[name][1])
            return None
        if await self._borrow(name, target):
            return None
        return "elsewhere", f"redirected to {name}, which is busy"

    async def _borrow(self, name: str, target: str) -> bool:
        lender = self._lender
        until = lender.clock() + timedelta(seconds=PATIENCE)
        while (found := await lender.frontier.borrow(name, lender.clock(), until)) is None:
            if lender.clock() > until:
                return False
            await asyncio.sleep(_LOOK)
        host, rested_at = found
        self._held[name] = (host, lender.settings.pace_seconds)
        if await lender.web.leads_inside(target):
            self._held[name] = (host, lender.settings.private_pace_seconds)
        await asyncio.sleep((rested_at - lender.clock()).total_seconds())
        return True

    async def _give_back(self) -> None:
        for host, pace in self._held.values():
            rested_at = self._lender.clock() + timedelta(seconds=pace)
            await self._lender.frontier.release(host, rested_at)
        self._held.clear()
