"""What is measured or counted: the symbol of a unit, or the noun behind a number."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from services.parser.extraction.languages.de.lexicon import lines
from services.parser.extraction.languages.de.morphology import agreements, lemma, noun_features
from services.parser.extraction.languages.de.tagged import Tagged

_DURATIONS: Final = frozenset(
    ["jahr", "jahre", "monat", "monate", "woche", "wochen", "tag", "tage", "minute", "minuten"]
)
_PER: Final = frozenset(["pro", "je", "per"])
_REACH: Final = 5  # words from the number to its noun
_BETWEEN_TAGS: Final = frozenset(["ADJA", "PPOSAT", "PIAT", "CARD"])
_BETWEEN_WORDS: Final = frozenset(
    ["weitere", "der", "seiner", "ihrer", "mutmaßliche", "einst", "von", "den"]
)


@lru_cache(maxsize=1)
def units() -> dict[str, str]:
    """The symbol by every way to write the unit, in small letters."""
    return dict(line.split(" ", 1) for line in lines("units.txt"))


@lru_cache(maxsize=1)
def _measures() -> frozenset[str]:
    return frozenset(units().values())


def is_measure(unit: str) -> bool:
    """Kilometres and euros measure; a noun counts."""
    return (
        unit.partition("/")[0] in _measures()
        or unit in _measures()
        or unit.casefold() in _DURATIONS
    )


def unit_behind(text: Tagged, at: int, end: int) -> tuple[str | None, int]:
    """The unit's symbol or the counted noun, and the token after it."""
    unit, stop = _unit(text, at, end)
    if unit is None or not is_measure(unit):
        return unit, stop
    return _per(text, unit, stop, end)


def _unit(text: Tagged, at: int, end: int) -> tuple[str | None, int]:
    index = at
    while index < end and index - at < _REACH:
        known = units().get(text.folded[index])
        if known is not None and (index == at or text.tags[index] == "NN"):
            return known, index + 1
        if text.tags[index] == "NN" or (
            text.tags[index] == "NE" and index == at and text.words[index][0].isupper()
        ):
            return nominative(text.words[index]), index + 1
        if text.tags[index] not in _BETWEEN_TAGS and text.folded[index] not in _BETWEEN_WORDS:
            break
        index += 1
    if at < end and text.folded[at] in ("weitere", "weiteren", "andere"):
        return None, at + 1
    return None, at


def _per(text: Tagged, unit: str, stop: int, end: int) -> tuple[str, int]:
    """„3 Euro pro Kilogramm“ is EUR/kg, „2.000 Euro im Monat“ as it stands."""
    if stop + 1 >= end or text.folded[stop] not in _PER or text.tags[stop + 1] != "NN":
        return unit, stop
    other = units().get(text.folded[stop + 1]) or text.words[stop + 1]
    return f"{unit}/{other}", stop + 2


@lru_cache(maxsize=2048)
def nominative(noun: str) -> str:
    """„Tagen“ → „Tage“, „Toten“ → „Tote“, „Akten“ as it is: as the noun stands in a list."""
    shorter = noun.removesuffix("n")
    if shorter == noun or _is_nominative_plural(noun):
        return noun
    if lemma(noun, "NN") == shorter or _is_nominative_plural(shorter):
        return shorter
    return shorter if noun_features(shorter).numbers and not _is_nominative(noun) else noun


def _is_nominative_plural(noun: str) -> bool:
    return any(a.case == "nom" and a.number == "pl" for a in agreements(noun))


def _is_nominative(noun: str) -> bool:
    return "nom" in noun_features(noun).cases
