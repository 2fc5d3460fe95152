"""What the frontier hands out, and what it is told afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias
from uuid import UUID

from .outcomes import Outcome

FeedState: TypeAlias = Literal["active", "failing", "paused", "gone"]
FEED_STATES: tuple[FeedState, ...] = ("active", "failing", "paused", "gone")


@dataclass(frozen=True, slots=True)
class Host:
    """A leased host, and what we learnt about its patience."""

    name: str
    due_at: datetime
    latency: float | None = None
    throttles: int = 0
    throttled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DueFeed:
    url: str
    host: str
    pause: timedelta
    polls: int
    failures: int
    next_at: datetime
    etag: str | None
    last_modified: str | None
    body_sha256: str | None
    moved_to: str | None


@dataclass(frozen=True, slots=True)
class DueEntry:
    id: UUID
    url: str
    feed: str | None
    title: str | None
    published_at: datetime | None
    author: str | None
    tags: tuple[str, ...]
    next_at: datetime
    attempts: int
    fetches: int
    fetched_at: datetime | None
    missing_since: datetime | None
    etag: str | None
    last_modified: str | None
    body_sha256: str | None
    article_id: UUID | None
    canonical_url: str | None
    final_url: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """An article that a feed announces, ready to be remembered."""

    id: UUID
    url: str
    host: str
    title: str | None
    published_at: datetime | None
    author: str | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Poll:
    """What became of a feed."""

    url: str
    state: FeedState
    title: str | None
    next_at: datetime
    pause: timedelta
    failures: int
    polled_at: datetime
    outcome: Outcome
    detail: str
    etag: str | None
    last_modified: str | None
    body_sha256: str | None
    moved_to: str | None
    entries: int
    """How many it announced that were new."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of an entry."""

    id: UUID
    next_at: datetime | None
    outcome: Outcome
    detail: str
    status: int | None
    attempts: int
    fetches: int
    asked_at: datetime
    fetched_at: datetime | None
    missing_since: datetime | None
    etag: str | None
    last_modified: str | None
    body_sha256: str | None
    article_id: UUID | None
    canonical_url: str | None
    final_url: str | None


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed as its owner sees it."""

    url: str
    host: str
    origin: str
    state: FeedState
    title: str | None
    next_at: datetime
    pause: timedelta
    polls: int
    failures: int
    polled_at: datetime | None
    arrived_at: datetime | None
    last_outcome: str | None
    last_detail: str | None
    entries: int


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A page as `trace` tells of it."""

    id: UUID
    url: str
    feed: str | None
    found_at: datetime
    next_at: datetime | None
    outcome: str | None
    detail: str | None
    status: int | None
    attempts: int
    fetches: int
    asked_at: datetime | None
    fetched_at: datetime | None
    article_id: UUID | None
    canonical_url: str | None
    final_url: str | None
