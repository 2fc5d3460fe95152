"""Whether the poll loop turns, and how far behind it is: told to health and metrics."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError

from .health import Health
from .metrics import RuntimeMetrics

POLL_SECONDS: Final = 30.0  # a poll loop that has not turned for so long is stuck
WATCH_SECONDS: Final = 1.0


class PollLoop:
    """Of one consumer; `is_idle` tells whether no batch is in hand."""

    def __init__(
        self,
        group: str,
        metrics: RuntimeMetrics,
        health: Health,
        is_idle: Callable[[], bool],
        tell_lag: Callable[[Mapping[TopicPartition, int]], None],
    ) -> None:
        self._group = group
        self._tell_lag = tell_lag
        self._metrics = metrics
        self._health = health
        self._is_idle = is_idle
        self._turned_at = time.monotonic()

    async def watch(self, consumer: AIOKafkaConsumer) -> None:
        """As long as the service runs."""
        polls = consumer.getmany

        async def turning(*partitions: TopicPartition, **how: Any) -> Any:
            self._turned_at = time.monotonic()
            return await polls(*partitions, **how)

        consumer.getmany = turning  # FastStream offers no hook here
        while True:
            self._tell_lag(await self._measured_lag(consumer))
            self._judge()
            await asyncio.sleep(WATCH_SECONDS)

    async def _measured_lag(self, consumer: AIOKafkaConsumer) -> dict[TopicPartition, int]:
        lags = {}
        for place in consumer.assignment():
            high = consumer.highwater(place)
            if high is None:
                continue
            try:
                async with asyncio.timeout(WATCH_SECONDS):
                    lag = max(0, high - await consumer.position(place))
            except (KafkaError, IllegalStateError, TimeoutError):
                continue
            lags[place] = lag
            self._metrics.lag.labels(self._group, place.topic, place.partition).set(lag)
        return lags

    def _judge(self) -> None:
        still = time.monotonic() - self._turned_at
        if still > POLL_SECONDS and self._is_idle():
            self._health.degraded("poll", f"the poll loop has not turned for {still:.0f} s")
        else:
            self._health.recovered("poll")
