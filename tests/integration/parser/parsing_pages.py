"""The parser on a real broker, with real workers, in the test's own event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiokafka import ConsumerRecord
from prometheus_client import CollectorRegistry

from schemas import Event, decode
from schemas.topics import ARTICLES, CLAIMS, PAGES, QUOTES, dead_letters
from services.parser.handlers import pages_handler
from services.parser.metrics import ParserMetrics
from services.parser.parsing import parsed
from services.parser.workers import Task, WorkerPool
from services.runtime.publisher import Publisher
from services.runtime.received import Received, Rejected
from tests.support.consuming import Consuming, consuming, everything_in, make_topics

DLQ = dead_letters(PAGES.name, "parser").name


@dataclass
class Parsing:
    """What a test sees of the parser it started."""

    broker: str
    consuming: Consuming
    registry: CollectorRegistry

    async def feed(self, *events: Event) -> None:
        await self.consuming.send(*events)

    async def until(self, *, ok: int = 0, dead: int = 0, within: float = 60) -> None:
        await self.consuming.until_handled("ok", ok, within=within)
        await self.consuming.until_handled("dead", dead, within=within)

    def parses(self, outcome: str) -> float:
        return self.registry.get_sample_value("wortlaut_parses_total", {"outcome": outcome}) or 0.0

    async def records(self, *topics: str) -> list[ConsumerRecord[bytes | None, bytes | None]]:
        chosen = topics or (ARTICLES.name, QUOTES.name, CLAIMS.name)
        return await everything_in(self.broker, *chosen)

    async def events(self, *topics: str) -> list[Event]:
        return [decode(record) for record in await self.records(*topics)]


@asynccontextmanager
async def parsing(
    broker: str, task: Task = parsed, *, seconds: float = 60.0, **changes: Any
) -> AsyncIterator[Parsing]:
    await make_topics(broker)
    registry = CollectorRegistry()
    pool = WorkerPool(
        task,
        size=2,
        seconds=seconds,
        memory_mib=1024,
        renew_after=1000,
        preload="tests.integration.parser.tasks",
    )
    late: list[Publisher] = []  # the consumer's own, which is made after its handler

    async def handle(batch: Sequence[Received]) -> Sequence[Rejected]:
        return await pages_handler(pool, late[0], metrics)(batch)

    metrics = ParserMetrics(registry)
    await pool.open()
    try:
        async with consuming(broker, handle, **changes) as seen:
            late.append(seen.publisher)
            yield Parsing(broker, seen, registry)
    finally:
        await pool.close()
