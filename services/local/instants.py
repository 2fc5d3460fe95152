"""Times as people write them on a command line."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from datetime import UTC, datetime, timedelta
from typing import Final

_AGO: Final = re.compile(r"(\d{1,6})([dhm])")
_UNITS: Final = {"d": "days", "h": "hours", "m": "minutes"}


def span(text: str) -> timedelta:
    """`90d`, `12h`, `30m`."""
    found = _AGO.fullmatch(text)
    if found is None:
        raise ArgumentTypeError(f"{text!r} is no span of time: 90d, 12h or 30m")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def instant(text: str, now: datetime | None = None) -> datetime:
    """`2026-03-01`, `2026-03-01T09:30` (UTC unless it says otherwise), or `7d` for so long ago."""
    if _AGO.fullmatch(text):
        return (now or datetime.now(UTC)) - span(text)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is no time: 2026-03-01, 2026-03-01T09:30, or 7d for seven days ago"
        raise ArgumentTypeError(message) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
