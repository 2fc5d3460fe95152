"""What a claim is about, and when and where: words as keys, to find claims about the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from services.parser.extraction.findings import Range, Ranges
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.clauses import Clause
from services.parser.extraction.languages.de.lexicon import lines
from services.parser.extraction.languages.de.morphology import lemma, name_kinds
from services.parser.extraction.languages.de.tagged import Tagged

_PLACE_KINDS: Final = frozenset({"town", "country", "region", "water", "mountain", "place"})
_EMPTY_VERBS: Final = frozenset(
    [
        "sein",
        "haben",
        "werden",
        "können",
        "sollen",
        "müssen",
        "wollen",
        "dürfen",
        "mögen",
        "lassen",
        "geben",
    ]
)


@lru_cache(maxsize=1)
def _same_name() -> dict[str, str]:
    """A small reviewed list of words that name the same: the first of a line stands for all."""
    return {word: group.split()[0] for group in lines("same_names.txt") for word in group.split()}


def about(text: Tagged, tokens: Iterable[int], clause: Clause) -> tuple[str, ...]:
    """Nouns, names, the adjectives of origin and the main verb, as keys in small letters."""
    keys = {key for index in tokens if (key := _key(text, index, clause)) is not None}
    return tuple(sorted(keys))


def _key(text: Tagged, index: int, clause: Clause) -> str | None:
    tag = text.tags[index]
    if tag in ("NN", "NE", "FM"):
        base = _base(text.words[index], tag)
    elif tag.startswith("VV") and index >= clause.first:
        base = _base(text.folded[index], tag)
    else:
        return None
    if base in _EMPTY_VERBS or base in words.TIME_NOUNS or len(base) < 2:
        return None
    return _same_name().get(base, base)


@lru_cache(maxsize=8192)
def _base(word: str, tag: str) -> str:
    if tag == "NE":
        base = lemma(word, tag)
        return (base if base != word else word.removesuffix("s") if len(word) > 4 else word).lower()
    return lemma(word, tag).lower()


def places_in(text: Tagged, ranges: Ranges) -> list[Range]:
    return [
        (i, i + 1)
        for first, end in ranges
        for i in range(first, end)
        if text.tags[i] == "NE" and name_kinds(text.words[i]) & _PLACE_KINDS
    ]


def times_in(text: Tagged, ranges: Ranges) -> list[Range]:
    found: list[Range] = []
    for first, end in ranges:
        for index in range(first, end):
            if text.folded[index] in words.TIME_NOUNS and text.tags[index] in ("NN", "NE"):
                start = index
                while start > first and text.tags[start - 1] in (
                    "APPR",
                    "APPRART",
                    "ART",
                    "ADJA",
                    "CARD",
                    "PDAT",
                ):
                    start -= 1
                found.append((start, index + 1))
    return found
