"""A batch consumer on a real broker, in the test's own event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from prometheus_client import CollectorRegistry

from schemas import Event, Message, encode
from schemas.topics import GROUPS, PAGES_BACKFILL, Topic, every_topic
from services.local.following import everything
from services.runtime.consumer import BatchConsumer
from services.runtime.health import Health
from services.runtime.metrics import RuntimeMetrics
from services.runtime.provision import create_topics
from services.runtime.publisher import Publisher
from services.runtime.received import Handler
from services.runtime.service import make_broker
from services.runtime.settings import RuntimeSettings
from tests.support.stack import until

QUICK: dict[str, Any] = {
    "session_timeout_ms": 2000,
    "heartbeat_interval_ms": 400,
    "fetch_max_wait_ms": 20,
}


def settings_for(bootstrap_servers: str, **changes: Any) -> RuntimeSettings:
    return RuntimeSettings(**{"bootstrap_servers": bootstrap_servers, **QUICK, **changes})


async def make_topics(bootstrap_servers: str) -> None:
    await create_topics(bootstrap_servers, every_topic(), partitions=4)


@dataclass
class Consuming:
    """What a test sees of the consumer it started."""

    settings: RuntimeSettings
    registry: CollectorRegistry
    metrics: RuntimeMetrics
    health: Health
    publisher: Publisher
    consumer: BatchConsumer
    group: str

    async def send(self, *events: Event) -> None:
        await self.publisher.publish(encode(event, "/test") for event in events)

    async def send_raw(self, *messages: Message) -> None:
        await self.publisher.publish(messages)

    def metric(self, name: str, **labels: str) -> float:
        return self.registry.get_sample_value(name, labels) or 0.0

    def handled(self, outcome: str) -> float:
        stage = self.metrics.service
        return self.metric("wortlaut_events_handled_total", stage=stage, outcome=outcome)

    async def until_handled(self, outcome: str, count: int, *, within: float = 20) -> None:
        async def enough() -> bool:
            return self.handled(outcome) >= count

        await until(enough, within=within)

    async def committed(self, topic: str) -> int:
        """The sum of the group's committed offsets over the topic's partitions."""
        reader = AIOKafkaConsumer(
            bootstrap_servers=self.settings.bootstrap_servers,
            group_id=self.group,
            enable_auto_commit=False,
        )
        await reader.start()
        try:
            places = [TopicPartition(topic, p) for p in range(4)]
            return sum([await reader.committed(place) or 0 for place in places])
        finally:
            await reader.stop()


@asynccontextmanager
async def consuming(
    bootstrap_servers: str,
    handle: Handler,
    *,
    group: str = "parser",
    topics: Sequence[Topic] | None = None,
    **changes: Any,
) -> AsyncIterator[Consuming]:
    settings = settings_for(bootstrap_servers, **changes)
    registry = CollectorRegistry()
    metrics = RuntimeMetrics(registry, group, "test")
    health = Health(metrics)
    publisher = Publisher(settings, metrics)
    broker = make_broker(settings, metrics)
    consumer = BatchConsumer(
        broker,
        topics or GROUPS[group],
        group,
        handle,
        settings=settings,
        publisher=publisher,
        metrics=metrics,
        health=health,
        yielding=[PAGES_BACKFILL],
    )
    await publisher.open()
    health.require("kafka", publisher.check)
    await broker.start()
    watch = asyncio.ensure_future(consumer.watch())
    try:
        yield Consuming(settings, registry, metrics, health, publisher, consumer, group)
    finally:
        consumer.hurry()
        watch.cancel()
        await broker.stop()
        await publisher.close()


async def everything_in(
    bootstrap_servers: str, *topics: str
) -> list[ConsumerRecord[bytes | None, bytes | None]]:
    """All records that are in the topics now."""
    reader = AIOKafkaConsumer(
        *topics,
        bootstrap_servers=bootstrap_servers,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=16 * 1024 * 1024,
    )
    await reader.start()
    try:
        return [record async for record in everything(reader)]
    finally:
        await reader.stop()
