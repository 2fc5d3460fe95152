"""An answer → what is to be written about a feed. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from schemas import article_id

from . import feeds, schedule, sitemaps, urls
from .answers import Answer
from .feeds import BadFeedError, Entry, Feed
from .model import DueFeed, FeedState, Found, Poll
from .outcomes import ARRIVED, Outcome
from .pages import header
from .schedule import Polling

NOTHING: Final = timedelta(0)
BIG: Final = 64 * 1024
"""Bytes from which on a feed is parsed beside the event loop."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a feed's answer held."""

    outcome: Outcome
    detail: str = ""
    feed: Feed | None = None
    body_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of a source is read."""

    entries: int
    since: datetime | None = None
    """Of a sitemap, which may list an archive: what is older is passed over."""


def read(feed: DueFeed, answer: Answer, reach: Reach) -> Read:
    if answer.outcome != "ok":
        return Read(answer.outcome, answer.detail, body_sha256=feed.body_sha256)
    sha256 = hashlib.sha256(answer.body).hexdigest()
    if sha256 == feed.body_sha256:
        return Read("not_modified", "the same bytes as last time", body_sha256=sha256)
    try:
        parsed = parsed_source(answer, reach)
    except BadFeedError as error:
        return Read("bad_feed", str(error), body_sha256=feed.body_sha256)
    if parsed.format == "sitemap_index" and feed.parent_format == "sitemap_index":
        why = "an index of sitemaps within an index of sitemaps"
        return Read("bad_feed", why, body_sha256=feed.body_sha256)
    return Read("ok", summary(parsed), parsed, sha256)


def parsed_source(answer: Answer, reach: Reach) -> Feed:
    """A feed or sitemap by its bytes, whatever its type says. Raises BadFeedError."""
    if sitemaps.is_sitemap(answer.body):
        return sitemaps.parse(answer.body, answer.url, reach.since)
    return feeds.parse(answer.body, answer.content_type, answer.url, reach.entries)


def summary(feed: Feed) -> str:
    if feed.children or feed.format in ("site", "sitemap_index"):
        parts = [f"names {len(feed.children)} sources"]
    else:
        parts = [f"{len(feed.entries)} entries"]
    if feed.old:
        parts.append(f"{feed.old} older ones passed over")
    if feed.is_cut:
        parts.append("more are not read")
    if feed.invalid:
        parts.append(f"{len(feed.invalid)} left out, the first because: {feed.invalid[0][:100]}")
    return "; ".join(parts)


def found_in(entries: Iterable[Entry], now: datetime, *, is_first_look: bool) -> Iterator[Found]:
    """What was in a sitemap before we came, and bears no date, is remembered and not fetched."""
    for entry in entries:
        yield Found(
            id=article_id(urls.canonical_url(entry.url)),
            url=entry.url,
            host=urls.host_of(entry.url),
            title=entry.title,
            published_at=entry.published_at,
            author=entry.author,
            tags=entry.tags,
            due_at=now if entry.is_dated or not is_first_look else None,
        )


def is_stale(entry: Entry, now: datetime, days: int) -> bool:
    return bool(days and entry.published_at and now - entry.published_at > timedelta(days=days))


def validators(feed: DueFeed) -> tuple[str | None, str | None]:
    """ETag and Last-Modified to ask with; now and then none, since some feeds never change them."""
    if feed.polls % schedule.TRUSTS_VALIDATORS == 0:
        return None, None
    return feed.etag, feed.last_modified


def poll_of(
    feed: DueFeed, answer: Answer, content: Read, new: int, *, now: datetime, polling: Polling
) -> Poll:
    """`new`: how many of the entries it announces were not known before."""
    if answer.leads_to is not None:
        return handed_over(feed, answer, answer.leads_to, now)
    arrived = content.outcome in ARRIVED
    is_read = content.outcome == "ok"
    polling = _bounds(feed, polling)
    failures = 0 if arrived else feed.failures + 1
    pause = schedule.pause_after(feed.pause, new, polling) if arrived else feed.pause
    asked = _asked_pause(answer, content, now)
    moved_to = (answer.moved_to or feed.moved_to) if arrived else None
    return Poll(
        url=feed.url,
        host=urls.host_of(moved_to or feed.url),
        state=_state(answer, arrived=arrived),
        title=content.feed.title if content.feed else None,
        next_at=(
            schedule.next_poll(now, pause, asked, feed.url)
            if arrived
            else schedule.next_poll_after_failure(now, pause, failures, asked, polling)
        ),
        pause=pause,
        failures=failures,
        polled_at=now,
        outcome=content.outcome,
        detail=content.detail[:500],
        etag=header(answer, "ETag") if is_read else feed.etag,
        last_modified=header(answer, "Last-Modified") if is_read else feed.last_modified,
        body_sha256=content.body_sha256,
        moved_to=moved_to,
        entries=new,
        format=content.feed.format if content.feed else None,
        ask_url=None,
        hops=0,
    )


def handed_over(feed: DueFeed, answer: Answer, target: str, now: datetime) -> Poll:
    """A redirect to another host is asked there at once, when that host can be leased."""
    return Poll(
        url=feed.url,
        host=urls.host_of(target),
        state="failing" if feed.failures else "active",
        title=None,
        next_at=now,
        pause=feed.pause,
        failures=feed.failures,
        polled_at=now,
        outcome=answer.outcome,
        detail=answer.detail[:500],
        etag=feed.etag,
        last_modified=feed.last_modified,
        body_sha256=feed.body_sha256,
        moved_to=_lasting(feed, answer, target),
        entries=0,
        format=None,
        ask_url=target,
        hops=feed.hops + 1,
    )


def _lasting(feed: DueFeed, answer: Answer, target: str) -> str | None:
    """Learnt on the way: good only if every redirect until here was permanent."""
    is_lasting_so_far = feed.hops == 0 or feed.moved_to == feed.ask_url
    return target if is_lasting_so_far and answer.moved_to == target else feed.moved_to


def _bounds(feed: DueFeed, polling: Polling) -> Polling:
    """A source may have bounds of its own; a site is looked through again once a week."""
    if feed.kind == "site":
        return Polling(schedule.WEEK, schedule.WEEK, schedule.WEEK, schedule.WEEK)
    shortest = feed.shortest or polling.shortest
    longest = feed.longest or max(polling.longest, shortest)
    return Polling(
        polling.first, min(shortest, longest), longest, max(polling.longest_failing, longest)
    )


def _state(answer: Answer, *, arrived: bool) -> FeedState:
    if answer.status == 410:
        return "gone"
    return "active" if arrived else "failing"


def _asked_pause(answer: Answer, content: Read, now: datetime) -> timedelta:
    """How long the site asks to be left alone, at least."""
    ttl = content.feed.ttl if content.feed else None
    fresh = schedule.fresh_for(answer.headers, now)
    later = schedule.retry_after(answer.headers, now)
    return max(ttl or NOTHING, fresh or NOTHING, later or NOTHING)
