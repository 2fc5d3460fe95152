"""What a text says of a person beside the name: role, affiliation, age, gender."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from services.parser.extraction.document import Document
from services.parser.extraction.languages.de.affiliations import affiliation_of
from services.parser.extraction.languages.de.kinds import is_person_noun, may_be_person
from services.parser.extraction.languages.de.lexicon import word_list
from services.parser.extraction.languages.de.morphology import agreements, lemma
from services.parser.extraction.languages.de.phrases import phrase_end
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.traits import FORMS_OF_ADDRESS, age_of, gender_of

TITLES: Final = frozenset({"dr.", "prof.", "dr", "prof", "sir", "lord", "h.c.", "dr.-ing."})
_APPOSITION: Final = 18  # tokens a role behind the name may have
_LEFT: Final = 14  # tokens a role before the name may have
_ADJECTIVES: Final = 5
_COPULAS: Final = frozenset({"ist", "war", "wird", "wurde", "bleibt"})
_ATTRIBUTE: Final = frozenset({"ART", "ADJA", "NN", "NE", "APPR", "APPRART", "CARD", "TRUNC", "FM"})


class Site(NamedTuple):
    """Tokens `first` to `end` are a name."""

    document: Document
    text: Tagged
    first: int
    end: int


class Name(NamedTuple):
    """A full name where it stands: `first` and `end` are tokens."""

    first: int
    end: int
    text: str
    role: str | None
    affiliation: str | None
    gender: str  # masc, fem or empty
    age: str = ""


class _Role(NamedTuple):
    """The tokens of a role, and the noun in them that names it."""

    first: int
    end: int
    head: int


def described(site: Site, name: str, label: Callable[[int], str]) -> Name:
    text, first = site.text, site.first
    bracket_end = _after_bracket(text, site.end)
    found = (
        _before(text, first)
        or _set_off_before(text, first)
        or _apposed(text, bracket_end)
        or _predicated(text, first, bracket_end)
    )
    where = None if found is None else (found.first, found.end, found.head)
    return Name(
        first,
        site.end,
        name,
        None if found is None else _wording(site.document, text, found),
        affiliation_of(site.document, text, (site.end, bracket_end), where, label),
        gender_of(text, first, None if found is None else (found.first, found.head)),
        age_of(text, first, site.end),
    )


# --- before the name -----------------------------------------------------------------------------


def _before(text: Tagged, first: int) -> _Role | None:
    """„der bayerische Minister | Max Huber“, „Vizekanzler und Arbeitsminister | Max Huber“"""
    named = _without_titles(text, first)
    head = named - 1
    if head < 0 or text.tags[head] not in ("NN", "NE", "ADJA") or not _names_role(text, head):
        return None
    start = head
    while start > 0 and named - start < _ADJECTIVES and _belongs_to_role(text, start - 1):
        start -= 1
    start = _over_first_office(text, _without_participle(text, start, head))
    return _Role(start, named, head)


def _without_titles(text: Tagged, first: int) -> int:
    while first > 0 and text.folded[first - 1] in TITLES:
        first -= 1
    return first


def _names_role(text: Tagged, noun: int) -> bool:
    word = text.folded[noun]
    if word in FORMS_OF_ADDRESS:
        return False
    if text.tags[noun] != "NN":
        if not text.words[noun][0].isupper():
            return False
        return word in word_list("ranks.txt") or is_person_noun(word)
    return may_be_person(text.words[noun])


def _belongs_to_role(text: Tagged, index: int) -> bool:
    if text.tags[index] in ("ADJA", "TRUNC"):
        return True
    return text.tags[index] == "NN" and text.tags[index + 1] == "NN" and _names_role(text, index)


def _without_participle(text: Tagged, start: int, head: int) -> int:
    """„der sich als Gegner inszenierende | Unternehmer“: what its participle governs is cut off."""
    is_governed = start > 0 and text.tags[start - 1] not in ("ART", "PPOSAT", "PDAT", "APPRART")
    is_participle = start < head and text.folded[start].rstrip("nrsme").endswith(
        ("nd", "befindlich")
    )
    is_inside = is_governed and text.words[start - 1][0].isalpha()
    return start + 1 if is_participle and is_inside else start


def _over_first_office(text: Tagged, start: int) -> int:
    """„Vizekanzler und | Arbeitsminister“"""
    before = start - 2
    if before < 0 or text.folded[start - 1] != "und" or text.tags[before] != "NN":
        return start
    if not is_person_noun(text.folded[before]):
        return start
    while before > 0 and text.tags[before - 1] in ("ADJA", "TRUNC"):
        before -= 1
    return before


def _set_off_before(text: Tagged, first: int) -> _Role | None:
    """„der Sprecher der Polizei, | Max Huber“, „der Vorsitzende des Rats | Max Huber“"""
    named = _without_titles(text, first)
    head = person_head_before(text, named)
    if head is None:
        return None
    end = named - 1 if text.words[named - 1] == "," else named
    return _Role(_over_adjectives(text, head), end, head)


def person_head_before(text: Tagged, first: int) -> int | None:
    """The noun for a person whose phrase reaches to the name, over its attributes."""
    if first == 0 or not _may_precede(text, first - 1):
        return None
    index = first - 2 if text.words[first - 1] == "," else first - 1
    found = None
    for at in range(index, max(-1, first - _LEFT), -1):
        if text.tags[at] == "NN" and is_person_noun(text.folded[at]):
            found = at
            if not _is_attribute(text, at):
                break
        elif not (text.aside[at] or text.tags[at] in _ATTRIBUTE or text.words[at] in "„“»«"):
            break
    return found if found is not None and _is_one(text, found) else None


def _is_attribute(text: Tagged, noun: int) -> bool:
    """„der Bruder | des Papstes“: the phrase goes on to the left."""
    first = _over_adjectives(text, noun)
    before = text.tags[first - 2] if first > 1 else ""
    is_genitive = first > 0 and text.folded[first - 1] in ("des", "der", "eines", "einer", "von")
    return is_genitive and before in ("NN", "NE")


def _may_precede(text: Tagged, index: int) -> bool:
    return text.words[index] in (",", ")", "“", "«") or text.tags[index] in ("NN", "NE", "ADJA")


def _is_one(text: Tagged, head: int) -> bool:
    """„der Sprecher“ and „ein Sprecher“, but not „die Spieler X, Y und Z“."""
    first = head
    while first > 0 and text.tags[first - 1] in ("ADJA", "TRUNC", "CARD", "ADV", "ADJD"):
        first -= 1
    before = text.folded[first - 1] if first else ""
    if before in ("die", "beiden", "zwei", "drei", "mehrere", "viele", "wie"):
        return text.folded[head].endswith(("in", "e")) and before == "die"
    numbers = {a.number for a in agreements(text.words[head]) if a.case in ("nom", "gen", "dat")}
    return not numbers or "sg" in numbers


# --- behind the name -----------------------------------------------------------------------------


def _apposed(text: Tagged, comma: int) -> _Role | None:
    """„Frank Karl, der Leiter der Abteilung X, sagte …“"""
    first = comma + 1
    if comma >= len(text.words) or text.words[comma] != "," or first >= len(text.words):
        return None
    end = _apposition_end(text, first)
    while end is not None and first < end and _opens_apposition(text, first):
        first += 1
    head = next((i for i in range(first, end or first) if text.tags[i] == "NN"), None)
    if end is None or head is None or not is_person_noun(text.folded[head]):
        return None
    return _Role(first, end, head)


def _predicated(text: Tagged, first: int, end: int) -> _Role | None:
    """„Max Huber ist Leiter des Amts“, „Leiter des Amts ist Max Huber“"""
    if end < len(text.words) and text.folded[end] in _COPULAS:
        return _first_office(text, end + 1)
    if first > 1 and text.folded[first - 1] in _COPULAS:
        head = person_head_before(text, first - 1)
        return None if head is None else _Role(_over_adjectives(text, head), first - 1, head)
    return None


def _first_office(text: Tagged, first: int) -> _Role | None:
    start = first
    while start < len(text.words) and text.tags[start] in ("ADV", "ART", "APPR", "CARD"):
        start += 1
    head = start
    while head < len(text.words) and text.tags[head] == "ADJA":
        head += 1
    if head >= len(text.words) or text.tags[head] != "NN":
        return None
    if not is_person_noun(text.folded[head]) or head - first > _ADJECTIVES:
        return None
    return _Role(start, phrase_end(text, start, len(text.words)) or head + 1, head)


def _over_adjectives(text: Tagged, head: int) -> int:
    start = head
    while start > 0 and text.tags[start - 1] in ("ADJA", "TRUNC"):
        start -= 1
    return start


def _opens_apposition(text: Tagged, index: int) -> bool:
    return text.tags[index] in ("ART", "PPOSAT", "PRELS") or text.folded[index] == "als"


def _apposition_end(text: Tagged, first: int) -> int | None:
    for end in range(first, min(first + _APPOSITION, len(text.words))):
        if text.words[end] in (",", ".", ":", ";", "–", "“", "„"):
            return end
        is_clause = end > first and text.tags[end] in ("KOUS", "PRELS", "PWAV")
        if is_clause or text.is_finite(end):
            return None
    return None


def _after_bracket(text: Tagged, end: int) -> int:
    """Where the text goes on behind „(SPD)“ or „(52, CDU)“."""
    if end < len(text.words) and text.words[end] == "(":
        for stop in range(end + 1, min(end + 9, len(text.words))):
            if text.words[stop] == ")":
                return stop + 1
    return end


# --- what it comes to ----------------------------------------------------------------------------


def _wording(document: Document, text: Tagged, role: _Role) -> str:
    """As it would stand without an article: „russische UN-Botschafter“ → russischer …"""
    start, stop = document.span(role.first, role.end)
    opening = text.words[role.first : role.head + 1]
    behind = document.text[document.tokens.ends[role.head] : stop]
    if not all(word[0].isalnum() for word in opening):
        return document.text[start:stop]
    return nominative(opening) + behind


def nominative(opening: list[str]) -> str:
    *adjectives, noun = opening
    noun = _base(noun)
    ending = "e" if noun.endswith("in") else "er"
    fixed = [word[: -len(_ending(word))] + ending if _ending(word) else word for word in adjectives]
    return " ".join([*fixed, noun])


def _base(noun: str) -> str:
    """„Ministers“ → Minister; a nominalised adjective keeps its form („Vorsitzende“)."""
    if not noun.endswith(("s", "n")) or noun.endswith(("in", "eiten")):
        return noun
    found = lemma(noun, "NN")
    return found if found[:1] == noun[:1] and len(noun) - len(found) <= 2 else noun


def _ending(word: str) -> str:
    return next(
        (e for e in ("em", "en", "er", "es", "e") if word.endswith(e) and word.islower()), ""
    )
