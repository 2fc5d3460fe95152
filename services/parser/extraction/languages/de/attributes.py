"""What belongs to a noun behind it: names, genitives, brackets, titles, prepositions."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.agreement import may_be
from services.parser.extraction.languages.de.heads import OPENING, STARTERS, head_of, title_end
from services.parser.extraction.languages.de.morphology import name_kinds, readings
from services.parser.extraction.languages.de.tagged import NOUNS, Tagged

_NAME_ARTICLES: Final = frozenset({"die", "das"})
_PLACE_PREPOSITIONS: Final = frozenset(["in", "im", "aus", "am", "an", "bei", "beim"])


def extended(text: Tagged, end: int, limit: int) -> int:
    """Names, genitives, brackets, titles and prepositional attributes that belong to the noun."""
    while end < limit and _may_go_on(text, end):
        steps = (step(text, end, limit) for step in _STEPS)
        further = next((step for step in steps if step is not None), None)
        if further is None:
            return end
        end = further
    return end


def _noun_step(text: Tagged, end: int, limit: int) -> int | None:
    """„Präsident Meyer“ is one phrase, „laut Polizei Menschen“ holds two."""
    del limit
    if not text.is_noun(end):
        return None
    if (
        text.tags[end] == "NN"
        and _is_common_noun(text.words[end])
        and not _takes_noun(text, end - 1)
    ):
        return None
    return end + 1


@lru_cache(maxsize=1 << 13)
def _is_common_noun(word: str) -> bool:
    return any(reading.pos == "noun" for reading in readings(word)) and not name_kinds(word)


def _takes_noun(text: Tagged, before: int) -> bool:
    """Acronyms and genitives of names go before their noun: „EU Kommission“, „Merkels Sprecher“.

    So does a name with an article: „die Hoover Institution“.
    """
    word = text.words[before]
    if before and text.tags[before] == "NE":
        opens = text.folded[before - 1] in _NAME_ARTICLES or text.tags[before - 1] == "ADJA"
        if opens:
            return True
    return (
        text.tags[before] == "NE" and (word.isupper() or word.endswith(("s", "’", "'")))
    ) or word.endswith("-")


def _number_step(text: Tagged, end: int, limit: int) -> int | None:
    if text.tags[end] not in ("CARD", "XY") or not text.words[end][0].isdigit():
        return None
    counts = end + 1 < limit and (text.is_noun(end + 1) or text.tags[end + 1] == "ADJA")
    return None if counts else end + 1


def _hyphen_step(text: Tagged, end: int, limit: int) -> int | None:
    """„Bild“-Zeitung"""
    del limit
    word = text.words[end]
    return end + 1 if word[0] == "-" and len(word) > 1 else None


def _title_step(text: Tagged, end: int, limit: int) -> int | None:
    if text.words[end] not in OPENING or _is_wording(text, end + 1):
        return None
    title = title_end(text, end, limit)
    return None if title is None else title + 1


def _is_wording(text: Tagged, first: int) -> bool:
    """„die Richter „erhebliche Zweifel““: several words with a small beginning are no title."""
    return (
        first + 1 < len(text.words)
        and text.words[first][0].islower()
        and text.in_marks[first + 1]
        and text.tags[first] != "FM"
    )


def _particle_step(text: Tagged, end: int, limit: int) -> int | None:
    is_particle = text.folded[end] in words.NAME_PARTICLES and _inside_name(text, end, limit)
    return end + 1 if is_particle else None


def _genitive_step(text: Tagged, end: int, limit: int) -> int | None:
    folded = text.folded[end]
    if folded in ("von", "vom") and end + 1 < limit and _is_counted(text, end + 1):
        return None
    if folded in words.GENITIVE_STARTS or folded in ("von", "vom"):
        return genitive_or_of(text, end, limit)
    if text.tags[end] == "ADJA" and text.tags[end - 1] == "NN":
        return _bare_genitive(text, end, limit)
    return None


def _is_counted(text: Tagged, index: int) -> bool:
    """„von rund 10.000 Menschen“ is an agent rather than an attribute."""
    return text.tags[index] == "CARD" or text.folded[index] in ("rund", "etwa", "mehr", "über")


def _preposition_step(text: Tagged, end: int, limit: int) -> int | None:
    if text.folded[end] not in words.ATTRIBUTE_PREPOSITIONS:
        return None
    return _attribute_end(text, end, limit)


def _coordination_step(text: Tagged, end: int, limit: int) -> int | None:
    if text.tags[end] != "KON" and text.folded[end] not in ("und", "sowie", "oder"):
        return None
    return _coordinated_end(text, end, limit)


def _bracket_step(text: Tagged, end: int, limit: int) -> int | None:
    return _bracket_end(text, end, limit) if text.words[end] == "(" else None


_STEPS: Final = (
    _bracket_step,
    _noun_step,
    _number_step,
    _hyphen_step,
    _title_step,
    _particle_step,  # before the genitive: „Ursula von der Leyen“
    _genitive_step,
    _preposition_step,
    _coordination_step,
)


_BEGINNINGS: Final = frozenset(  # of what any of the steps may take
    {
        *OPENING,
        *words.NAME_PARTICLES,
        *words.GENITIVE_STARTS,
        *words.ATTRIBUTE_PREPOSITIONS,
        *("(", "von", "vom", "und", "sowie", "oder"),
    }
)
_BEGINNING_TAGS: Final = NOUNS | {"CARD", "XY", "ADJA", "KON"}


def _may_go_on(text: Tagged, end: int) -> bool:
    """One look in place of nine steps: behind most phrases stands a verb, a comma, an adverb."""
    return (
        text.tags[end] in _BEGINNING_TAGS
        or text.folded[end] in _BEGINNINGS
        or text.words[end][0] == "-"
    )


def _bracket_end(text: Tagged, index: int, limit: int) -> int | None:
    for end in range(index + 1, min(limit, index + 40)):
        if text.words[end] == ")":
            return end + 1
    return None


def _inside_name(text: Tagged, index: int, limit: int) -> bool:
    """„Ursula von der Leyen“, „Abdalla al Badri“: a particle between two names."""
    after = index + 1
    if after < limit and text.folded[after] in words.NAME_PARTICLES:
        after += 1
    if after >= limit or not text.words[after][0].isupper():
        return False
    if text.folded[index] in ("der", "zu", "zum", "das", "den", "vom", "im", "des"):
        return text.folded[index - 1] in words.NAME_PARTICLES
    return text.tags[index - 1] == "NE" and text.tags[after] == "NE" and text.folded[index] != "und"


def genitive_or_of(text: Tagged, index: int, limit: int) -> int | None:
    start = index + 1 if text.folded[index] in ("von", "vom", "aus") else index
    if start == index + 1 and start < limit and text.folded[start] in words.TIME_NOUNS:
        return None
    head = head_of(text, start, limit)
    if head is None:
        return None
    if start == index and not may_be(text, start, head + 1, "gen"):
        return None
    return head + 1


def _bare_genitive(text: Tagged, index: int, limit: int) -> int | None:
    """„Angaben israelischer Medien“"""
    if not text.folded[index].endswith("er"):
        return None
    head = head_of(text, index, limit)
    return None if head is None else head + 1


def _attribute_end(text: Tagged, index: int, limit: int) -> int | None:
    """„Sprecher für Äußeres“, „Professor an der Universität Bonn“, „Polizei in Dortmund“."""
    head = head_of(text, index + 1, limit)
    if head is None or any(text.folded[i] in words.TIME_NOUNS for i in range(index + 1, head + 1)):
        return None
    if text.folded[index] in ("für", "aus"):
        return head + 1 if text.tags[index - 1] == "NN" else None
    if (
        text.folded[index] in _PLACE_PREPOSITIONS
        and (text.tags[index - 1] == "NN")
        and (text.tags[head] == "NE" or is_office(text.folded[index - 1]))
    ):
        return head + 1
    return None


_OFFICES: Final = (
    "sprecher",
    "sprecherin",
    "professor",
    "professorin",
    "experte",
    "expertin",
    "botschafter",
    "botschafterin",
    "korrespondent",
    "korrespondentin",
    "beauftragte",
    "beauftragter",
    "chef",
    "chefin",
    "leiter",
    "leiterin",
    "direktor",
    "direktorin",
    "obmann",
    "minister",
    "ministerin",
    "staatssekretär",
    "dozent",
    "forscher",
    "forscherin",
    "abgeordnete",
    "abgeordneter",
    "mitarbeiter",
    "wissenschaftler",
    "behörden",
    "behörde",
    "polizei",
    "gericht",
    "landgericht",
    "amtsgericht",
    "universität",
    "botschaft",
)


def is_office(noun: str) -> bool:
    return noun.endswith(_OFFICES)


def _coordinated_end(text: Tagged, index: int, limit: int) -> int | None:
    after = index + 1
    if after >= limit or not (text.tags[after] in STARTERS or text.words[after] in OPENING):
        return None
    head = head_of(text, after, limit)
    return None if head is None else head + 1
