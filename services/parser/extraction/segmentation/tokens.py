"""Words, numbers and marks with their exact offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

QUOTE_MARKS: Final = frozenset("„“”\"»«›‹‚‘")  # ’ and ' are apostrophes first
DASHES: Final = frozenset("–—-−")

_MONTHS: Final = (
    "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
)


class Token(NamedTuple):
    text: str
    start: int
    end: int


@lru_cache(maxsize=8)
def _pattern(abbreviations: frozenset[str]) -> re.Pattern[str]:
    known = "|".join(sorted(map(re.escape, abbreviations), key=lambda word: (-len(word), word)))
    return re.compile(
        rf"""
        (?:https?://|www\.)[^\s„“”"»«›‹<>]{{1,500}}          # an address
      | (?:{known})(?![\w])                                   # „Dr.“, „z. B.“: the dot belongs to it
      | \d+(?:[.,:/]\d+)+                                     # 10.000 · 1,5 · 17:00
      | \d+\.(?=\s(?:[a-zäöüß]|(?:{_MONTHS})\b))              # „im 2. Quartal“ is no end of sentence
      | -?[^\W_][\w\u0300-\u036f]*(?:[-'’./&](?!-)[^\W_][\w\u0300-\u036f]*)*-?  # U-Boot, dpa/AP, „Bild“-Zeitung
      | \.{{2,}} | ''+ | ,,(?=\S)
      | [^\w\s] | _
        """,
        re.VERBOSE,
    )


def tokens_in(text: str, abbreviations: frozenset[str]) -> tuple[Token, ...]:
    found = _pattern(abbreviations).finditer(text)
    return tuple(Token(match.group(), match.start(), match.end()) for match in found)


def words(tokens: Iterable[Token]) -> list[str]:
    return [token.text for token in tokens]
