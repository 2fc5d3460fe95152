"""The parser, put together."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry

from schemas.topics import GROUPS, PAGES_BACKFILL, PUBLIC
from services.runtime.consumer import BatchConsumer
from services.runtime.health import Health
from services.runtime.metrics import RuntimeMetrics
from services.runtime.publisher import Publisher
from services.runtime.service import Service, make_broker
from services.runtime.settings import RuntimeSettings
from services.runtime.version import VERSION

from .handlers import pages_handler
from .metrics import ParserMetrics
from .parsing import parsed
from .settings import ParserSettings
from .workers import Task, WorkerPool

GROUP: Final = "parser"


def build(
    runtime: RuntimeSettings,
    settings: ParserSettings,
    task: Task = parsed,
    preload: str = "services.parser.preload",
) -> Service:
    """`task` makes Parsed of PageFetched in a worker process, which imports it by its name."""
    registry = CollectorRegistry()
    metrics = RuntimeMetrics(registry, GROUP, VERSION, runtime.revision)
    health = Health(metrics)
    publisher = Publisher(runtime, metrics)
    broker = make_broker(runtime, metrics)
    pool = WorkerPool(
        task,
        size=settings.workers,
        seconds=settings.page_seconds,
        memory_mib=settings.worker_memory_mib,
        renew_after=settings.worker_pages,
        preload=preload,
    )
    consumer = BatchConsumer(
        broker,
        GROUPS[GROUP],
        GROUP,
        pages_handler(pool, publisher, ParserMetrics(registry)),
        settings=runtime,
        publisher=publisher,
        metrics=metrics,
        health=health,
        yielding=[PAGES_BACKFILL],
    )
    return Service(
        name=GROUP,
        settings=runtime,
        metrics=metrics,
        health=health,
        publisher=publisher,
        broker=broker,
        consumers=[consumer],
        resources=[pool],
        topics=frozenset(consumer.topics) | {topic.name for topic in PUBLIC},
    )
