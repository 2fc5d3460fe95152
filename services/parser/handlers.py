"""Pages in, events out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from schemas import ArticleWithdrawn, Event, PageFetched, PageGone, encode
from services.runtime.errors import Unprocessable
from services.runtime.publisher import Publisher
from services.runtime.received import Handler, Received, Rejected

from .metrics import ParserMetrics
from .parsing import Parsed
from .records import SOURCE
from .workers import WorkerPool

log = logging.getLogger("wortlaut.parser")


def pages_handler(pool: WorkerPool, publisher: Publisher, metrics: ParserMetrics) -> Handler:
    """Pages are parsed side by side; what follows from one is produced as soon as it is done."""

    async def handle(batch: Sequence[Received]) -> Sequence[Rejected]:
        results = await asyncio.gather(*map(one, batch), return_exceptions=True)
        rejected = []
        for received, result in zip(batch, results, strict=True):
            if isinstance(result, Unprocessable):
                rejected.append(Rejected(received, result))
            elif isinstance(result, BaseException):
                raise result
        return rejected

    async def one(received: Received) -> None:
        match received.event:
            case PageFetched() as page:
                await parse(page)
            case PageGone() as gone:
                await publisher.publish([encode(withdrawn(gone), SOURCE)])
            case other:
                raise Unprocessable(
                    f"{other.ce_type} does not belong on a topic of pages", "schema"
                )

    async def parse(page: PageFetched) -> None:
        try:
            result: Parsed = await pool.run(page)
            await publisher.publish(result.messages)
        except Unprocessable as error:
            metrics.parses.labels("error").inc()
            log.warning("page.failed", extra={"url": page.url, "why": str(error)})
            raise
        finally:
            metrics.workers_busy.set(pool.busy)
        metrics.count(result)
        told = {"url": page.url, "outcome": result.outcome, "detail": result.detail}
        counts = {"quotes": result.quotes.total(), "claims": result.claims.total()}
        log.info("page.parsed", extra={**told, **counts})

    return handle


def withdrawn(gone: PageGone) -> Event:
    return ArticleWithdrawn(
        article_id=gone.article_id, fetched_at=gone.fetched_at, reason=gone.reason
    )
