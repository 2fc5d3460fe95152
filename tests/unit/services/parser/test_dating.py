from __future__ import annotations

from datetime import date

import pytest

from services.parser.dating import dated

FRIDAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2019", "2019"),
        ("2026-03-24", "2026-03-24"),
        ("W-7", "2026-03-01"),  # „am Sonntag“: the last one
        ("W-5", "2026-03-06"),  # „am Freitag“, on a Friday: today
        ("D0", "2026-03-06"),
        ("D-1", "2026-03-05"),
        ("Y-1", "2025"),
        ("--03-24", "2026-03-24"),
        ("--12-24", "2025-12-24"),  # nearer than that of the same year
        ("--12", "2025-12"),
        ("--02-29", None),  # none of the three years around has one
        (None, None),
    ],
)
def test_a_time_is_completed_by_the_day_of_publication(
    value: str | None, expected: str | None
) -> None:
    assert dated(value, FRIDAY) == expected
