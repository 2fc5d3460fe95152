"""Topics that are left alone while much waits in the others: a backfill, beside live pages."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

from aiokafka import AIOKafkaConsumer, TopicPartition

from .metrics import RuntimeMetrics

log = logging.getLogger("wortlaut.runtime")


class GivingWay:
    def __init__(
        self, group: str, topics: Iterable[str], most: int, metrics: RuntimeMetrics
    ) -> None:
        """`most`: so many records may wait in the other topics."""
        self._group = group
        self._topics = frozenset(topics)
        self._most = most
        self._gauge = metrics.giving_way.labels(group)
        self._gauge.set(0)

    def decide(self, consumer: AIOKafkaConsumer, lags: Mapping[TopicPartition, int]) -> None:
        """Holds our partitions of them while too much waits; until half of it is done."""
        ours = {place for place in consumer.assignment() if place.topic in self._topics}
        if not ours:
            return
        urgent = sum(lag for place, lag in lags.items() if place.topic not in self._topics)
        held = ours & consumer.paused()
        if urgent > self._most and held != ours:
            consumer.pause(*ours)
            log.info("consumer.gives_way", extra={"group": self._group, "urgent": urgent})
        elif urgent <= self._most // 2 and held:
            consumer.resume(*held)
        else:
            return
        self._gauge.set(urgent > self._most)
