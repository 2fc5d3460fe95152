"""One poll of one source."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import datetime
from typing import Any

from . import discovery, polls, sitemaps, urls
from .answers import FEED, PAGE, Answer
from .asking import Asker, Tools
from .entry_work import QUIET, handed_over
from .feeds import BadFeedError, Child, Feed
from .model import DueFeed, Found, Poll
from .polls import Reach, Read

log = logging.getLogger("wortlaut.fetcher")


async def poll_feed(tools: Tools, asker: Asker, feed: DueFeed) -> None:
    """A feed, a sitemap, or a site that is searched for them."""
    etag, last_modified = polls.validators(feed)
    options: dict[str, Any] = {
        "limit": tools.settings.feed_bytes,
        "accept": PAGE if feed.kind == "site" else FEED,
        "etag": etag,
        "last_modified": last_modified,
    }
    url = feed.ask_url or feed.moved_to or feed.url
    async with asker.asked("feed", url, **options) as received:
        now = tools.clock()
        answer = handed_over(received, feed.hops, tools.settings.redirects)
        content = await _content(tools, feed, answer, now)
    if feed.kind == "site" and answer.outcome == "ok":
        content = await _discovered(tools, asker, answer, content)
    await _record(tools, asker, feed, answer, content)


async def _content(tools: Tools, feed: DueFeed, answer: Answer, now: datetime) -> Read:
    if feed.kind == "site":
        return Read(answer.outcome, answer.detail)
    reach = reach_of(tools, now)
    try:
        if len(answer.body) < polls.BIG:
            return polls.read(feed, answer, reach)
        return await asyncio.to_thread(polls.read, feed, answer, reach)
    except Exception as error:  # foreign parsers: one feed must not stop the others
        log.exception("feed.failed", extra={"feed": urls.shown(feed.url)})
        return Read("error", f"{type(error).__name__}: {error}"[:300])


def reach_of(tools: Tools, now: datetime) -> Reach:
    settings = tools.settings
    return Reach(settings.feed_entries, sitemaps.look_back(now, settings.sitemap_days))


async def _discovered(tools: Tools, asker: Asker, answer: Answer, content: Read) -> Read:
    """What the page or robots.txt names; else what answers at one of the usual places."""
    rules = await tools.permissions.rules(answer.url)
    children = discovery.named(answer, rules.sitemaps)
    if not children:
        found = [await _guessed(tools, asker, url) for url in discovery.guesses(answer.url)]
        children = tuple(Child(url) for url in found if url is not None)
    if not children:
        why = "no feed or sitemap is named on the page, in robots.txt, or at the usual places"
        return replace(content, outcome="bad_feed", detail=why)
    feed = Feed(None, (), (), is_cut=False, ttl=None, format="site", children=children)
    return replace(content, detail=polls.summary(feed), feed=feed)


async def _guessed(tools: Tools, asker: Asker, url: str) -> str | None:
    async with asker.asked("feed", url, limit=tools.settings.feed_bytes, accept=FEED) as answer:
        tools.metrics.fetches.labels("feed", answer.outcome).inc()
        if answer.outcome != "ok":
            return None
        try:
            feed = await asyncio.to_thread(
                polls.parsed_source, answer, reach_of(tools, tools.clock())
            )
        except BadFeedError:
            return None
    return answer.url if feed.entries or feed.children else None


async def _record(tools: Tools, asker: Asker, feed: DueFeed, answer: Answer, content: Read) -> None:
    now = tools.clock()
    found = _wanted(tools, feed, content, now)
    children = content.feed.children if content.feed else None

    def finish(new: int) -> Poll:
        poll = polls.poll_of(feed, answer, content, new, now=now, polling=tools.settings.polling)
        if poll.failures and asker.slowed_until is not None:
            return replace(poll, next_at=max(poll.next_at, asker.slowed_until))
        return poll

    poll = await tools.frontier.record_poll(feed, found, children, now, finish)
    _tell(tools, feed, poll, len(found) - poll.entries)


def _wanted(tools: Tools, feed: DueFeed, content: Read, now: datetime) -> list[Found]:
    if content.feed is None:
        return []
    announced = content.feed.entries
    fresh = [e for e in announced if not polls.is_stale(e, now, tools.settings.stale_days)]
    stale = len(announced) - len(fresh) + content.feed.old
    tools.metrics.entries.labels("stale").inc(stale)
    tools.metrics.entries.labels("invalid").inc(len(content.feed.invalid))
    return list(polls.found_in(fresh, now, is_first_look=feed.arrived_at is None))


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
    level = logging.INFO if poll.outcome in QUIET else logging.WARNING
    log.log(level, "feed.polled", extra=extra)
