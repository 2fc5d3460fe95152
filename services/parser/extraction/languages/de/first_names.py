"""First names and their gender: those of the dictionary, and of our own list."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from services.parser.extraction.languages.de.lexicon import classes
from services.parser.extraction.languages.de.morphology import readings

_GENDERS: Final = ("masc", "fem")


@lru_cache(maxsize=1 << 12)
def is_first_name(word: str) -> bool:
    return bool(_genders(word)) or ("-" in word and is_first_name(word.partition("-")[0]))


def gender_of_first_name(word: str) -> str:
    """Empty where it is unknown or may be either: „Kim“, „Maria“ of Klaus Maria."""
    genders = _genders(word) or _genders(word.partition("-")[0])
    return next(iter(genders)) if len(genders) == 1 else ""


@lru_cache(maxsize=1 << 12)
def _genders(word: str) -> frozenset[str]:
    own = classes("first_names.txt")
    found = {gender for gender in _GENDERS if word in own[gender]}
    found |= {r.gender for r in readings(word) if r.pos == "name" and r.kind == "first_name"}
    return frozenset(found)
