"""Numbers as they stand in German text: „10.000“, „1 200“, „3½“, „zwei Dutzend“, „10-20“, „5km“."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from services.parser.extraction.claims.numbers import DigitFormat, number_of
from services.parser.extraction.languages.de.number_words import MULTIPLIERS, value_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.uncounted import Number
from services.parser.extraction.languages.de.units import units

GERMAN: Final = DigitFormat(group=".", decimal=",")
_FRACTIONS: Final = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_SEVERAL: Final = frozenset(["mehrere", "mehreren", "einige", "einigen", "viele", "paar"])
_ARTICLE_LIKE: Final = frozenset(["ein", "eine", "einen", "einem", "einer", "eins", "null"])
_COUNTING: Final = frozenset(  # „mindestens ein Toter“ counts, „ein Toter“ does not
    [
        "mindestens",
        "wenigstens",
        "zumindest",
        "höchstens",
        "maximal",
        "genau",
        "rund",
        "etwa",
        "knapp",
    ]
)
_BETWEEN: Final = re.compile(r"([0-9.,]+)[-–]([0-9.,]+)")  # „10-20“
_JOINED: Final = re.compile(r"([0-9.,]+)([a-zA-Z°%²³/]+)")  # „5km“
_YEARS: Final = range(1900, 2100)
_GROUP: Final = 3


@lru_cache(maxsize=1 << 14)
def may_be_number(word: str) -> bool:
    """Few words are, and every word of a text is asked more than once."""
    return "0" <= word[0] <= "9" or word[0] in _FRACTIONS or value_of(word.lower()) is not None


def figure(text: Tagged, index: int, end: int) -> Number | None:
    """The number that begins at `index`."""
    found = _plain(text, index, end) or _within_word(text.words[index], index)
    return None if found is None else _multiplied(text, found, end)


def _plain(text: Tagged, index: int, end: int) -> Number | None:
    value = number_of(text.words[index], GERMAN)
    if value is not None:
        return _grouped(text, index, end) or Number(index, index + 1, value)
    value = _in_words(text, index)
    if value is not None:
        return Number(index, index + 1, value)
    return _with_fraction(text, index)


def _with_fraction(text: Tagged, index: int) -> Number | None:
    """„3½“, „½“"""
    word = text.words[index]
    fraction = _FRACTIONS.get(word[-1:])
    if fraction is None:
        return None
    whole = 0.0 if len(word) == 1 else number_of(word[:-1], GERMAN)
    return None if whole is None else Number(index, index + 1, whole + fraction)


def _grouped(text: Tagged, index: int, end: int) -> Number | None:
    """„1 200 000“: groups of three, one blank apart; „0800 123“ is a phone number."""
    words, tokens = text.words, text.document.tokens
    stop = index + 1
    if len(words[index]) > _GROUP or not words[index].isdigit() or words[index][0] == "0":
        return None
    while (
        stop < end
        and len(words[stop]) == _GROUP
        and words[stop].isdigit()
        and tokens.starts[stop] - tokens.ends[stop - 1] == 1
    ):
        stop += 1
    value = number_of("".join(words[index:stop]), GERMAN)
    return None if stop == index + 1 or value is None else Number(index, stop, value)


@lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[float, float | None, str | None] | None:
    if between := _BETWEEN.fullmatch(word):
        low, high = (number_of(part, GERMAN) for part in between.groups())
        are_years = low in _YEARS and high in _YEARS
        if low is None or high is None or low >= high or are_years:
            return None
        return high, low, None
    joined = _JOINED.fullmatch(word)
    value = number_of(joined[1], GERMAN) if joined else None
    if joined is None or value is None or joined[2].lower() not in units():
        return None
    return value, None, units()[joined[2].lower()]


def _within_word(word: str, index: int) -> Number | None:
    if not "0" <= word[:1] <= "9":
        return None
    parts = _parts(word)
    if parts is None:
        return None
    value, least, unit = parts
    return Number(index, index + 1, value, least=least, unit=unit)


def _multiplied(text: Tagged, number: Number, end: int) -> Number | None:
    """„1,5 Millionen“, „zwei Dutzend“; „Dutzende“ and „mehrere hundert“ are no numbers."""
    stop, factor = number.end, 1.0
    while stop < end and text.folded[stop] in MULTIPLIERS:
        factor *= MULTIPLIERS[text.folded[stop]]
        stop += 1
    if stop == number.end and text.folded[number.first] in MULTIPLIERS:
        return number if _is_whole(text, number.first) else None
    least = None if number.least is None else number.least * factor
    return number._replace(end=stop, value=number.value * factor, factor=factor, least=least)


def _is_whole(text: Tagged, index: int) -> bool:
    """„rund hundert Staaten“ is a number, „mehrere hundert“ and „Dutzende“ are none."""
    if text.folded[index] not in ("hundert", "tausend") or text.words[index][0].isupper():
        return False
    return not index or text.folded[index - 1] not in _SEVERAL


def _in_words(text: Tagged, index: int) -> float | None:
    word = text.folded[index]
    if word == "beiden":
        return None
    if word in _ARTICLE_LIKE:
        follows = index + 1 < len(text.words) and text.folded[index + 1] in MULTIPLIERS
        before = index > 0 and text.folded[index - 1] in _COUNTING
        return value_of(word) if follows or before else None
    if text.words[index][0].isupper() and text.tags[index] != "CARD" and index > 0:
        return None
    return value_of(word)
