"""Numbers in words: „zwölf“, „zweihundertfünfzig“, „zwölftausend“."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from services.parser.extraction.languages.de.lexicon import lines

MULTIPLIERS: Final = {
    "dutzend": 12.0,
    "hundert": 100.0,
    "tausend": 1e3,
    "million": 1e6,
    "millionen": 1e6,
    "mio.": 1e6,
    "mio": 1e6,
    "milliarde": 1e9,
    "milliarden": 1e9,
    "mrd.": 1e9,
    "mrd": 1e9,
    "billion": 1e12,
    "billionen": 1e12,
    "tsd.": 1e3,
}


@lru_cache(maxsize=1)
def _simple() -> dict[str, float]:
    return {
        word: float(value) for word, value in (line.split() for line in lines("number_words.txt"))
    }


@lru_cache(maxsize=2048)
def value_of(word: str) -> float | None:
    """The value of one written word in small letters, None if it is no number."""
    known = _simple().get(word)
    if known is not None:
        return known
    for unit, factor in (("tausend", 1e3), ("hundert", 100.0)):
        left, found, right = word.partition(unit)
        if found:
            return _joined(left, right.removeprefix("und"), factor)
    ones, found, tens = word.partition("und")
    if found and ones and tens.endswith("ig") and tens in _simple():
        unit_value = value_of(ones)
        return None if unit_value is None else unit_value + _simple()[tens]
    return None


def _joined(left: str, right: str, factor: float) -> float | None:
    high = 1.0 if not left else value_of(left)
    low = 0.0 if not right else value_of(right)
    return None if high is None or low is None else high * factor + low
