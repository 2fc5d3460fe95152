"""Case and number: what article, adjective and noun agree on, and the verb with them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.morphology import agreements, readings
from services.parser.extraction.languages.de.tagged import Tagged

PRENOMINAL: Final = frozenset(
    {"ART", "PDAT", "PIAT", "PPOSAT", "CARD", "ADJA", "TRUNC", "PRELAT", "PWAT"}
)
PRONOUNS: Final = frozenset({"PPER", "PDS", "PIS", "PPOSS"})


@lru_cache(maxsize=8192)
def _features(word: str) -> frozenset[tuple[str, str]]:
    return frozenset((a.case, a.number) for a in agreements(word, initial=True))


def features_of(text: Tagged, first: int, end: int) -> frozenset[tuple[str, str]]:
    """Case and number that article, adjectives and noun agree on; empty means unknown."""
    found: frozenset[tuple[str, str]] = frozenset()
    for index in range(first, end):
        tag = text.tags[index]
        if tag in ("NE", "FM"):
            break
        mine = (
            _features(text.words[index])
            if tag in PRENOMINAL or tag in ("NN", *PRONOUNS)
            else frozenset()
        )
        if tag == "CARD":
            continue
        if mine:
            found = (found & mine) or found if found else mine
        if tag == "NN":
            break
    return found


def may_be(text: Tagged, first: int, end: int, case: str) -> bool:
    found = features_of(text, first, end)
    return not found or any(case == c for c, _ in found)


def may_be_subject(text: Tagged, first: int, end: int, finite: int | None) -> bool:
    """Nominative, and the number of the verb."""
    if text.tags[first] == "PPER":
        return text.folded[first] in words.PRONOUNS_NOMINATIVE
    is_pronoun = text.tags[first] == "PIS"  # „einige der Abgeordneten“: its own case counts
    found = features_of(text, first, first + 1 if is_pronoun else end)
    if not found:
        return True
    numbers = {number for case, number in found if case == "nom"}
    if not numbers:
        return False
    if finite is None or any(
        text.folded[i] in ("und", "sowie") or text.tags[i] == "CARD" for i in range(first, end)
    ):
        return True
    wanted = verb_numbers(text.folded[finite])
    return not wanted or bool(wanted & numbers) or "" in numbers


@lru_cache(maxsize=4096)
def verb_numbers(form: str) -> frozenset[str]:
    return frozenset(r.number for r in readings(form) if r.person == "3")
