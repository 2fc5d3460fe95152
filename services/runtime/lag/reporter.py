"""Looks at the groups now and then, and keeps the gauges."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Final

from aiokafka.errors import KafkaError

from services.runtime.metrics import RuntimeMetrics

from .cluster import Cluster
from .metrics import LagMetrics
from .settings import LagSettings
from .standing import Standing

log = logging.getLogger("wortlaut.lag")

ROUND_SECONDS: Final = 60.0  # a round that takes longer is given up: the broker does not answer


class Reporter:
    def __init__(
        self, cluster: Cluster, settings: LagSettings, own: LagMetrics, metrics: RuntimeMetrics
    ) -> None:
        self._cluster = cluster
        self._settings = settings
        self._own = own
        self._metrics = metrics
        self._failing = False

    async def watch(self) -> None:
        """As long as the service runs."""
        while True:
            try:
                async with asyncio.timeout(ROUND_SECONDS):
                    await self.report()
            except (KafkaError, OSError, TimeoutError) as error:
                self._failed(error)
            else:
                self._failing = False
            await asyncio.sleep(self._settings.interval_seconds)

    async def report(self) -> None:
        watched = self._settings.watched
        standings = await self._cluster.standings(watched)
        ages = await self._ages(standings)
        retentions = await self._retentions(standings)
        dead = await self._cluster.ends(self._settings.dead_letter_topics)
        # only now, at once: a scrape in the middle of the questions sees the round before
        self._own.forget()
        self._tell(standings)
        for (group, topic), age in ages.items():
            self._own.seconds.labels(group, topic).set(age)
        for topic, period in retentions.items():
            self._own.retention.labels(topic).set(period)
        for place, end in dead.items():
            self._own.end.labels(place.topic, place.partition).set(end)
        self._metrics.last_success.labels(self._metrics.service).set(time.time())

    def _tell(self, standings: Iterable[Standing]) -> None:
        partitions: dict[str, set[int]] = {}
        for each in standings:
            place = (each.group, each.topic, each.partition)
            self._own.records.labels(*place).set(each.lag)
            if each.committed is not None:
                self._own.committed.labels(*place).set(each.committed)
            self._own.end.labels(each.topic, each.partition).set(each.end)
            partitions.setdefault(each.topic, set()).add(each.partition)
        for topic, numbers in partitions.items():
            self._own.partitions.labels(topic).set(len(numbers))

    async def _ages(self, standings: Iterable[Standing]) -> dict[tuple[str, str], float]:
        """The oldest of a topic's partitions; 0 where everything is read."""
        by_topic = attrgetter("group", "topic")
        found = {}
        for key, each in groupby(sorted(standings, key=by_topic), key=by_topic):
            ages = await self._cluster.ages([one for one in each if one.lag])
            found[key] = max(ages, default=0.0)
        return found

    async def _retentions(self, standings: Iterable[Standing]) -> dict[str, float]:
        return await self._cluster.retentions(sorted({each.topic for each in standings}))

    def _failed(self, error: BaseException) -> None:
        """One line when it begins; the gauges of before would be lies."""
        self._own.forget()
        if not self._failing:
            log.warning("lag.unknown", extra={"why": f"{type(error).__name__}: {error}"[:200]})
        self._failing = True
