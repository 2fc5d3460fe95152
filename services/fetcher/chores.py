"""What is looked after beside the crawling, whoever fetches what."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Final

from services.runtime.errors import is_transient

from .asking import Tools
from .hearing import Hearing
from .model import FEED_STATES

log = logging.getLogger("wortlaut.fetcher")

_SECONDS: Final = 15.0


async def keep_house(tools: Tools, hearing: Hearing | None = None) -> None:
    """For ever; a database that is away is somebody else's worry."""
    while True:
        try:
            await tools.frontier.load_erased()
            await _count_feeds(tools)
            await repair(tools, hearing.until if hearing else None)
            await repair_unstored(tools)
        except Exception as error:
            if not is_transient(error):
                log.exception("chores.failed")
        await asyncio.sleep(_SECONDS)


async def _count_feeds(tools: Tools) -> None:
    counts = await tools.frontier.count_feeds()
    for state in FEED_STATES:
        tools.metrics.feeds.labels(state).set(counts.get(state, 0))


async def repair(tools: Tools, heard_until: datetime | None) -> int:
    """Fetch again what was published and never heard of: the broker lost it, or its topic expired.

    Silence means something only while others are answered for: `heard_until` is when the latest
    page was fetched that the parser spoke of. While it is behind, nothing is asked for again.
    """
    if heard_until is None:
        return 0
    settings = tools.settings
    before = heard_until - timedelta(minutes=settings.repair_minutes)
    count = await tools.frontier.repair(before, settings.repairs, tools.clock())
    if count:
        tools.metrics.repairs.inc(count)
        log.warning("pages.unanswered", extra={"pages": count, "since": before.isoformat()})
    return count


async def repair_unstored(tools: Tools) -> int:
    """Fetch again what was parsed and never stored: the broker lost it on its way to the store."""
    settings = tools.settings
    after = timedelta(minutes=settings.repair_minutes)
    count = await tools.frontier.repair_unstored(after, settings.repairs, tools.clock())
    if count:
        tools.metrics.repairs.inc(count)
        log.warning("pages.unstored", extra={"pages": count})
    return count
