from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.local.terminal import Style, columns, cut, folded, neutral, table


@given(st.text(max_size=200))
def test_nothing_from_the_web_drives_a_terminal(text: str) -> None:
    shown = neutral(text)

    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in shown)
    assert not set(shown) & set(
        "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\u2028\ufeff"
    )


@given(st.text(max_size=200), st.integers(2, 40))
def test_a_folded_line_is_never_wider_than_its_column(text: str, width: int) -> None:
    assert all(columns(line) <= width for line in folded(text, width))


@given(st.text(max_size=200), st.integers(2, 40))
def test_folding_loses_no_word(text: str, width: int) -> None:
    assert "".join("".join(folded(text, width)).split()) == "".join(neutral(text).split())


@given(st.text(max_size=99), st.integers(1, 40))
def test_what_is_cut_fits(text: str, width: int) -> None:
    assert columns(cut(text, width)) <= width


def test_wide_and_combining_characters_are_measured_as_they_show() -> None:
    assert columns("日本") == 4
    assert columns("e\u0301") == 1
    assert columns("👍") == 2


def test_a_table_keeps_its_columns() -> None:
    drawn = table([["Vasily Nebenzya, UN-Botschafter", "Das ist eine Lüge", "sicher"]], (16, 9, 7))

    assert drawn.splitlines() == [
        "Vasily Nebenzya,  Das ist    sicher",
        "UN-Botschafter    eine Lüge",
    ]


def test_no_colour_where_none_is_wanted() -> None:
    assert Style(enabled=False).bold("x") == "x"
    assert Style(enabled=False).link("x", "https://a.example") == "x"
    assert Style(enabled=True).bold("x") == "\x1b[1mx\x1b[0m"
