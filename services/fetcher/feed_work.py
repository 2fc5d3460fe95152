"""One poll of one feed."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import datetime

from . import polls, urls
from .asking import Asker, Tools
from .model import DueFeed, Found, Poll
from .outcomes import ARRIVED
from .web import FEED, Answer

log = logging.getLogger("wortlaut.fetcher")


async def poll_feed(tools: Tools, asker: Asker, feed: DueFeed) -> None:
    etag, last_modified = polls.validators(feed)
    options = {
        "limit": tools.settings.feed_bytes,
        "accept": FEED,
        "etag": etag,
        "last_modified": last_modified,
    }
    async with asker.asked("feed", feed.moved_to or feed.url, **options) as answer:
        now = tools.clock()
        content = await _read(feed, answer, tools.settings.feed_entries)
    found = _wanted(tools, content, now)

    def finish(new: int) -> Poll:
        poll = polls.poll_of(feed, answer, content, new, now=now, polling=tools.settings.polling)
        if poll.failures and asker.slowed_until is not None:
            return replace(poll, next_at=max(poll.next_at, asker.slowed_until))
        return poll

    poll = await tools.frontier.record_poll(feed.url, found, now, finish)
    _tell(tools, feed, poll, len(found) - poll.entries)


async def _read(feed: DueFeed, answer: Answer, max_entries: int) -> polls.Read:
    try:
        if len(answer.body) < polls.BIG:
            return polls.read(feed, answer, max_entries)
        return await asyncio.to_thread(polls.read, feed, answer, max_entries)
    except Exception as error:  # two foreign parsers: one feed must not stop the others
        log.exception("feed.failed", extra={"feed": urls.shown(feed.url)})
        return polls.Read("error", f"{type(error).__name__}: {error}"[:300])


def _wanted(tools: Tools, content: polls.Read, now: datetime) -> list[Found]:
    if content.feed is None:
        return []
    announced = content.feed.entries
    fresh = [e for e in announced if not polls.is_stale(e, now, tools.settings.stale_days)]
    tools.metrics.entries.labels("stale").inc(len(announced) - len(fresh))
    tools.metrics.entries.labels("invalid").inc(len(content.feed.invalid))
    return list(polls.found_in(fresh))


def _tell(tools: Tools, feed: DueFeed, poll: Poll, seen: int) -> None:
    tools.metrics.fetches.labels("feed", poll.outcome).inc()
    tools.metrics.entries.labels("new").inc(poll.entries)
    tools.metrics.entries.labels("seen").inc(seen)
    delay = (poll.polled_at - feed.next_at).total_seconds()
    tools.metrics.schedule_delay.observe(max(0.0, delay))
    extra = {
        "feed": urls.shown(feed.url),
        "outcome": poll.outcome,
        "detail": poll.detail,
        "new": poll.entries,
        "next_at": poll.next_at.isoformat(timespec="seconds"),
    }
    log.log(
        logging.INFO if poll.outcome in ARRIVED else logging.WARNING, "feed.polled", extra=extra
    )
