"""Listens to what becomes of the pages: `articles`, and the dead letters of `pages`.

No consumer like the others: it may miss nothing for long, but it owes nobody an effect. What it
cannot read it passes over, and when the broker is away it waits without holding up the fetching.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Final

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from schemas.topics import ARTICLES, MAX_DEAD_LETTER_BYTES, PAGES, PAGES_BACKFILL, dead_letters
from services.runtime import backoff
from services.runtime.errors import is_transient
from services.runtime.settings import RuntimeSettings

from .fates import fate_of
from .frontier import Frontier
from .metrics import FetcherMetrics
from .model import Fate

if TYPE_CHECKING:
    from aiokafka import ConsumerRecord

log = logging.getLogger("wortlaut.fetcher")

GROUP: Final = "fetcher"
HEARD: Final = (
    ARTICLES.name,
    dead_letters(PAGES.name, "parser").name,
    dead_letters(PAGES_BACKFILL.name, "parser").name,
)
_ERASED: Final = "erased"
_STOP_SECONDS: Final = 3.0


class Hearing:
    def __init__(
        self, settings: RuntimeSettings, frontier: Frontier, metrics: FetcherMetrics
    ) -> None:
        self._settings = settings
        self._frontier = frontier
        self._metrics = metrics
        self.until: datetime | None = None
        """Pages fetched until then were answered for, or nobody will any more."""

    async def run(self) -> None:
        """For ever."""
        failures = 0
        while True:
            try:
                await self._listen()
            except Exception as error:
                if not isinstance(error, KafkaError) and not is_transient(error):
                    log.exception("hearing.failed")
                failures += 1
                why = f"{type(error).__name__}: {error}"[:200]
                log.warning("hearing.interrupted", extra={"why": why})
                await asyncio.sleep(backoff.pause(failures))

    async def _listen(self) -> None:
        settings = self._settings
        consumer = AIOKafkaConsumer(
            *HEARD,
            bootstrap_servers=settings.bootstrap_servers,
            **settings.security.options,
            group_id=GROUP,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=settings.session_timeout_ms,
            heartbeat_interval_ms=settings.heartbeat_interval_ms,
            max_poll_interval_ms=settings.max_poll_interval_ms,
            max_partition_fetch_bytes=MAX_DEAD_LETTER_BYTES,
            fetch_max_bytes=MAX_DEAD_LETTER_BYTES,
        )
        try:
            await consumer.start()
            while True:
                polled = await consumer.getmany(timeout_ms=1000, max_records=200)
                records = [record for batch in polled.values() for record in batch]
                if records:
                    await self.note(records)
                    await consumer.commit()
        finally:
            with suppress(TimeoutError):  # a group that is just forming lets nobody go
                async with asyncio.timeout(_STOP_SECONDS):
                    await consumer.stop()

    async def note(self, records: Sequence[ConsumerRecord[bytes | None, bytes | None]]) -> None:
        fates = [fate for record in records if (fate := fate_of(record)) is not None]
        await self._erase(fates)
        await self._frontier.record_fates(fates)
        for fate in fates:
            self._metrics.fates.labels(fate.became).inc()
        if fates:
            latest = max(fate.fetched_at for fate in fates)
            self.until = max(latest, self.until or latest)

    async def _erase(self, fates: Sequence[Fate]) -> None:
        """The command deletes at once; this makes good when it could not reach us."""
        erased = [f for f in fates if f.became == "withdrawn" and f.why == _ERASED]
        if erased:
            await self._frontier.erase([f.article_id for f in erased], erased[0].fetched_at)
            await self._frontier.load_erased()
