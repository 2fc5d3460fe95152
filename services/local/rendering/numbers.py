"""Quantities in words."""

from __future__ import annotations

from typing import Final

from services.parser.extraction import model

_WORDS: Final = {
    "eq": "",
    "approx": "about",
    "at_least": "at least",
    "at_most": "at most",
    "more_than": "more than",
    "less_than": "less than",
    "range": "",
}


def as_read(quantity: model.Quantity) -> str:
    """„bis zu 12.000 Soldaten“ is `at most 12000 Soldaten`."""
    bounds = (quantity.value, quantity.min, quantity.max)
    number = next((_plain(b) for b in bounds if b is not None), "?")
    if quantity.min is not None and quantity.max is not None and quantity.value is None:
        number = f"{_plain(quantity.min)}–{_plain(quantity.max)}"
    parts = (_WORDS[quantity.comparator], number, quantity.unit)
    return " ".join(part for part in parts if part)


def _plain(number: float) -> str:
    return f"{number:.15g}"
