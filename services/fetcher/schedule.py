"""When to ask again. Pure: `now` is always an argument."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from .outcomes import LASTING, Outcome

DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
REFETCH: Final = (DAY, WEEK)  # after it first arrived
RETRY: Final = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    DAY,
    DAY,
    DAY,
)
THROTTLED: Final = timedelta(minutes=1)
FORGIVEN: Final = timedelta(minutes=30)
PASSING: Final = frozenset({408, 425, 429})
"""4xx that say nothing about the page, only about the moment."""
MERCY: Final = frozenset({429, 503})
"""By these a host asks to be left alone for a while."""
TRUSTS_VALIDATORS: Final = 12
"""Every so many polls a feed is asked without its ETag: some never change it."""


@dataclass(frozen=True, slots=True)
class Polling:
    """The bounds of a feed's pause, and where it starts."""

    first: timedelta = timedelta(minutes=15)
    shortest: timedelta = timedelta(minutes=5)
    longest: timedelta = timedelta(hours=6)
    longest_failing: timedelta = DAY


def pause_after(pause: timedelta, found: int, polling: Polling) -> timedelta:
    """News shortens the pause, an empty poll lengthens it; busy hours and quiet nights even out."""
    return _within(pause * (0.7 if found else 1.3), polling.shortest, polling.longest)


def next_poll(now: datetime, pause: timedelta, asked: timedelta, key: str) -> datetime:
    """`asked` is what the site wants at least (ttl, max-age, Retry-After); at most a day of it."""
    wait = max(pause, min(asked, DAY))
    return now + wait * (1 + jitter(f"{key}|{now:%Y%m%d%H%M}") / 10)


def next_poll_after_failure(
    now: datetime, pause: timedelta, failures: int, asked: timedelta, polling: Polling
) -> datetime:
    """The pause doubles with each failure in a row, up to a day, and never ends."""
    doubled = pause * (1 << min(max(failures, 1) - 1, 16))
    return now + max(min(doubled, polling.longest_failing), min(asked, DAY))


def next_fetch(now: datetime, first_at: datetime) -> datetime | None:
    """When a page is looked at again, given when it first arrived; None: no more."""
    return next((first_at + wait for wait in REFETCH if first_at + wait > now), None)


def next_attempt(
    now: datetime, outcome: Outcome, attempts: int, status: int | None = None
) -> datetime | None:
    """After a page failed to arrive for the n-th time in a row; None: leave it."""
    if outcome in LASTING:
        return now + WEEK if attempts == 1 else None
    if outcome == "http_4xx" and status not in PASSING:
        return now + DAY if attempts <= 2 else None
    return now + RETRY[attempts - 1] if attempts <= len(RETRY) else None


def is_gone(now: datetime, status: int | None, missing_since: datetime | None) -> bool:
    """410, or 404 twice and at least a day apart."""
    if status == 410:
        return True
    return status == 404 and missing_since is not None and now - missing_since >= DAY


def slowed_until(
    now: datetime, throttles: int, retry_after: timedelta | None
) -> tuple[datetime, int]:
    """When a host that asked for mercy is asked again, and its count: 1, 2, 4 … minutes, a day."""
    doubled = min(THROTTLED * (1 << min(throttles, 11)), DAY)
    return now + min(max(retry_after or doubled, timedelta(seconds=1)), DAY), throttles + 1


def throttles_now(now: datetime, throttles: int, throttled_at: datetime | None) -> int:
    """Thirty quiet minutes after the wait was over, all is forgotten."""
    if throttled_at is None:
        return 0
    waited = min(THROTTLED * (1 << min(max(throttles - 1, 0), 11)), DAY)
    return 0 if now - throttled_at > waited + FORGIVEN else throttles


def start_interval(pace: float, latency: float | None, at_once: int) -> float:
    """Seconds between two requests: never below the pace; a slow host is given time."""
    return max(pace, (latency or 0.0) / at_once)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """In both its forms: seconds and a date."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), 86_400))
    return _until(value, now)


def fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the answer says it stays what it is: max-age, else Expires."""
    for directive in headers.get("Cache-Control", "").lower().split(","):
        name, _, value = directive.strip().partition("=")
        if name == "max-age" and value.isascii() and value.isdigit():
            return timedelta(seconds=min(int(value[:9]), 86_400))
    return _until(headers.get("Expires", ""), now)


def jitter(key: str) -> float:
    """In [0, 1), the same for the same key: feeds added together do not stay together."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=4).digest()) / 2**32


def _until(date: str, now: datetime) -> timedelta | None:
    try:
        until = parsedate_to_datetime(date)
        return max(until.astimezone(UTC) - now, timedelta(0))
    except (ValueError, TypeError, OverflowError):
        return None


def _within(value: timedelta, low: timedelta, high: timedelta) -> timedelta:
    return max(low, min(value, high))
