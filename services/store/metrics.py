"""The store's own metrics."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from .batch import Table
from .writing import RowOutcome

ErrorKind: TypeAlias = Literal["connection", "timeout", "serialization", "constraint", "other"]

_BATCH_ROWS: Final = (1, 5, 10, 50, 100, 500)
_TRANSACTION: Final = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5)
_END_TO_END: Final = (1, 5, 15, 30, 60, 120, 300, 900, 3600, 14_400)


class StoreMetrics:
    def __init__(self, registry: CollectorRegistry) -> None:
        self.rows = Counter(
            "wortlaut_store_rows_total",
            "Events offered to a table, by what became of them.",
            ("table", "outcome"),
            registry=registry,
        )
        self.batch_rows = Histogram(
            "wortlaut_store_batch_rows",
            "Events in one transaction.",
            buckets=_BATCH_ROWS,
            registry=registry,
        )
        self.transaction = Histogram(
            "wortlaut_db_transaction_duration_seconds",
            "From begin to commit or rollback.",
            ("outcome",),
            buckets=_TRANSACTION,
            registry=registry,
        )
        self.end_to_end = Histogram(
            "wortlaut_article_end_to_end_seconds",
            "From the fetch of a new revision to the commit that stored it.",
            buckets=_END_TO_END,
            registry=registry,
        )
        self.pool_connections = Gauge(
            "wortlaut_db_pool_connections",
            "Connections to Postgres.",
            ("state",),
            registry=registry,
        )
        self.pool_wait = Histogram(
            "wortlaut_db_pool_wait_seconds", "Waiting for a connection.", registry=registry
        )
        self.errors = Counter(
            "wortlaut_db_errors_total", "What Postgres refused.", ("kind",), registry=registry
        )
        self._expect()

    def _expect(self) -> None:
        for table in get_args(Table):
            for outcome in get_args(RowOutcome):
                self.rows.labels(table, outcome)
        for outcome in ("committed", "rolled_back"):
            self.transaction.labels(outcome)
        for state in ("idle", "in_use"):
            self.pool_connections.labels(state)
        for kind in get_args(ErrorKind):
            self.errors.labels(kind)
