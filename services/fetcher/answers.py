"""A request as it is wanted, and what becomes of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from . import urls
from .outcomes import Outcome
from .wire import Reply

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
PERMANENT: Final = frozenset({301, 308})

PAGE: Final = "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8,*/*;q=0.1"
FEED: Final = (
    "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.1"
)
ROBOTS: Final = "text/plain,*/*;q=0.1"

Permit: TypeAlias = Callable[[str], Awaitable[tuple[Outcome, str] | None]]
"""Waits for a redirect's turn; None if it may be followed now, else why not.

The outcome `elsewhere` hands the target back: it is asked when its own host's turn comes.
"""
Grow: TypeAlias = Callable[[int], Awaitable[None]]
"""Asks for room in memory for so many bytes more."""


@dataclass(frozen=True, slots=True)
class Limits:
    total_seconds: float = 30.0  # from the first redirect to the last byte
    connect_seconds: float = 10.0
    redirects: int = 5
    connections: int = 100
    connections_per_host: int = 16


@dataclass(slots=True)
class Answer:
    """What became of a request. `body` is whole, unpacked, and empty unless the outcome is ok."""

    outcome: Outcome
    url: str
    """Where the answer came from: after redirects."""
    detail: str = ""
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    moved_to: str | None = None
    """The last of the permanent redirects that the request began with."""
    was_cut_off: bool = False
    """The connection ended before any answer: it may just have been idle for too long."""
    leads_to: str | None = None
    """The target, when the outcome is `elsewhere`."""
    seconds: float = 0.0

    @property
    def content_type(self) -> str | None:
        return self.headers.get("Content-Type")


@dataclass(slots=True)
class Request:
    limit: int
    headers: dict[str, str]
    redirects: int
    cut: bool
    permit: Permit | None
    grow: Grow | None
    started: float


def answer_of(url: str, reply: Reply, outcome: Outcome, detail: str) -> Answer:
    return Answer(outcome, url, detail, reply.status, reply.headers)


def outcome_of(status: int) -> Outcome:
    if status == 304:
        return "not_modified"
    if status in REDIRECTS:
        return "redirected"
    if 200 <= status < 300:
        return "ok"
    return "http_4xx" if 400 <= status < 500 else "http_5xx"


def explained(reply: Reply) -> str:
    reason = urls.shown((reply.reason or "").strip())[:60]
    return f"{reply.status} {reason}".strip()
