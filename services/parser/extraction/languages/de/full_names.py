"""The full names of a text: which words are the name of a person, with role and party."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final, NamedTuple

from services.parser.extraction.document import Document
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.kinds import is_person_noun, kind_of_noun
from services.parser.extraction.languages.de.morphology import name_kinds, noun_features
from services.parser.extraction.languages.de.names import names
from services.parser.extraction.languages.de.tagged import Tagged

TITLES: Final = frozenset({"dr.", "prof.", "dr", "prof", "sir", "lord"})
FORMS_OF_ADDRESS: Final = {"frau": "fem", "herr": "masc", "herrn": "masc"}
_PLAIN: Final = 2  # first name and surname
_APPOSITION: Final = 16  # tokens a role behind the name may have


class Name(NamedTuple):
    """A full name where it stands: `first` and `end` are tokens."""

    first: int
    end: int
    text: str
    role: str | None
    affiliation: str | None
    gender: str  # masc, fem or empty

    @property
    def surname(self) -> str:
        return self.text.rpartition(" ")[2]


class Labels:
    """PER, LOC and ORG by token; a sentence is looked at when one of its words is asked for."""

    def __init__(self, document: Document, text: Tagged) -> None:
        self._sentences = document.sentences
        self._starts = [sentence.first for sentence in document.sentences]
        self._text = text
        self._known: dict[int, list[str]] = {}

    def at(self, index: int) -> str:
        number = bisect_right(self._starts, index) - 1
        sentence = self._sentences[number]
        found = self._known.get(number)
        if found is None:
            where = slice(sentence.first, sentence.end)
            found = self._known[number] = names(self._text.words[where], self._text.tags[where])
        return found[index - sentence.first][2:]


def full_names(document: Document, text: Tagged, labels: Labels) -> list[Name]:
    found: list[Name] = []
    index = 0
    while index < len(text.words):
        if text.tags[index] not in ("NE", "FM"):
            index += 1
            continue
        end = _name_end(text, index)
        first, end = _labelled(text, labels, _without_title(text, index, end), end)
        if end - first >= 2 and _is_person(text, labels, first, end):
            found.append(_name(document, text, first, end))
        index = max(end, index + 1)
    return found


def _name_end(text: Tagged, index: int) -> int:
    end = index
    while end < len(text.words) and _is_name_part(text, end, index):
        end += 1
    while end > index and text.folded[end - 1] in words.NAME_PARTICLES:
        end -= 1
    return end


def _without_title(text: Tagged, first: int, end: int) -> int:
    while first < end and (text.folded[first] in TITLES or text.folded[first] in FORMS_OF_ADDRESS):
        first += 1
    return first


def _labelled(text: Tagged, labels: Labels, first: int, end: int) -> tuple[int, int]:
    """„der CDU | Frank Meier“: of a run of names only those of the person."""
    if end - first < 3:
        return first, end
    if _is_acronym_before_name(text, first + 1):
        return first + 1, end
    kinds = [labels.at(index) for index in range(first, end)]
    while first < end and kinds and kinds[0] in ("ORG", "LOC") and "PER" in kinds:
        first += 1
        kinds.pop(0)
    return first, end


def _is_acronym_before_name(text: Tagged, first: int) -> bool:
    """„CDU Frank Meier“: no name begins with a party."""
    before = text.words[first - 1] if first else ""
    return len(before) > 1 and before.isupper() and "first_name" in name_kinds(text.words[first])


def _is_name_part(text: Tagged, index: int, first: int) -> bool:
    word = text.words[index]
    if text.tags[index] in ("NE", "FM") and word[0].isupper():
        return True
    if index > first and text.folded[index] in words.NAME_PARTICLES and word.islower():
        return _goes_on_as_name(text, index)
    return index > first and len(word) == 2 and word[1] == "." and word[0].isupper()


def _goes_on_as_name(text: Tagged, index: int) -> bool:
    after = index + 1
    is_particle = text.folded[index] not in ("der", "das", "und", "zum", "vom", "des")
    if is_particle and after < len(text.words) and text.words[after][0].isupper():
        return True
    return text.folded[index - 1] in words.NAME_PARTICLES


def _is_person(text: Tagged, labels: Labels, first: int, end: int) -> bool:
    """What the name finder says; where it sees no name, a first name or a role must."""
    is_plain = end - first == _PLAIN and text.tags[first] == text.tags[end - 1] == "NE"
    if is_plain and "first_name" in name_kinds(text.words[first]):
        return True  # „Angela Merkel“ needs no second look
    seen = {labels.at(index) for index in range(first, end)} - {""}
    if "PER" in seen:
        return "ORG" not in seen
    if _is_acronym_before_name(text, first):
        return True
    if seen:
        return False
    if text.words[first].isupper():
        return False
    return "first_name" in name_kinds(text.words[first]) or _has_role(text, first)


def _has_role(text: Tagged, first: int) -> bool:
    return first > 0 and text.tags[first - 1] == "NN" and is_person_noun(text.folded[first - 1])


def _name(document: Document, text: Tagged, first: int, end: int) -> Name:
    start, stop = document.span(first, end)
    role_start = _role_start(text, first)
    role = _nominative(" ".join(text.words[role_start:first]) or None)
    behind, party = _after_bracket(text, end)
    return Name(
        first,
        end,
        document.text[start:stop],
        role or _apposed_role(document, text, behind),
        party,
        _gender(text, first, role_start),
    )


def _role_start(text: Tagged, first: int) -> int:
    start = first
    while start > 0 and text.folded[start - 1] in TITLES:
        start -= 1
    named = start
    while start > 0 and text.tags[start - 1] in ("NN", "ADJA", "TRUNC") and named - start < 5:
        start -= 1
    is_role = start < named and text.tags[named - 1] == "NN"
    is_address = is_role and text.folded[named - 1] in FORMS_OF_ADDRESS
    return start if is_role and not is_address and _names_role(text, named - 1) else first


def _names_role(text: Tagged, noun: int) -> bool:
    return kind_of_noun(text, noun) not in ("organization", "document")


def _apposed_role(document: Document, text: Tagged, comma: int) -> str | None:
    """„Frank Karl, der Leiter der Abteilung X, sagte …“"""
    first = comma + 1
    if comma >= len(text.words) or text.words[comma] != "," or first >= len(text.words):
        return None
    end = _apposition_end(text, first)
    if end is None:
        return None
    if text.tags[first] == "ART":
        first += 1
    head = next((i for i in range(first, end) if text.tags[i] == "NN"), None)
    if head is None or not is_person_noun(text.folded[head]):
        return None
    start, stop = document.span(first, end)
    return document.text[start:stop]


def _apposition_end(text: Tagged, first: int) -> int | None:
    for end in range(first, min(first + _APPOSITION, len(text.words))):
        if text.words[end] in (",", ".") or text.is_finite(end):
            return end if text.words[end] == "," else None
    return None


def _nominative(role: str | None) -> str | None:
    """„russische UN-Botschafter“ → „russischer UN-Botschafter“: as without article."""
    if role is None or " " not in role:
        return role
    *adjectives, noun = role.split(" ")
    ending = "e" if noun.endswith("in") else "er"
    fixed = [word[: -len(_ending(word))] + ending if _ending(word) else word for word in adjectives]
    return " ".join([*fixed, noun])


def _ending(word: str) -> str:
    return next(
        (e for e in ("em", "en", "er", "es", "e") if word.endswith(e) and word.islower()), ""
    )


def _after_bracket(text: Tagged, end: int) -> tuple[int, str | None]:
    """„(SPD)“ behind a name, and where the text goes on; a number there is an age."""
    if end + 2 < len(text.words) and text.words[end] == "(" and text.words[end + 2] == ")":
        inside = text.words[end + 1]
        return end + 3, None if inside[0].isdigit() else inside
    return end, None


def _gender(text: Tagged, first: int, role_start: int) -> str:
    before = text.folded[first - 1] if first else ""
    if before in FORMS_OF_ADDRESS:
        return FORMS_OF_ADDRESS[before]
    if role_start < first and is_person_noun(before):
        return "fem" if before.endswith("in") else _first_name_gender(text.words[first]) or "masc"
    return _first_name_gender(text.words[first])


def _first_name_gender(name: str) -> str:
    genders = noun_features(name).genders & {"masc", "fem"}
    return next(iter(genders)) if len(genders) == 1 else ""
