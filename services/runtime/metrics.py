"""The metrics that every service has. Label values are closed sets, made before the first event."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)

from . import histogram
from .errors import DEAD_REASONS

OUTCOMES: Final = ("ok", "duplicate", "skipped", "retried", "dead")
LOOP_LAG_SECONDS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
AGE_SECONDS: Final = (0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600)
_CGROUP_LIMITS: Final = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def memory_limit_bytes() -> int:
    """The container's limit, or the machine's memory where there is none."""
    for file in _CGROUP_LIMITS:
        if file.exists() and (text := file.read_text().strip()).isdigit() and int(text) < 2**60:
            return int(text)
    meminfo = Path("/proc/meminfo")
    return int(meminfo.read_text().split()[1]) * 1024 if meminfo.exists() else 0


class RuntimeMetrics:
    """`service` is also the stage of every event that it handles."""

    def __init__(
        self, registry: CollectorRegistry, service: str, version: str, revision: str = "unknown"
    ) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call] # the library types it not
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=registry)
        self.registry = registry
        self.service = service
        self._describe_the_process(version, revision)
        self._describe_the_work()
        self._describe_kafka()

    def _describe_the_process(self, version: str, revision: str) -> None:
        info = Gauge(
            "wortlaut_build_info",
            "What runs here.",
            ("service", "version", "revision"),
            registry=self.registry,
        )
        info.labels(self.service, version, revision).set(1)
        self.loop_lag = Histogram(
            "wortlaut_event_loop_lag_seconds",
            "How late the event loop woke.",
            buckets=LOOP_LAG_SECONDS,
            registry=self.registry,
        )
        self.dependency_up = Gauge(
            "wortlaut_dependency_up",
            "Whether a dependency answered the last check.",
            ("component",),
            registry=self.registry,
        )
        limit = Gauge(
            "wortlaut_memory_limit_bytes",
            "The memory this process may use.",
            registry=self.registry,
        )
        limit.set(memory_limit_bytes())

    def _describe_the_work(self) -> None:
        self.last_success = Gauge(
            "wortlaut_last_success_timestamp_seconds",
            "When the stage last finished a batch.",
            ("stage",),
            registry=self.registry,
        )
        self.events_handled = Counter(
            "wortlaut_events_handled_total",
            "Events by what became of them.",
            ("stage", "outcome"),
            registry=self.registry,
        )
        self.event_age = histogram.Histogram(
            "wortlaut_event_age_seconds",
            "From the event's time to the end of its handling.",
            ("stage", self.service),
            AGE_SECONDS,
            self.registry,
        )
        self.dead_letters = Counter(
            "wortlaut_dead_letters_total",
            "Records set aside.",
            ("stage", "reason"),
            registry=self.registry,
        )
        self.retries = Counter(
            "wortlaut_retries_total",
            "Batches that will be read again.",
            ("stage", "reason"),
            registry=self.registry,
        )
        self.last_success.labels(self.service)
        self._expect(self.events_handled, OUTCOMES)
        self._expect(self.dead_letters, DEAD_REASONS)
        self._expect(self.retries, ("transient", "unknown", "breaker"))

    def _expect(self, counter: Counter, values: Iterable[str]) -> None:
        for value in values:
            counter.labels(self.service, value)

    def _describe_kafka(self) -> None:
        self.published = Counter(
            "wortlaut_kafka_published_records_total",
            "Records by whether the broker acknowledged them.",
            ("topic", "outcome"),
            registry=self.registry,
        )
        self.lag = Gauge(
            "wortlaut_kafka_consumer_lag_records",
            "Records of an assigned partition not read yet.",
            ("group", "topic", "partition"),
            registry=self.registry,
        )
        self.assigned = Gauge(
            "wortlaut_kafka_consumer_assigned_partitions",
            "Partitions this process reads.",
            ("group", "topic"),
            registry=self.registry,
        )
        self.rebalances = Counter(
            "wortlaut_kafka_consumer_rebalances_total",
            "Changes of the assignment.",
            ("group", "event"),
            registry=self.registry,
        )
        self.commits = Counter(
            "wortlaut_kafka_commits_total",
            "Offset commits.",
            ("group", "outcome"),
            registry=self.registry,
        )
        self.giving_way = Gauge(
            "wortlaut_kafka_giving_way",
            "1 while a backfill rests because live records wait.",
            ("group",),
            registry=self.registry,
        )
        self.paused = Gauge(
            "wortlaut_kafka_paused",
            "1 while the breaker holds the partitions.",
            ("group",),
            registry=self.registry,
        )
