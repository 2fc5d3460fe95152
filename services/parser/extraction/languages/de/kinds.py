"""What a noun names: a person, a group, an organisation, something written."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from services.parser.extraction.languages.de.lexicon import word_list
from services.parser.extraction.languages.de.morphology import (
    guessed_readings,
    name_kinds,
    noun_features,
)
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.model import SpeakerKind

_LISTS: Final[tuple[tuple[SpeakerKind, str], ...]] = (
    ("document", "documents.txt"),  # of equal endings the first wins
    ("organization", "organizations.txt"),
    ("group", "groups.txt"),
    ("person", "persons.txt"),
)
_SINGULAR: Final = frozenset(
    ["ein", "eine", "einer", "eines", "einem", "der", "dem", "des", "dieser", "diesem", "jener"]
)
STATEMENTS: Final = (
    *("angaben", "angabe", "aussagen", "aussage", "auskünften", "auskunft"),
    *("informationen", "darstellungen", "darstellung"),
)
_AGENTIVE: Final = (
    *("er", "erin", "ers", "ern", "or", "orin", "ist", "istin", "isten", "ent", "entin", "enten"),
    *("ant", "antin", "anten", "oge", "ogin", "ogen", "eur", "eurin", "är", "ärin", "at", "aten"),
    *("rat", "rätin", "ling", "frau", "mann", "manns", "mannes", "chef", "chefs", "chefin"),
    *("ende", "enden", "ender", "igte", "igten", "igter", "ierte", "ierten", "ierter", "dete"),
)


def kind_of_noun(text: Tagged, head: int) -> SpeakerKind:
    noun = text.folded[head]
    kind = _listed_kind(noun)
    if kind in ("document", "organization", "group"):
        return kind
    if kind == "person":
        return "group" if _is_plural(text, head) else "person"
    if text.tags[head] == "NE":
        return "organization" if text.words[head].isupper() else "unknown"
    return "unknown"


def _is_plural(text: Tagged, head: int) -> bool:
    first = head
    while first > 0 and text.tags[first - 1] in ("ADJA", "TRUNC"):
        first -= 1
    before = text.folded[first - 1] if first else ""
    if before in _SINGULAR:
        return False
    numbers = noun_features(text.words[head]).numbers
    return "pl" in numbers


@lru_cache(maxsize=1 << 13)
def is_person_noun(noun: str) -> bool:
    """„sprecher“, „sprechers“, „präsidenten“."""
    return any(form.endswith(_endings("persons.txt")) for form in _forms(noun))


def _forms(noun: str) -> tuple[str, ...]:
    """As it stands, and without the ending of a genitive or of a weak noun."""
    if noun.endswith(("s", "n")):
        return (noun, noun[:-1], noun[:-2])
    return (noun,)


def is_institution_noun(noun: str) -> bool:
    return _listed_kind(noun) == "organization"


def is_statement(noun: str) -> bool:
    """What somebody says rather than what lies there in writing: „Angaben“, „Aussage“."""
    return noun.endswith(STATEMENTS)


def kind_of_word(noun: str) -> SpeakerKind:
    """Of a noun by itself, in small letters."""
    return _listed_kind(noun)


@lru_cache(maxsize=1 << 12)
def is_common_noun(word: str) -> bool:
    return any(reading.pos == "noun" for reading in guessed_readings(word)) and not name_kinds(word)


def is_institution(last: str) -> bool:
    """„Robert Koch-Institut“: the last word of a name that is none of a person."""
    part = last.rpartition("-")[2].lower()
    listed = _listed_kind(part) in ("organization", "document")
    return listed and ("-" in last or is_common_noun(last))


@lru_cache(maxsize=1 << 12)
def may_be_person(noun: str) -> bool:
    """Listed, or formed like a word for somebody: „Kioskbesitzer“, „Nobelpreisträgerin“."""
    folded = noun.lower()
    if folded.endswith(("rat", "vorstand")):
        return True
    if _listed_kind(folded) != "unknown":
        return is_person_noun(folded)
    genders = noun_features(noun).genders
    return folded.endswith(_AGENTIVE) and (not genders or bool(genders & {"masc", "fem"}))


@lru_cache(maxsize=1 << 13)
def _listed_kind(noun: str) -> SpeakerKind:
    """By the longest ending that is listed: a „landrat“ is no „rat“."""
    forms = _forms(noun)
    best: tuple[int, SpeakerKind] = (0, "unknown")
    for kind, name in _LISTS:
        if not any(form.endswith(_endings(name)) for form in forms):
            continue  # as of most nouns, at the cost of one look
        longest = max(len(e) for e in _endings(name) for f in forms if f.endswith(e))
        best = max(best, (longest, kind), key=lambda found: found[0])
    return best[1]


@lru_cache(maxsize=4)
def _endings(name: str) -> tuple[str, ...]:
    return tuple(word_list(name))


def is_voice(text: Tagged, first: int, end: int) -> bool:
    """Somebody who can speak: a name, a person, an organisation."""
    if any(text.tags[i] == "NE" for i in range(first, end)):
        return True
    head = next((i for i in range(first, end) if text.tags[i] == "NN"), None)
    return head is not None and kind_of_noun(text, head) in ("person", "group", "organization")
