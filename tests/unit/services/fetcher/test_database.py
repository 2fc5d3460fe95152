from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from services.fetcher.database import as_json

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@dataclass(slots=True)
class Row:
    title: str | None
    tags: tuple[str, ...] = ()
    at: datetime | None = None


def test_rows_are_objects_of_their_fields() -> None:
    rows = json.loads(as_json([Row("a", ("b",), NOW), Row(None)]))

    assert rows == [
        {"title": "a", "tags": ["b"], "at": "2026-11-24T12:00:00Z"},
        {"title": None, "tags": [], "at": None},
    ]


@pytest.mark.parametrize("bad", ["\x00", "\ud800"])
def test_what_postgres_cannot_store_is_replaced_and_the_other_rows_are_as_they_were(
    bad: str,
) -> None:
    rows = json.loads(as_json([Row("größer", ("x",)), Row(f"a{bad}", (f"b{bad}",), NOW)]))

    assert [row["title"] for row in rows] == ["größer", "a\ufffd"]
    assert [row["tags"] for row in rows] == [["x"], ["b\ufffd"]]


def test_a_text_that_spells_the_escape_of_nul_is_kept() -> None:
    assert json.loads(as_json([Row(r"\u0000")]))[0]["title"] == r"\u0000"
