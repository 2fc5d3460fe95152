"""The reviewed words of `concepts.txt`: which name the same, and which say nothing of their own."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from services.parser.extraction.languages.de.lexicon import lines
from services.parser.extraction.languages.de.morphology import lemma, name_kinds

PLACE_KINDS: Final = frozenset({"town", "country", "region", "water", "mountain", "place"})
_COUNTRY_ENDINGS: Final = ("ien", "en", "a", "e", "ia")
_LANDS: Final = frozenset({"country", "region"})
_MIN_STEM: Final = 3
_MIN_PART: Final = 3
MIN_KEY: Final = 2


class Vocabulary(NamedTuple):
    """`words`, `names`, `governments`: the key that stands for a word in small letters."""

    words: dict[str, str]
    names: dict[str, str]
    governments: dict[str, str]
    empty: frozenset[str]
    generic: frozenset[str]
    common: frozenset[str]
    running: frozenset[str]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    groups = _groups()
    return Vocabulary(
        words=_first_for_all(groups["words"]),
        names=_first_for_all(groups["names"]),
        governments=_first_for_all(groups["governments"]),
        empty=_all(groups["empty"]),
        generic=_all(groups["generic"]),
        common=_all(groups["common"]),
        running=_all(groups["running"]),
    )


def _groups() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    name = ""
    for line in lines("concepts.txt"):
        if line.startswith("["):
            name = line.strip("[]")
        else:
            found.setdefault(name, []).append(line.split())
    return found


def _first_for_all(groups: list[list[str]]) -> dict[str, str]:
    return {word.lower(): group[0] for group in groups for word in group}


def _all(groups: list[list[str]]) -> frozenset[str]:
    return frozenset(word for group in groups for word in group)


@lru_cache(maxsize=1)
def _unit_words() -> frozenset[str]:
    """What a number is measured in is no matter of its claim."""
    return frozenset(line.split(" ", 1)[0] for line in lines("units.txt"))


@lru_cache(maxsize=1 << 14)
def word_key(word: str, tag: str) -> str | None:
    """Of a noun, verb or adjective in small letters; None for what says nothing of its own."""
    base = lemma(word, tag).lower()
    key = vocabulary().words.get(base, base)
    if key in vocabulary().empty or base in _unit_words() or len(key) < MIN_KEY:
        return None
    return key


@lru_cache(maxsize=1 << 14)
def noun_keys(word: str) -> tuple[str, ...]:
    """Of a noun and of its parts: „Nato-Einsatz“; „U-Boot“ is one word."""
    parts = word.split("-")
    if len(parts) == 1 or min(map(len, parts)) < _MIN_PART:
        key = word_key(word, "NN")
        return () if key is None else (key,)
    keys = [_part_key(part) for part in parts]
    return tuple(key for key in keys if key)


def _part_key(part: str) -> str | None:
    if name_kinds(part) or part.isupper():
        return name_key(part)
    return word_key(part, "NN") if part[:1].isupper() else None


@lru_cache(maxsize=1 << 14)
def is_place(word: str) -> bool:
    return bool(name_kinds(word) & PLACE_KINDS)


@lru_cache(maxsize=1 << 14)
def government(word: str) -> str | None:
    """The country that its capital speaks for: „Berlins“."""
    return vocabulary().governments.get(word.lower().removesuffix("s"))


@lru_cache(maxsize=1 << 14)
def name_key(word: str) -> str:
    """„Leipzigs“ → „Leipzig“; „Russlands“ → „Russland“."""
    base = lemma(word, "NE")
    if base == word and word.endswith("s") and len(word) > 4 and name_kinds(word[:-1]):
        base = word[:-1]
    return vocabulary().names.get(base.lower(), base)


def _country(adjective: str) -> str | None:
    """„armenisch“ → „Armenien“, „litauisch“ → „Litauen“."""
    stem = adjective.removesuffix("isch")
    if stem == adjective or len(stem) < _MIN_STEM:
        return None
    names = (stem.capitalize() + ending for ending in _COUNTRY_ENDINGS)
    return next((name for name in names if name_kinds(name) & _LANDS), None)


@lru_cache(maxsize=1 << 12)
def state_key(word: str) -> str | None:
    """A participle that is used as an adjective, by its verb: „ist verunreinigt“."""
    verb = lemma(word, "VVPP")
    return word_key(word, "ADJD" if verb == word else "VVPP")


@lru_cache(maxsize=1 << 12)
def origin_key(adjective: str) -> str | None:
    """„nordkoreanische“ → „Nordkorea“, „Leipziger“ → „Leipzig“."""
    base = lemma(adjective, "ADJA")
    known = vocabulary().names.get(base.lower()) or _country(base)
    if known is not None:
        return known
    town = base.removesuffix("er")
    return town if town != base and town[:1].isupper() and name_kinds(town) & PLACE_KINDS else None
