from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from services.parser.text import normalised


def test_line_breaks_of_every_kind_are_line_feeds() -> None:
    assert normalised("a\r\nb\rc\u2028d\x85e\x0cf").content == "a\nb\nc\nd\ne\nf"


def test_what_no_reader_sees_and_no_database_stores_is_gone() -> None:
    text = "Bun\u00addes\u200bkanz\ufeffler \x00 \ud800"

    assert normalised(text).content == "Bundeskanzler \ufffd \ufffd"


def test_letters_are_composed_and_emoji_stay_joined() -> None:
    assert normalised("Cafe\u0301 👩\u200d🚒").content == "Café 👩\u200d🚒"


def test_a_long_text_is_cut_after_a_paragraph() -> None:
    text, truncated = normalised("Ein Satz.\n" * 30, limit=100)

    assert truncated
    assert text == "\n".join(["Ein Satz."] * 10)


def test_one_long_line_is_cut_after_a_sentence_else_a_word_else_anywhere() -> None:
    assert normalised("Ein Satz. " * 30, limit=105).content.endswith("Satz.")
    assert normalised("Wort " * 30, limit=103).content.endswith("Wort")
    assert normalised("x" * 300, limit=100).content == "x" * 100


@given(st.text(), st.integers(10, 100))
def test_the_result_is_storable_within_its_limit_and_a_fixed_point(raw: str, limit: int) -> None:
    text, truncated = normalised(raw, limit)

    assert len(text) <= limit
    assert unicodedata.is_normalized("NFC", text) or truncated
    text.encode()  # no lone surrogate
    assert "\x00" not in text
    assert "\r" not in text
    assert normalised(text, limit) == (text, False)


def test_a_paragraph_break_in_the_first_half_is_no_place_to_cut_at() -> None:
    text = normalised("Kurz.\n" + "Ein Satz. " * 30, limit=105).content

    assert len(text) > 90
    assert text.endswith("Satz.")
