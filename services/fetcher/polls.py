"""An answer → what is to be written about a feed. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from schemas import article_id

from . import schedule, urls
from .feeds import BadFeedError, Entry, Feed, parse
from .model import DueFeed, FeedState, Found, Poll
from .outcomes import ARRIVED, Outcome
from .pages import header
from .schedule import Polling
from .web import Answer

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


def read(feed: DueFeed, answer: Answer, max_entries: int) -> Read:
    if answer.outcome != "ok":
        return Read(answer.outcome, answer.detail, body_sha256=feed.body_sha256)
    sha256 = hashlib.sha256(answer.body).hexdigest()
    if sha256 == feed.body_sha256:
        return Read("not_modified", "the same bytes as last time", body_sha256=sha256)
    try:
        parsed = parse(answer.body, answer.content_type, answer.url, max_entries)
    except BadFeedError as error:
        return Read("bad_feed", str(error), body_sha256=feed.body_sha256)
    return Read("ok", _summary(parsed), parsed, sha256)


def _summary(feed: Feed) -> str:
    parts = [f"{len(feed.entries)} entries"]
    if feed.is_cut:
        parts.append("more are not read")
    if feed.invalid:
        parts.append(f"{len(feed.invalid)} left out, the first because: {feed.invalid[0][:100]}")
    return "; ".join(parts)


def found_in(entries: Iterable[Entry]) -> Iterator[Found]:
    for entry in entries:
        yield Found(
            id=article_id(urls.canonical_url(entry.url)),
            url=entry.url,
            host=urls.host_of(entry.url),
            title=entry.title,
            published_at=entry.published_at,
            author=entry.author,
            tags=entry.tags,
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
    arrived = content.outcome in ARRIVED
    is_read = content.outcome == "ok"
    failures = 0 if arrived else feed.failures + 1
    pause = schedule.pause_after(feed.pause, new, polling) if arrived else feed.pause
    asked = _asked_pause(answer, content, now)
    return Poll(
        url=feed.url,
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
        moved_to=(answer.moved_to or feed.moved_to) if arrived else None,
        entries=new,
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
