from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from services.local.contest import contest_lines
from services.local.terminal import Style, columns
from services.store.contested import Contested, Side

PLAIN = Style(enabled=False)


def a_side(**changes: Any) -> Side:
    side = Side(
        id=UUID(int=1),
        claimed_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        outlets=1,
        outlet="zeitung.example",
        url="https://zeitung.example/a",
        claimant_name="Jana Vogt",
        claimant_mention="sie",
        claimant_role="Verkehrsministerin",
        attribution="attributed",
        polarity="positive",
        certainty="certain",
        text="40 Schrauben sind gerissen",
        surface="40 Schrauben",
        value=40,
        least=40,
        most=40,
    )
    return replace(side, **changes)


def shown(**changes: Any) -> str:
    pair = Contested("contradicts", "denial", ("schraube",), a_side(**changes), a_side())
    return contest_lines(pair, PLAIN)


def test_both_sides_show_who_says_it_since_when_and_how_often() -> None:
    lines = shown(outlets=3)

    assert "DENIAL" in lines
    assert "Jana Vogt, " in lines
    assert "Verkehrsministerin" in lines
    assert "2026-03-02 09:30 zeitung.example and 2 more" in lines


def test_what_is_denied_and_how_surely_is_said() -> None:
    assert "[denied, probable]" in shown(surface=None, polarity="negative", certainty="probable")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"claimant_name": None}, "sie, "),
        ({"claimant_name": None, "claimant_mention": None, "attribution": "author"}, "zeitung"),
        ({"claimant_name": None, "claimant_mention": None, "attribution": "hearsay"}, "nobody"),
    ],
)
def test_who_is_unnamed_is_named_as_well_as_can_be(changes: dict[str, Any], expected: str) -> None:
    assert shown(**changes).splitlines()[1].startswith(expected)


def test_text_from_the_web_drives_no_terminal_and_keeps_its_width() -> None:
    lines = shown(text="\x1b[31m\u202eböse\n" * 40, outlet="x" * 300, claimant_name="y" * 300)

    assert "\x1b" not in lines
    assert "\u202e" not in lines
    assert max(map(columns, lines.splitlines())) <= 80
