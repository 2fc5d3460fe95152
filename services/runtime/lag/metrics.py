"""What the lag reporter tells."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Gauge

_PLACE: Final = ("group", "topic", "partition")


class LagMetrics:
    def __init__(self, registry: CollectorRegistry) -> None:
        def gauge(name: str, means: str, labels: tuple[str, ...]) -> Gauge:
            return Gauge(name, means, labels, registry=registry)

        self.records = gauge(
            "wortlaut_consumer_group_lag_records", "Records the group has not read.", _PLACE
        )
        self.seconds = gauge(
            "wortlaut_consumer_group_lag_seconds",
            "Age of the oldest record the group has not read.",
            ("group", "topic"),
        )
        self.committed = gauge(
            "wortlaut_consumer_group_committed_offset", "What the group has committed.", _PLACE
        )
        self.end = gauge(
            "wortlaut_topic_end_offset", "The next offset to be written.", ("topic", "partition")
        )
        self.partitions = gauge("wortlaut_topic_partitions", "Partitions of a topic.", ("topic",))
        self.retention = gauge(
            "wortlaut_topic_retention_seconds", "How long a topic keeps a record.", ("topic",)
        )

    def forget(self) -> None:
        """What was seen before the broker went away is not true any more."""
        for gauge in (self.records, self.seconds, self.committed, self.end, self.partitions):
            gauge.clear()
