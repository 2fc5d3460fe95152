"""Relative and incomplete times → dates, by the day an article was published."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

_WEEK: Final = 7


def dated(value: str | None, day: date) -> str | None:
    """„Sonntag“ is the last one up to `day`, „24. März“ the nearest one: news speaks of both so."""
    if value is None:
        return None
    kind, rest = value[:1], value[1:]
    if kind == "D":
        return (day + timedelta(days=int(rest))).isoformat()
    if kind == "Y":
        return str(day.year + int(rest))
    if kind == "W":
        back = (day.isoweekday() - int(rest[1:])) % _WEEK
        return (day - timedelta(days=back)).isoformat()
    return _with_year(value[2:], day) if value.startswith("--") else value


def _with_year(value: str, day: date) -> str | None:
    month, _, number = value.partition("-")
    candidates = [
        found
        for year in (day.year - 1, day.year, day.year + 1)
        if (found := _date(year, int(month), int(number or 15))) is not None
    ]
    if not candidates:
        return None  # „31. April“
    nearest = min(candidates, key=lambda found: abs(found - day))
    return nearest.isoformat() if number else f"{nearest.year}-{month}"


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
