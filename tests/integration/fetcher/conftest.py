"""The fetcher as it runs, in this test's own event loop, on its own broker and database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

import asyncpg
from aiohttp.abc import AbstractResolver
from aiokafka import AIOKafkaConsumer
from prometheus_client import CollectorRegistry

from schemas import Event, decode
from schemas.topics import PAGES
from services.fetcher.addresses import Guard
from services.fetcher.app import crawl, tools_of
from services.fetcher.asking import Tools
from services.fetcher.frontier import Frontier
from services.fetcher.metrics import FetcherMetrics
from services.fetcher.model import Source
from services.fetcher.settings import FetcherSettings
from services.fetcher.web import Web
from services.runtime.health import Health
from services.runtime.metrics import RuntimeMetrics
from services.runtime.provision import create_topics
from services.runtime.publisher import Publisher
from services.runtime.settings import RuntimeSettings
from tests.support.stack import until

LOOPBACK = (ip_network("127.0.0.0/8"),)


@dataclass
class Fetcher:
    """One running fetcher and what a test may look at."""

    tools: Tools
    registry: CollectorRegistry
    dsn: str
    bootstrap: str

    @property
    def frontier(self) -> Frontier:
        return self.tools.frontier

    async def follow(self, *feeds: str) -> None:
        for feed in feeds:
            await self.frontier.add_feed(Source(feed), self.tools.clock())

    async def rows(self, query: str, *values: object) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.dsn)
        try:
            return await connection.fetch(query, *values)
        finally:
            await connection.close()

    async def entries(self) -> dict[str, asyncpg.Record]:
        return {row["url"]: row for row in await self.rows("SELECT * FROM fetcher.entries")}

    async def feed(self, url: str) -> asyncpg.Record:
        return (await self.rows("SELECT * FROM fetcher.feeds WHERE url = $1", url))[0]

    async def all_asked(self, count: int) -> dict[str, asyncpg.Record]:
        """Until `count` entries have an outcome, and not that of a redirect half-way."""

        async def asked() -> bool:
            found = await self.entries()
            ended = (row["outcome"] not in (None, "elsewhere") for row in found.values())
            return sum(ended) >= count

        await until(asked)
        return await self.entries()

    async def polled(self, url: str, times: int = 1) -> asyncpg.Record:
        async def done() -> bool:
            return bool((await self.feed(url))["polls"] >= times)

        await until(done)
        return await self.feed(url)

    async def pages(self) -> list[Event]:
        return await published(self.bootstrap)

    def metric(self, name: str, **labels: str) -> float:
        return self.registry.get_sample_value(name, labels) or 0.0


async def published(bootstrap: str) -> list[Event]:
    """Every event in the topic of pages, read from its beginning to its end."""
    consumer = AIOKafkaConsumer(
        PAGES.name, bootstrap_servers=bootstrap, auto_offset_reset="earliest"
    )
    await consumer.start()
    events: list[Event] = []
    try:
        while batches := await consumer.getmany(timeout_ms=500):
            events += [decode(record) for records in batches.values() for record in records]
    finally:
        await consumer.stop()
    return events


class Clock:
    """Real time that can be put forward."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@asynccontextmanager
async def fetcher(
    bootstrap: str,
    dsn: str,
    *,
    clock: Callable[[], datetime] | None = None,
    resolver: AbstractResolver | None = None,
    **settings: Any,
) -> AsyncIterator[Fetcher]:
    chosen = FetcherSettings(**{"allow_networks": LOOPBACK, "total_seconds": 5.0, **settings})
    running = RuntimeSettings(bootstrap_servers=bootstrap, database_url=dsn)
    registry = CollectorRegistry()
    runtime = RuntimeMetrics(registry, "fetcher", "test")
    await create_topics(bootstrap, [PAGES], partitions=2)
    async with AsyncExitStack() as stack:
        publisher = Publisher(running, runtime)
        await publisher.open()
        stack.push_async_callback(publisher.close)
        frontier = Frontier(dsn, timedelta(seconds=chosen.lease_seconds))
        await frontier.open()
        stack.push_async_callback(frontier.close)
        web = Web(Guard(chosen.allow_networks), chosen.agent, chosen.limits, resolver)
        await stack.enter_async_context(web)
        metrics = FetcherMetrics(registry)
        now = clock or Clock()
        tools = tools_of(chosen, web, frontier, publisher, metrics, clock=now)
        task = asyncio.create_task(crawl(tools, Health(runtime)))
        try:
            yield Fetcher(tools, registry, dsn, bootstrap)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
