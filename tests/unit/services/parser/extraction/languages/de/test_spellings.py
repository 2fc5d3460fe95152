"""Surnames spelt in two ways, and surnames that are two."""

import pytest

from services.parser.extraction.languages.de.spellings import is_variant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Selenskyj", "Selenski"),
        ("Barth", "Bart"),
        ("Timoschneko", "Timoschenko"),
        ("Gaddafi", "Gadhafi"),
        ("Janukowitsch", "Janukowytsch"),
    ],
)
def test_sounds_or_a_slip_make_no_other_name(one: str, other: str) -> None:
    assert is_variant(one, other)
    assert is_variant(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kramer", "Kremer"),
        ("Müller", "Miller"),
        ("Roth", "Rot"),
        ("Merkel", "Merker"),
        ("Li", "Ly"),
    ],
)
def test_another_letter_or_a_short_name_is_somebody_else(one: str, other: str) -> None:
    assert not is_variant(one, other)
