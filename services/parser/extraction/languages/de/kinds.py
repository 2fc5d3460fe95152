"""What a noun names: a person, a group, an organisation, something written."""

from __future__ import annotations

from functools import lru_cache

from services.parser.extraction.languages.de.lexicon import word_list
from services.parser.extraction.languages.de.morphology import noun_features
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.model import SpeakerKind


def kind_of_noun(text: Tagged, head: int) -> SpeakerKind:
    noun = text.folded[head]
    kind = _listed_kind(noun)
    if kind in ("document", "organization"):
        return kind
    if kind == "person":
        return "group" if _is_plural(text, head) else "person"
    if text.tags[head] == "NE":
        return "organization" if text.words[head].isupper() else "unknown"
    return "unknown"


def _is_plural(text: Tagged, head: int) -> bool:
    before = text.folded[head - 1] if head else ""
    if before in ("ein", "eine", "der", "einer", "eines"):
        return False
    numbers = noun_features(text.words[head]).numbers
    return "pl" in numbers


def is_person_noun(noun: str) -> bool:
    return noun.endswith(_endings("persons.txt"))


@lru_cache(maxsize=1 << 13)
def _listed_kind(noun: str) -> SpeakerKind:
    if noun.endswith(_endings("documents.txt")):
        return "document"
    if noun.endswith(_endings("organizations.txt")):
        return "organization"
    return "person" if is_person_noun(noun) else "unknown"


@lru_cache(maxsize=4)
def _endings(name: str) -> tuple[str, ...]:
    return tuple(word_list(name))


def is_voice(text: Tagged, first: int, end: int) -> bool:
    """Somebody who can speak: a name, a person, an organisation."""
    if any(text.tags[i] == "NE" for i in range(first, end)):
        return True
    head = next((i for i in range(first, end) if text.tags[i] == "NN"), None)
    return head is not None and kind_of_noun(text, head) in ("person", "group", "organization")
