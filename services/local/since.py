"""Points in time as people type them: `7d`, `12h`, `2026-03-01`."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime, timedelta
from typing import Final

_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_AGO: Final = re.compile(r"(\d{1,6})([mhdw])")


def instant(text: str, now: datetime | None = None) -> datetime:
    """For argparse. A date without a zone is meant in UTC."""
    if found := _AGO.fullmatch(text):
        return (now or datetime.now(UTC)) - timedelta(**{_UNITS[found[2]]: int(found[1])})
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time: 30m, 12h, 7d, 2w, a date like 2026-03-01, or 2026-03-01T09:30"
        ) from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
