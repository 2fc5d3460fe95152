"""Numbers of every shape: what is written comes back, and what counts nothing is let be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.parser.extraction import Quantity, extract
from services.parser.extraction.claims.numbers import DigitFormat, number_of
from services.parser.extraction.languages.de.number_words import value_of

GERMAN = DigitFormat(group=".", decimal=",")
ENGLISH = DigitFormat(group=",", decimal=".")
RELAXED = settings(max_examples=150, deadline=None)

ONES = [
    "null",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
]
TEENS = ["dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"]
TENS = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]


def quantities(sentence: str) -> list[Quantity]:
    return [quantity for claim in extract(sentence, "de").claims for quantity in claim.quantities]


def grouped(number: int, mark: str) -> str:
    return f"{number:,}".replace(",", mark)


def in_words(number: int) -> str:
    """The way German spells a number below a million."""
    if number < 20:
        return [*ONES, *TEENS][number]
    if number < 100:
        tens = TENS[number // 10 - 2]
        return tens if number % 10 == 0 else f"{ONES[number % 10]}und{tens}"
    factor, word = (100, "hundert") if number < 1000 else (1000, "tausend")
    rest = number % factor
    return f"{in_words(number // factor)}{word}{in_words(rest) if rest else ''}"


@RELAXED
@given(st.integers(13, 10**12))
def test_a_grouped_number_comes_back(number: int) -> None:
    (found,) = quantities(f"Es fehlen genau {grouped(number, '.')} Akten.")

    assert (found.value, found.unit, found.comparator) == (number, "Akten", "eq")


@RELAXED
@given(st.integers(1000, 999_999))
def test_blanks_group_as_dots_do(number: int) -> None:
    (found,) = quantities(f"Es fehlen rund {grouped(number, ' ')} Akten.")

    assert (found.value, found.comparator) == (number, "approx")


@RELAXED
@given(st.integers(0, 10**9), st.integers(1, 99))
def test_a_decimal_number_comes_back(whole: int, hundredths: int) -> None:
    written = f"{grouped(whole, '.')},{hundredths:02}"

    (found,) = quantities(f"Das kostet mehr als {written} Euro.")

    assert found.min == pytest.approx(whole + hundredths / 100)
    assert (found.unit, found.comparator) == ("EUR", "more_than")


@given(st.integers(1, 999_999))
def test_a_number_in_words_comes_back(number: int) -> None:
    assert value_of(in_words(number)) == number


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_bounds_of_a_range_come_back(one: int, other: int) -> None:
    low, high = sorted((one, one + other))

    (found,) = quantities(f"Es fehlen zwischen {grouped(low, '.')} und {grouped(high, '.')} Akten.")

    assert (found.min, found.max, found.comparator) == (low, high, "range")


@given(st.integers(10**6, 10**12))
def test_what_english_groups_is_no_number_in_german(number: int) -> None:
    written = grouped(number, ",")

    assert number_of(written, ENGLISH) == number
    assert number_of(written, GERMAN) is None


@pytest.mark.parametrize("number", ["1,234 Menschen", "12,500 Soldaten", "1,200,000 Menschen"])
def test_a_count_in_english_format_is_left_alone(number: str) -> None:
    """„12,500“ reads as twelve and a half: there are no half soldiers."""
    assert quantities(f"Es kamen {number}.") == []


@pytest.mark.parametrize(
    "odd",
    [
        "9" * 400,
        "1." + "000." * 200 + "000",
        "1.2.3",
        "1..2",
        "1,2,3",
        "1.00",
        "12.5000",
        "٣",
        "Ⅻ",
        "1e9",
        "0x10",
        "-",
        "½½",
        "10-",
        "20-10",
        "1/2/3",
    ],
)
def test_what_is_no_number_is_none_and_stops_nothing(odd: str) -> None:
    assert quantities(f"Es fehlen {odd} Akten und rund 40 Bücher.")[-1].value == 40
    assert all(q.unit != "Akten" for q in quantities(f"Es fehlen {odd} Akten."))


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("Der Akku speichert 40 kWh.", "kWh"),
        ("Die Halle misst 900 Quadratmeter.", "m²"),
        ("Die Halle misst 900 m².", "m²"),
        ("Das Paket wiegt 900 Gramm.", "g"),
        ("Das kostet 40 €.", "EUR"),
        ("Das kostet 40€.", "EUR"),
        ("Das kostet EUR 40.", "EUR"),
        ("Das kostet $40.", "USD"),
        ("Das kostet £ 40.", "GBP"),
        ("Der Weg misst 5km.", "km"),
        ("Der Wert fiel um 3 Prozentpunkte.", "Prozentpunkte"),
        ("Der Wert fiel um 3%.", "%"),
        ("Das kostet 3 Euro pro Kilogramm.", "EUR/kg"),
        ("Das kostet 900 Euro je Einwohner.", "EUR/Einwohner"),
    ],
)
def test_units_are_symbols(sentence: str, unit: str) -> None:
    assert [quantity.unit for quantity in quantities(sentence)] == [unit]
