"""The lag reporter on a real broker: what groups have not read, members or not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from prometheus_client import CollectorRegistry
from pydantic import ValidationError

from schemas.topics import ARTICLES, PAGES, QUOTES, dead_letters
from services.local.broker import EmbeddedBroker
from services.runtime.lag.cluster import Cluster
from services.runtime.lag.metrics import LagMetrics
from services.runtime.lag.reporter import Reporter
from services.runtime.lag.settings import LagSettings
from services.runtime.metrics import RuntimeMetrics
from tests.support.consuming import make_topics
from tests.support.stack import until

OLD = 3600.0  # seconds


@dataclass
class Reporting:
    registry: CollectorRegistry
    reporter: Reporter

    def value(self, name: str, **labels: str) -> float | None:
        return self.registry.get_sample_value(f"wortlaut_{name}", labels)


@asynccontextmanager
async def reporting(broker: str, **settings: object) -> AsyncIterator[Reporting]:
    registry = CollectorRegistry()
    metrics = RuntimeMetrics(registry, "lag", "0")
    cluster = Cluster(broker)
    await cluster.open()
    told = LagSettings.model_validate({"interval_seconds": 0.1, **settings})
    try:
        yield Reporting(registry, Reporter(cluster, told, LagMetrics(registry), metrics))
    finally:
        await cluster.close()


async def written(
    broker: str, topic: str, count: int, age: float = 0.0, partition: int = 0
) -> None:
    """One record a batch, `age` seconds ago."""
    producer = AIOKafkaProducer(bootstrap_servers=broker)
    await producer.start()
    at = int((time.time() - age) * 1000)
    for number in range(count):
        await producer.send_and_wait(
            topic, b"%d" % number, partition=partition, timestamp_ms=at + number
        )
    await producer.stop()


async def committed(broker: str, group: str, topic: str, offset: int) -> None:
    """By a member that leaves at once."""
    place = TopicPartition(topic, 0)
    consumer = AIOKafkaConsumer(bootstrap_servers=broker, group_id=group, enable_auto_commit=False)
    await consumer.start()
    consumer.assign([place])
    await consumer.commit({place: offset})
    await consumer.stop()


async def test_a_group_without_members_has_a_lag(broker: str) -> None:
    await make_topics(broker)
    await written(broker, ARTICLES.name, 7, age=OLD)
    await committed(broker, "store", ARTICLES.name, 3)
    place = {"group": "store", "topic": ARTICLES.name, "partition": "0"}

    async with reporting(broker) as seen:
        await seen.reporter.report()

    assert seen.value("consumer_group_lag_records", **place) == 4
    assert seen.value("consumer_group_committed_offset", **place) == 3
    assert seen.value("topic_end_offset", topic=ARTICLES.name, partition="0") == 7
    assert seen.value("topic_partitions", topic=ARTICLES.name) == 4
    age = seen.value("consumer_group_lag_seconds", group="store", topic=ARTICLES.name)
    assert age is not None
    assert OLD - 1 <= age < OLD + 60


async def test_the_oldest_of_all_partitions_counts_and_what_is_read_does_not(broker: str) -> None:
    await make_topics(broker)
    await written(broker, QUOTES.name, 2, age=3 * OLD)
    await written(broker, QUOTES.name, 2, age=OLD, partition=1)
    await written(broker, QUOTES.name, 2, age=2 * OLD, partition=3)
    ages = []

    async with reporting(broker) as seen:
        for read in (0, 2):
            await committed(broker, "store", QUOTES.name, read)
            await seen.reporter.report()
            ages.append(seen.value("consumer_group_lag_seconds", group="store", topic=QUOTES.name))

    assert [round((age or 0) / OLD) for age in ages] == [3, 2]


async def test_a_group_that_never_read_lags_by_all_there_is(broker: str) -> None:
    await make_topics(broker)
    await written(broker, PAGES.name, 2)
    await written(broker, dead_letters(PAGES.name, "parser").name, 1)

    async with reporting(broker) as seen:
        await seen.reporter.report()

    place = {"group": "parser", "topic": PAGES.name, "partition": "0"}
    assert seen.value("consumer_group_lag_records", **place) == 2
    assert seen.value("consumer_group_committed_offset", **place) is None
    assert seen.value("consumer_group_lag_seconds", group="store", topic=QUOTES.name) == 0
    dead = {"topic": dead_letters(PAGES.name, "parser").name, "partition": "0"}
    assert seen.value("topic_end_offset", **dead) == 1
    assert seen.value("topic_retention_seconds", topic=PAGES.name) == 3 * 24 * 3600


async def test_a_subscriber_s_group_is_reported_when_it_is_named(broker: str) -> None:
    await make_topics(broker)
    await written(broker, QUOTES.name, 5)
    await committed(broker, "newsroom", QUOTES.name, 1)

    async with reporting(broker, groups=f"newsroom={QUOTES.name}+no.such.topic") as seen:
        await seen.reporter.report()

    place = {"group": "newsroom", "topic": QUOTES.name, "partition": "0"}
    assert seen.value("consumer_group_lag_records", **place) == 4


async def test_nothing_is_told_while_the_broker_is_away() -> None:
    async with EmbeddedBroker() as embedded:
        await make_topics(embedded.bootstrap_servers)
        async with reporting(embedded.bootstrap_servers) as seen:
            watching = asyncio.ensure_future(seen.reporter.watch())

            async def told() -> bool:
                return seen.value("topic_partitions", topic=PAGES.name) == 4

            async def silent() -> bool:
                return seen.value("topic_partitions", topic=PAGES.name) is None

            await until(told, within=20)
            await embedded.stop()
            await until(silent, within=60)
            watching.cancel()


@pytest.mark.parametrize("groups", ["newsroom", "=topic", "newsroom="])
def test_a_group_without_topics_is_refused_by_name(groups: str) -> None:
    with pytest.raises(ValidationError, match="group=topic"):
        LagSettings.model_validate({"groups": groups})
