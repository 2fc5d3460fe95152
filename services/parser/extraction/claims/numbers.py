"""Numbers in digits: „10.000“, „1,5“. Which mark groups and which divides, a language says."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

_MAX_DIGITS: Final = 15  # beyond this a float no longer tells neighbours apart


class DigitFormat(NamedTuple):
    """`group` stands between thousands, `decimal` before the fraction."""

    group: str
    decimal: str


def number_of(word: str, style: DigitFormat) -> float | None:
    """None for what is no number in this style: „1.2.3“, „3:1“, „0800/12“."""
    if not ("0" <= word[:1] <= "9") or _pattern(style).fullmatch(word) is None:
        return None
    plain = word.replace(style.group, "").replace(style.decimal, ".")
    return float(plain) if len(plain) <= _MAX_DIGITS else None


@lru_cache(maxsize=8)
def _pattern(style: DigitFormat) -> re.Pattern[str]:
    group, decimal = re.escape(style.group), re.escape(style.decimal)
    whole = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+"
    return re.compile(rf"(?:{whole})(?:{decimal}[0-9]+)?")
