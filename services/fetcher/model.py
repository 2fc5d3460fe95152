"""What the frontier hands out, and what it is told afterwards.

What is made for every page is not frozen, here and in answers, pages and feeds, though nobody
changes it: to make a frozen one took four times as long, and all of them a seventeenth of a fetch.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias
from uuid import UUID

from .outcomes import Outcome

SourceKind: TypeAlias = Literal["feed", "site"]
Reservations: TypeAlias = Literal["honour", "ignore"]
Became: TypeAlias = Literal["parsed", "checked", "rejected", "withdrawn", "dead"]
FeedState: TypeAlias = Literal["active", "failing", "paused", "gone"]
FATES: tuple[Became, ...] = ("parsed", "checked", "rejected", "withdrawn", "dead")
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
class Source:
    """What somebody, a file or another source wants to be read."""

    url: str
    title: str | None = None
    kind: SourceKind = "feed"
    reservations: Reservations = "honour"
    shortest: timedelta | None = None
    """Bounds of its own for the pause between polls."""
    longest: timedelta | None = None


@dataclass(frozen=True, slots=True)
class DueFeed:
    url: str
    host: str
    kind: SourceKind
    parent_format: str | None
    ask_url: str | None
    hops: int
    shortest: timedelta | None
    longest: timedelta | None
    arrived_at: datetime | None
    pause: timedelta
    polls: int
    failures: int
    next_at: datetime
    etag: str | None
    last_modified: str | None
    body_sha256: str | None
    moved_to: str | None


@dataclass(slots=True)
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
    first_at: datetime | None
    ask_url: str | None
    hops: int
    moved_to: str | None
    ignores_reservations: bool


@dataclass(slots=True)
class Found:
    """An article that a feed announces; `due_at` None: to be remembered, not fetched."""

    id: UUID
    url: str
    host: str
    title: str | None
    published_at: datetime | None
    author: str | None
    tags: tuple[str, ...]
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """What became of a feed."""

    url: str
    host: str
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
    format: str | None
    ask_url: str | None
    hops: int


@dataclass(slots=True)
class Visit:
    """What became of an entry."""

    id: UUID
    host: str
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
    first_at: datetime | None
    ask_url: str | None
    hops: int
    moved_to: str | None
    has_moved: bool = False
    """Another host than the one that was leased has it now, and must be woken for it."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed as its owner sees it."""

    url: str
    kind: SourceKind
    format: str | None
    parent: str | None
    reservations: Reservations
    shortest: timedelta | None
    longest: timedelta | None
    moved_to: str | None
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
    ask_url: str | None
    moved_to: str | None
    host: str
    host_next_at: datetime | None
    throttles: int
    became: Became | None
    became_why: str | None
    became_at: datetime | None
    repairs: int
    headlines: tuple[tuple[datetime, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a published page, as `articles` or the dead letters tell."""

    article_id: UUID
    fetched_at: datetime
    became: Became
    why: str | None = None
