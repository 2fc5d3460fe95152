"""What a noun names: a person, a group, an organisation, something written."""

from __future__ import annotations

from services.parser.extraction.languages.de.lexicon import word_list
from services.parser.extraction.languages.de.morphology import noun_features
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.model import SpeakerKind


def kind_of_noun(text: Tagged, head: int) -> SpeakerKind:
    noun = text.folded[head]
    if noun.endswith(tuple(word_list("documents.txt"))):
        return "document"
    if noun.endswith(tuple(word_list("organizations.txt"))):
        return "organization"
    if is_person_noun(noun):
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
    return noun.endswith(tuple(word_list("persons.txt")))


def is_voice(text: Tagged, first: int, end: int) -> bool:
    """Somebody who can speak: a name, a person, an organisation."""
    if any(text.tags[i] == "NE" for i in range(first, end)):
        return True
    head = next((i for i in range(first, end) if text.tags[i] == "NN"), None)
    return head is not None and kind_of_noun(text, head) in ("person", "group", "organization")
