"""Events in, rows out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from services.runtime.errors import Unprocessable
from services.runtime.received import Handler, Received, Rejected

from .batch import STORED, Batch, batch_of
from .metrics import StoreMetrics
from .postgres import Postgres
from .writing import Written

log = logging.getLogger("wortlaut.store")


def _now() -> datetime:
    return datetime.now(UTC)


def events_handler(
    database: Postgres, metrics: StoreMetrics, now: Callable[[], datetime] = _now
) -> Handler:
    """One transaction for a batch, whatever its events are."""

    async def handle(received: Sequence[Received]) -> Sequence[Rejected]:
        events: list[Any] = [one.event for one in received if type(one.event) in STORED]
        others = [] if len(events) == len(received) else received
        rejected = [one for one in map(_rejected, others) if one is not None]
        if events:
            await store(batch_of(events), len(events))
        return rejected

    async def store(batch: Batch, size: int) -> None:
        try:
            written = await database.write(batch)
        except Unprocessable:
            if size == 1:  # alone at last, so this is the one at fault
                metrics.rows.labels(*batch.tables, "rejected").inc()
            raise
        count(written, size)

    def count(written: Written, size: int) -> None:
        metrics.batch_rows.observe(size)
        for (table, outcome), number in written.outcomes.items():
            metrics.rows.labels(table, outcome).inc(number)
        for parse in written.new_parses:
            age = (now() - parse.fetched_at).total_seconds()
            metrics.end_to_end.observe(max(0.0, age))
        told = {f"{table}_{outcome}": n for (table, outcome), n in written.outcomes.items() if n}
        log.info("batch.stored", extra={"events": size, **told})

    return handle


def _rejected(received: Received) -> Rejected | None:
    if type(received.event) in STORED:
        return None
    kind = received.event.ce_type
    return Rejected(received, Unprocessable(f"{kind} does not belong on this topic", "schema"))
