"""The store, put together."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry

from schemas.topics import GROUPS
from services.runtime.consumer import BatchConsumer
from services.runtime.health import Health
from services.runtime.metrics import RuntimeMetrics
from services.runtime.publisher import Publisher
from services.runtime.service import Dependency, Service, make_broker
from services.runtime.settings import RuntimeSettings
from services.runtime.version import VERSION

from .handlers import events_handler
from .metrics import StoreMetrics
from .postgres import Postgres
from .reading import read
from .settings import StoreSettings

GROUP: Final = "store"


def build(runtime: RuntimeSettings, settings: StoreSettings) -> Service:
    registry = CollectorRegistry()
    metrics = RuntimeMetrics(registry, GROUP, VERSION, runtime.revision)
    own = StoreMetrics(registry)
    health = Health(metrics)
    publisher = Publisher(runtime, metrics)
    broker = make_broker(runtime, metrics)
    database = Postgres(runtime.dsn, settings, own)
    consumer = BatchConsumer(
        broker,
        GROUPS[GROUP],
        GROUP,
        events_handler(database, own),
        settings=runtime,
        publisher=publisher,
        metrics=metrics,
        health=health,
        read=read,
    )
    return Service(
        name=GROUP,
        settings=runtime,
        metrics=metrics,
        health=health,
        publisher=publisher,
        broker=broker,
        consumers=[consumer],
        dependencies=[Dependency("postgres", database.open, database.check, database.close)],
        topics=frozenset(consumer.topics),
    )
