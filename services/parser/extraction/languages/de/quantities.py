"""Quantities: a number with its comparator and what it counts or measures."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from services.parser.extraction.claims.numbers import DigitFormat, number_of
from services.parser.extraction.languages.de.lexicon import lines
from services.parser.extraction.languages.de.morphology import noun_features
from services.parser.extraction.languages.de.number_words import MULTIPLIERS, value_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.uncounted import (
    Number,
    is_age_or_date,
    is_no_quantity,
    stands_alone,
)
from services.parser.extraction.model import Comparator, Quantity

_GERMAN: Final = DigitFormat(group=".", decimal=",")
_COMPARATORS: Final[tuple[tuple[tuple[str, ...], Comparator], ...]] = (
    (("nicht", "mehr", "als"), "at_most"),
    (("nicht", "weniger", "als"), "at_least"),
    (("mehr", "als"), "more_than"),
    (("weniger", "als"), "less_than"),
    (("bis", "zu"), "at_most"),
    (("mindestens",), "at_least"),
    (("wenigstens",), "at_least"),
    (("zumindest",), "at_least"),
    (("höchstens",), "at_most"),
    (("maximal",), "at_most"),
    (("über",), "more_than"),
    (("unter",), "less_than"),
    (("rund",), "approx"),
    (("etwa",), "approx"),
    (("ca.",), "approx"),
    (("ungefähr",), "approx"),
    (("circa",), "approx"),
    (("zirka",), "approx"),
    (("knapp",), "approx"),
    (("fast",), "approx"),
    (("gut",), "approx"),
    (("nahezu",), "approx"),
    (("beinahe",), "approx"),
    (("genau",), "eq"),
    (("exakt",), "eq"),
    (("nur",), "eq"),
    (("insgesamt",), "eq"),
    (("weitere",), "eq"),
)
_MONEY_BEFORE: Final = {"€": "EUR", "$": "USD", "£": "GBP"}
_DURATIONS: Final = frozenset(
    ["jahr", "jahre", "monat", "monate", "woche", "wochen", "tag", "tage", "minute", "minuten"]
)
_ARTICLE_LIKE: Final = frozenset(
    {"ein", "eine", "einen", "einem", "einer", "eins", "beiden", "null"}
)


@lru_cache(maxsize=1)
def _units() -> dict[str, str]:
    return dict(line.split(" ", 1) for line in lines("units.txt"))


@lru_cache(maxsize=1)
def _measures() -> frozenset[str]:
    return frozenset(_units().values())


def is_measure(unit: str) -> bool:
    """Kilometres and euros measure; a noun counts."""
    return unit in _measures() or unit.casefold() in _DURATIONS


def quantities_in(text: Tagged, first: int, end: int) -> list[Quantity]:
    found: list[Quantity] = []
    index = first
    while index < end:
        number = _number(text, index, end) if _may_be_number(text.words[index]) else None
        quantity = None if number is None else _quantity(text, number, first, end)
        if quantity is None:
            index += 1
            continue
        found.append(quantity[0])
        index = max(quantity[1], index + 1)
    return found


@lru_cache(maxsize=1 << 14)
def _may_be_number(word: str) -> bool:
    """Few words are, and every word of a text is asked more than once."""
    return "0" <= word[0] <= "9" or value_of(word.lower()) is not None


def _number(text: Tagged, index: int, end: int) -> Number | None:
    value = number_of(text.words[index], _GERMAN)
    if value is None:
        value = _in_words(text, index)
    if value is None:
        return None
    stop = index + 1
    while stop < end and text.folded[stop] in MULTIPLIERS:
        value *= MULTIPLIERS[text.folded[stop]]
        stop += 1
    if (
        stop == index + 1
        and text.folded[index] in MULTIPLIERS
        and index > 0
        and value == MULTIPLIERS[text.folded[index]]
    ):
        return None
    return Number(index, stop, value)


def _in_words(text: Tagged, index: int) -> float | None:
    word = text.folded[index]
    if word in _ARTICLE_LIKE:
        follows = index + 1 < len(text.words) and text.folded[index + 1] in MULTIPLIERS
        before = index > 0 and (
            text.folded[index - 1]
            in (
                "mindestens",
                "wenigstens",
                "höchstens",
                "maximal",
                "genau",
                "rund",
                "etwa",
                "knapp",
                "zumindest",
            )
        )
        return value_of(word) if (follows or before) and word != "beiden" else None
    if text.words[index][0].isupper() and text.tags[index] != "CARD" and index > 0:
        return None
    return value_of(word)


def _quantity(text: Tagged, number: Number, first: int, end: int) -> tuple[Quantity, int] | None:
    if is_no_quantity(text, number, end):
        return None
    upper = _range_end(text, number, end)
    last = upper or number
    start, comparator = _comparator(text, number.first, first)
    unit, stop = _unit(text, last.end, end)
    if unit is None and text.folded[number.first - 1] in _MONEY_BEFORE and number.first > first:
        unit = _MONEY_BEFORE[text.folded[number.first - 1]]
        start = min(start, number.first - 1)
    if unit is None and not stands_alone(text, number, end):
        return None
    if unit is not None and is_age_or_date(text, number, stop, end):
        return None
    span = text.document.span(start, stop)
    surface = text.document.text[span.start : span.end]
    if upper is not None:
        between = Quantity(surface, (span,), None, number.value, upper.value, unit, "range")
        return between, stop
    value, low, high = _bounds(number.value, comparator)
    return Quantity(surface, (span,), value, low, high, unit, comparator), stop


def _range_end(text: Tagged, number: Number, end: int) -> Number | None:
    """„zwischen 10 und 20“, „10 bis 20“"""
    if number.end + 1 >= end:
        return None
    joint = text.folded[number.end]
    between = text.folded[number.first - 1] == "zwischen" if number.first else False
    if joint in ("bis", "–", "-") or (joint == "und" and between):
        return _number(text, number.end + 1, end)
    return None


def _comparator(text: Tagged, at: int, first: int) -> tuple[int, Comparator]:
    for before, comparator in _COMPARATORS:
        start = at - len(before)
        if start >= first and tuple(text.folded[start:at]) == before:
            if comparator == "eq":
                outer, more = _comparator(text, start, first)
                return (outer, more) if more != "eq" else (start, "eq")
            return start, comparator
    if at > first and text.folded[at - 1] == "zwischen":
        return at - 1, "eq"
    return at, "eq"


def _bounds(
    value: float, comparator: Comparator
) -> tuple[float | None, float | None, float | None]:
    if comparator == "eq":
        return value, value, value
    if comparator == "approx":
        return value, None, None
    if comparator in ("at_least", "more_than"):
        return None, value, None
    return None, None, value


def _unit(text: Tagged, at: int, end: int) -> tuple[str | None, int]:
    """The unit's symbol or the counted noun, and the token after it."""
    index = at
    while index < end and index - at < 5:
        known = _units().get(text.folded[index])
        if known is not None and (index == at or text.tags[index] == "NN"):
            return known, index + 1
        if text.tags[index] == "NN" or (
            text.tags[index] == "NE" and index == at and text.words[index][0].isupper()
        ):
            return _nominative(text.words[index]), index + 1
        if not _may_stand_between(text, index):
            break
        index += 1
    return _bare_unit(text, at, end)


def _bare_unit(text: Tagged, at: int, end: int) -> tuple[str | None, int]:
    if at < end and text.folded[at] in ("weitere", "weiteren", "andere"):
        return None, at + 1
    return None, at


def _may_stand_between(text: Tagged, index: int) -> bool:
    return text.tags[index] in ("ADJA", "PPOSAT", "PIAT", "CARD") or text.folded[index] in (
        "weitere",
        "der",
        "seiner",
        "ihrer",
        "mutmaßliche",
        "einst",
        "von",
        "den",
    )


@lru_cache(maxsize=2048)
def _nominative(noun: str) -> str:
    """„Tagen“ → „Tage“, as the noun stands in a list."""
    if (
        noun.endswith("n")
        and "nom" not in noun_features(noun).cases
        and noun_features(noun[:-1]).numbers
    ):
        return noun[:-1]
    return noun
