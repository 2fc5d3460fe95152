"""Names with a particle: „Ursula von der Leyen“, and „von der Leyen“ wherever it stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from services.parser.extraction.languages.de.first_names import is_first_name

_OWN: Final = frozenset({"von", "vom", "zu", "zum", "zur", "der", "dem", "den", "und"})
_FOREIGN: Final = frozenset(
    {"de", "van", "del", "di", "dos", "ter", "ten", "al", "el", "bin", "ibn", "du", "le", "la"}
)
_ALONE: Final = frozenset({"de", "van", "del", "al", "el", "bin", "ibn"})  # no words of German
_PARTICLES: Final = _OWN | _FOREIGN
_MOST: Final = 3  # particles of a name
_MISTAKEN: Final = frozenset({"APPR", "APPRART", "ART", "ADJA", "ADJD", "NN", "FM", "PPER", "KON"})
_NAMES: Final = frozenset({"NE", "FM"})
_OPENING: Final = frozenset({"von", "vom", "zu", "zum", "zur"}) | _FOREIGN

Known: TypeAlias = dict[str, set[tuple[str, ...]]]  # surnames by their first word, folded


def name_particles(words: Sequence[str], folded: Sequence[str], tags: list[str]) -> None:
    """Particles become part of the name: no preposition, no article of something else."""
    places = [index for index, word in enumerate(folded[:-1]) if word in _OPENING]
    known: Known = {}
    for index in places:
        if index and words[index].islower():
            _learn(words, folded, tags, index, known)
    for index in places:
        if folded[index] in known or folded[index] in _ALONE:
            _join(words, folded, tags, index, known.get(folded[index], set()))


def _learn(
    words: Sequence[str], folded: Sequence[str], tags: list[str], first: int, known: Known
) -> None:
    """„Ursula | von der | Leyen“: behind a first name, before a word that is a name."""
    if tags[first - 1] not in _NAMES or not is_first_name(words[first - 1]):
        return
    last = first
    while last < min(first + _MOST, len(words) - 1) and folded[last] in _PARTICLES:
        last += 1
    if _may_be_surname(words[last], tags[last]):
        known.setdefault(folded[first], set()).add(tuple(folded[first : last + 1]))


def _may_be_surname(word: str, tag: str) -> bool:
    """„Karl von der SPD“ is of a party."""
    return word[0].isupper() and not word[1:].isupper() and tag in _NAMES


def _join(
    words: Sequence[str],
    folded: Sequence[str],
    tags: list[str],
    first: int,
    known: set[tuple[str, ...]],
) -> None:
    for surname in known:
        if tuple(folded[first : first + len(surname)]) == surname:
            tags[first : first + len(surname)] = ["NE"] * len(surname)
            return
    follows = words[first + 1][0].isupper() and tags[first + 1] in _NAMES
    if folded[first] in _ALONE and tags[first] in _MISTAKEN and follows:
        tags[first] = "NE"
