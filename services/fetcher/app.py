"""The composition root: the only place where the fetcher's parts are made and joined."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Final

from prometheus_client import CollectorRegistry

from schemas import topics
from services.runtime.health import Health
from services.runtime.metrics import RuntimeMetrics
from services.runtime.publisher import Publisher
from services.runtime.service import Dependency, Service, make_broker
from services.runtime.settings import RuntimeSettings
from services.runtime.version import VERSION

from .addresses import Guard
from .asking import Tools
from .chores import keep_house
from .crawler import Crawler
from .frontier import Frontier
from .hearing import HEARD, Hearing
from .importing import feeds_in, import_feeds
from .ledger import Ledger
from .memory import Memory
from .metrics import FetcherMetrics
from .permissions import Permissions
from .settings import MIB, FetcherSettings
from .web import Web

log = logging.getLogger("wortlaut.fetcher")

NAME: Final = "fetcher"
COLLECT_AFTER: Final = 20_000
"""Objects made and not yet gone between two looks for cycles; Python's default is 700."""
RESOLVERS: Final = 32
"""Threads that wait for DNS: a few names that never resolve must not hold up the others."""
ROWS_PAUSE: Final = 0.02
"""What is written about pages may wait for more of it: nobody waits for it but a visit's end."""


def now() -> datetime:
    return datetime.now(UTC)


def build(
    settings: RuntimeSettings,
    fetcher: FetcherSettings,
    clock: Callable[[], datetime] = now,
) -> Service:
    """Raises FeedListError if the settings name a list that cannot be read."""
    if fetcher.feeds_file is not None:
        feeds_in(fetcher.feeds_file)  # what is wrong with it is said at once, before all else
    registry = CollectorRegistry()
    runtime = RuntimeMetrics(registry, NAME, VERSION, settings.revision)
    health = Health(runtime)
    publisher = Publisher(settings, runtime)
    frontier = Frontier(
        settings.dsn,
        timedelta(seconds=fetcher.lease_seconds),
        headline_pause=timedelta(minutes=fetcher.headline_minutes),
    )
    metrics = FetcherMetrics(registry)

    async def work() -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(RESOLVERS))
        if not fetcher.contact_url:
            log.warning("fetcher.anonymous", extra={"set": "WORTLAUT_FETCHER_CONTACT_URL"})
        if fetcher.feeds_file is not None:
            await import_feeds(frontier, fetcher.feeds_file, clock())
        async with AsyncExitStack() as stack:
            web = Web(Guard(fetcher.allow_networks), fetcher.agent, fetcher.limits)
            await stack.enter_async_context(web)
            tools = tools_of(fetcher, web, frontier, publisher, metrics, clock=clock)
            await crawl(tools, health, Hearing(settings, frontier, metrics))

    return Service(
        name=NAME,
        settings=settings,
        metrics=runtime,
        health=health,
        publisher=publisher,
        broker=make_broker(settings, runtime),  # its application does not start without one
        dependencies=[Dependency("postgres", frontier.open, frontier.check, frontier.close)],
        background=[work],
        topics=frozenset({topics.PAGES.name, *HEARD}),
    )


def tools_of(
    settings: FetcherSettings,
    web: Web,
    frontier: Frontier,
    publisher: Publisher,
    metrics: FetcherMetrics,
    *,
    clock: Callable[[], datetime] = now,
) -> Tools:
    memory = Memory(settings.fetches_at_once, settings.hand_mib * MIB)
    metrics.in_flight.set_function(lambda: memory.under_way)
    return Tools(
        settings=settings,
        web=web,
        frontier=frontier,
        publisher=publisher,
        permissions=Permissions(web, frontier, metrics, clock),
        records=Ledger(publisher.publish, 64),
        rows=Ledger(frontier.record_visits, pause=ROWS_PAUSE),
        metrics=metrics,
        memory=memory,
        clock=clock,
    )


def collect_rarely() -> None:
    """What a fetch makes holds no cycles; looking for some took a twelfth of the time."""
    gc.collect()
    gc.freeze()  # modules, lists of words, the rules of public suffixes: they stay
    gc.set_threshold(COLLECT_AFTER, 20, 20)


async def crawl(tools: Tools, health: Health, hearing: Hearing | None = None) -> None:
    """The crawler with its heartbeat, which outlives it by nothing and beats to its end."""
    crawler = Crawler(tools, health)
    collect_rarely()
    await tools.frontier.load_erased()
    work = [
        crawler.keep_leases(),
        keep_house(tools, hearing),
        *([hearing.run()] if hearing else []),
    ]
    beside = [asyncio.create_task(each) for each in work]
    try:
        await crawler.run()
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
