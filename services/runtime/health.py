"""Whether the service can work: asked by /readyz, told by the checks it registered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final, Literal, TypeAlias

from .metrics import RuntimeMetrics

log = logging.getLogger("wortlaut.runtime")

Component: TypeAlias = Literal["kafka", "postgres", "http"]
Check: TypeAlias = Callable[[], Awaitable[None]]

CHECK_SECONDS: Final = 3.0
WATCH_SECONDS: Final = 5.0


class Health:
    """A dependency that answers, and no reason to stand aside: that is ready."""

    def __init__(self, metrics: RuntimeMetrics) -> None:
        self._metrics = metrics
        self._checks: dict[Component, Check] = {}
        self._reasons: dict[str, str] = {}

    def require(self, component: Component, check: Check) -> None:
        self._checks[component] = check
        self._metrics.dependency_up.labels(component).set(0)

    def degraded(self, name: str, reason: str) -> None:
        self._reasons[name] = reason

    def recovered(self, name: str) -> None:
        self._reasons.pop(name, None)

    async def problems(self) -> dict[str, str]:
        """What stands in the way, by name; empty when ready."""
        answers = await asyncio.gather(*(self._answer(c) for c in self._checks))
        down = {str(c): a for c, a in zip(self._checks, answers, strict=True) if a is not None}
        return self._reasons | down

    async def dependencies_answer(self) -> bool:
        return not any(await asyncio.gather(*(self._answer(c) for c in self._checks)))

    async def watch(self) -> None:
        """Keeps the gauges true though nobody asks /readyz."""
        while True:
            await self.dependencies_answer()
            await asyncio.sleep(WATCH_SECONDS)

    async def _answer(self, component: Component) -> str | None:
        gauge = self._metrics.dependency_up.labels(component)
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                await self._checks[component]()
        except Exception as error:  # noqa: BLE001 - whatever it is, it does not answer
            gauge.set(0)
            return f"{type(error).__name__}: {error}"[:200]
        gauge.set(1)
        return None
