from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fetcher import tdm
from services.fetcher.answers import Answer
from services.fetcher.outcomes import Outcome

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ORIGIN = "https://www.zeitung.de"


def reservations(rules: Any) -> tdm.Reservations:
    answer = Answer("ok", ORIGIN + tdm.PATH, status=200, body=json.dumps(rules).encode())
    return tdm.Reservations(tdm.remembered(ORIGIN, answer, NOW))


@pytest.mark.parametrize(
    ("location", "path", "is_reserved"),
    [
        ("/", "/a", True),
        ("/politik/", "/politik/a", True),
        ("/politik/", "/sport/a", False),
        ("/*.html", "/a/b.html?x=1", True),
        ("/*.html$", "/a/b.html", True),
        ("/*.html$", "/a/b.html?x=1", False),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("*", "/a", True),
        ("/a*b*c", "/a1b2c3", True),
        ("/a*b*c$", "/a1b2c3", False),
        ("/ab*ba$", "/aba", False),
    ],
)
def test_a_location_is_a_beginning_with_wildcards(
    location: str,
    path: str,
    is_reserved: bool,  # noqa: FBT001 - a table's column
) -> None:
    found = reservations([{"location": location, "tdm-reservation": 1}])

    assert (found.verdict(ORIGIN + path) is not None) is is_reserved


def test_the_most_specific_rule_speaks() -> None:
    found = reservations(
        [
            {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://www.zeitung.de/p.json"},
            {"location": "/frei/", "tdm-reservation": 0},
        ]
    )

    assert found.verdict(f"{ORIGIN}/frei/a") is None
    assert found.verdict(f"{ORIGIN}/a") == ("reserved", "tdmrep.json reserves '/'")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1, null, {}]", b"[" * 100_000, b'{"a": 1}'])
def test_what_is_no_such_file_reserves_nothing(body: bytes) -> None:
    stored = tdm.remembered(ORIGIN, Answer("ok", ORIGIN, body=body), NOW)

    assert tdm.Reservations(stored).verdict(f"{ORIGIN}/a") is None
    assert stored.body == ""


@pytest.mark.parametrize(
    ("outcome", "hours"), [("http_4xx", 24), ("http_5xx", 1), ("timeout", 1), ("dns", 1)]
)
def test_no_file_is_asked_for_again_after_a_day_and_a_failure_after_an_hour(
    outcome: Outcome, hours: int
) -> None:
    stored = tdm.remembered(ORIGIN, Answer(outcome, ORIGIN), NOW)

    assert stored.expires_at == NOW + timedelta(hours=hours)
    assert tdm.Reservations(stored).verdict(f"{ORIGIN}/a") is None


def test_many_wildcards_take_no_time() -> None:
    found = reservations([{"location": "/" + "*a" * 200 + "b", "tdm-reservation": 1}])

    assert found.verdict(f"{ORIGIN}/{'a' * 2000}") is None


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_rule_is_too_strange(location: str, path: str) -> None:
    reservations([{"location": location, "tdm-reservation": 1}]).verdict(f"{ORIGIN}/{path}")
