"""Numbers in digits: „10.000“, „1,5“, „10 000“. Which mark groups and which divides, a language says."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_MAX_DIGITS: Final = 15  # beyond this a float no longer tells neighbours apart


class DigitFormat(NamedTuple):
    """`group` stands between thousands, `decimal` before the fraction."""

    group: str
    decimal: str


def number_of(word: str, style: DigitFormat) -> float | None:
    """None for what is no number in this style: „1.2.3“, „3:1“, „0800/12“."""
    group, decimal = re.escape(style.group), re.escape(style.decimal)
    pattern = rf"\d{{1,3}}(?:{group}\d{{3}})+(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?"
    if not word.isascii() or re.fullmatch(pattern, word) is None:
        return None
    plain = word.replace(style.group, "").replace(style.decimal, ".")
    return float(plain) if len(plain) <= _MAX_DIGITS else None
