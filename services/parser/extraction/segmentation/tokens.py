"""Words, numbers and marks with their exact offsets."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

_WORD: Final = r"[^\W_][\w\u0300-\u036f]{0,120}"  # with combining marks; longer is no word
_PLAIN: Final = r"[A-ZÄÖÜa-zäöüß][a-zäöüß]{0,119}"  # so is this, where a blank or comma follows
_DIGITS: Final = r"\d{1,120}"  # unbounded, a million of them would be read again for every piece


class Spelling(NamedTuple):
    """What a language tells the tokeniser about dots: they do not end a sentence after
    `abbreviations`, before `months`, or after an initial unless one of `openers` follows.

    `varies`: whether a text may be written by other rules; then `standard` tells a word as the
    rules and lists have it. Offsets are those of the text all the same.
    """

    abbreviations: frozenset[str]
    months: frozenset[str]
    openers: frozenset[str]
    varies: Callable[[str], bool]
    standard: Callable[[str], str]


class Tokens(NamedTuple):
    """Parallel lists: the words, and where each begins and ends."""

    words: list[str]
    starts: list[int]
    ends: list[int]


@lru_cache(maxsize=8)
def _pattern(spelling: Spelling) -> re.Pattern[str]:
    lists = (spelling.abbreviations, spelling.months, spelling.openers)
    known, months, openers = map(_alternatives, lists)
    return re.compile(
        rf"""
        [ ]?(  # taken along: to find that no word begins with a blank costs as much as the word
        {_PLAIN}(?=[ ,])                                    # most words: nothing else can be meant
      | (?:https?://|www\.)[^\s„“”"»«›‹<>]{{1,500}}          # an address
      | (?:{known})(?![\w])                                # „Dr.“, „z. B.“: the dot is its own
      | {_DIGITS}(?:[.,:/]{_DIGITS})+                         # 10.000 · 1,5 · 17:00
      | {_DIGITS}\.(?=\s(?:[a-zäöüß]|(?:{months})\b))           # „im 2. Quartal“ ends no sentence
      | [A-ZÄÖÜ]\.(?=\s[A-ZÄÖÜ])(?!\s(?:{openers})\b)       # „Matthias W. Beckmann“
      | [A-ZÄÖÜ]\.[A-ZÄÖÜ]{{2,}}                             # E.ON
      | [IVXL]{{2,}}\.(?=\s[„“"»]?[a-zäöü])                  # „Benedikt XVI. sagte“
        # U-Boot, dpa/AP, ver.di, -Zeitung
      | -?{_WORD}(?:(?:[-'’/&](?!-)|\.(?=[a-zäöüß0-9])){_WORD})*-?
      | \.{{2,}} | ''+ | ,,(?=\S)
      | [^\w\s] | _
        )
        """,
        re.VERBOSE,
    )


def _alternatives(listed: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, listed), key=lambda word: (-len(word), word)))


def tokens_in(text: str, spelling: Spelling) -> Tokens:
    found = list(_pattern(spelling).finditer(text))
    spans = [match.span(1) for match in found]
    words = [match[1] for match in found]
    if spelling.varies(text):
        words = list(map(spelling.standard, words))
    return Tokens(words, [start for start, _ in spans], [end for _, end in spans])
