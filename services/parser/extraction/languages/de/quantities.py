"""Quantities: a number with its comparator and what it counts or measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from services.parser.extraction.languages.de.figures import figure, may_be_number
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.uncounted import (
    Number,
    is_age_or_date,
    is_no_quantity,
    stands_alone,
)
from services.parser.extraction.languages.de.units import is_measure, unit_behind
from services.parser.extraction.model import Comparator, Quantity

_COMPARATORS: Final[tuple[tuple[tuple[str, ...], Comparator], ...]] = (
    (("nicht", "mehr", "als"), "at_most"),
    (("nicht", "weniger", "als"), "at_least"),
    (("weit", "mehr", "als"), "more_than"),
    (("deutlich", "mehr", "als"), "more_than"),
    (("deutlich", "weniger", "als"), "less_than"),
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
    (("annähernd",), "approx"),
    (("schätzungsweise",), "approx"),
    (("um", "die"), "approx"),
    (("genau",), "eq"),
    (("exakt",), "eq"),
    (("nur",), "eq"),
    (("insgesamt",), "eq"),
    (("weitere",), "eq"),
)
_COMPARING: Final = frozenset(before[-1] for before, _ in _COMPARATORS)
_MONEY_BEFORE: Final = {"€": "EUR", "$": "USD", "£": "GBP", "EUR": "EUR", "USD": "USD"}
_GROUP: Final = 3  # digits


def has_number(text: Tagged, first: int, end: int) -> bool:
    """Whether a word there may be one; false of most sentences."""
    return bool(text.places_of(may_be_number, first, end))


def quantities_in(text: Tagged, first: int, end: int) -> Sequence[Quantity]:
    """Asked for the same stretch up to three times: is it worth a claim, does it weigh, which."""
    places = text.places_of(may_be_number, first, end)
    if not places:
        return ()
    if (first, end) not in text.quantities:
        text.quantities[first, end] = _quantities(text, places, first, end)
    return text.quantities[first, end]


def _quantities(text: Tagged, places: Sequence[int], first: int, end: int) -> list[Quantity]:
    found: list[Quantity] = []
    after = first
    for index in places:
        number = figure(text, index, end) if index >= after else None
        quantity = None if number is None else _quantity(text, number, first, end)
        if quantity is not None:
            found.append(_with_noun(text, number, quantity[0], found))
            after = quantity[1]
    return found


def _with_noun(
    text: Tagged, number: Number | None, quantity: Quantity, before: list[Quantity]
) -> Quantity:
    """„22 Mädchen, 19 davon verletzt“: the noun is that of the number before."""
    if quantity.unit is not None or number is None or not _is_part(text, number):
        return quantity
    nouns = [q.unit for q in before if q.unit is not None and not is_measure(q.unit)]
    return quantity._replace(unit=nouns[-1]) if nouns else quantity


def _is_part(text: Tagged, number: Number) -> bool:
    after = text.folded[number.end] if number.end < len(text.folded) else ""
    return after in ("davon", "weitere", "weiteren")


def _quantity(text: Tagged, number: Number, first: int, end: int) -> tuple[Quantity, int] | None:
    if is_no_quantity(text, number, end):
        return None
    upper = _range_end(text, number, end)
    last = upper or number
    start, comparator = _comparator(text, number.first, first)
    unit, stop = (last.unit, last.end) if last.unit else unit_behind(text, last.end, end)
    if unit is None and number.first > first and text.words[number.first - 1] in _MONEY_BEFORE:
        unit = _MONEY_BEFORE[text.words[number.first - 1]]
        start = min(start, number.first - 1)
    if unit is None and not stands_alone(text, number, end):
        return None
    if unit is not None and (
        is_age_or_date(text, number, stop, end) or _is_foreign(text, number, unit)
    ):
        return None
    span = text.document.span(start, stop)
    surface = text.document.text[span.start : span.end]
    if last.least is not None or upper is not None:
        least = last.least if upper is None else _least(number, upper)
        return Quantity(surface, (span,), None, least, last.value, unit, "range"), stop
    value, low, high = _bounds(number.value, comparator)
    return Quantity(surface, (span,), value, low, high, unit, comparator), stop


def _is_foreign(text: Tagged, number: Number, unit: str) -> bool:
    """„12,500 people“ in English format reads as twelve and a half: there are no such people."""
    _, comma, decimals = text.words[number.first].partition(",")
    return bool(comma) and len(decimals) == _GROUP and not is_measure(unit)


def _range_end(text: Tagged, number: Number, end: int) -> Number | None:
    """„zwischen 10 und 20“, „10 bis 20“"""
    if number.end + 1 >= end:
        return None
    joint = text.folded[number.end]
    between = text.folded[number.first - 1] == "zwischen" if number.first else False
    if joint in ("bis", "–", "-") or (joint == "und" and between):
        return figure(text, number.end + 1, end)
    return None


def _least(number: Number, upper: Number) -> float:
    """„zwei bis drei Millionen“: the multiplier is that of both."""
    is_shared = number.factor == 1 and number.value < upper.value / upper.factor
    return number.value * upper.factor if is_shared else number.value


def _comparator(text: Tagged, at: int, first: int) -> tuple[int, Comparator]:
    listed = _COMPARATORS if at > first and text.folded[at - 1] in _COMPARING else ()
    for before, comparator in listed:
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
