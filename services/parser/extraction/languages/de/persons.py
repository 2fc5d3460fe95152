"""The persons a text names: where, with which role, and who is meant by a surname or „er“."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, NamedTuple

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Range
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.kinds import is_person_noun
from services.parser.extraction.languages.de.morphology import name_kinds, noun_features
from services.parser.extraction.languages.de.tagged import Tagged

_PLACES: Final = frozenset({"town", "country", "region", "water", "mountain", "place"})
_LOOK_BACK: Final = 60  # names; who was named before them is not meant by „er“
_NEAR: Final = 60  # tokens between a speaker and the „er“ that goes on with him


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


class Persons:
    """Every full name of a text, in its order, found again by place, surname or role."""

    def __init__(self, names: list[Name]) -> None:
        self._names = names
        self._starts = [name.first for name in names]
        self._by_text: dict[str, Name] = {}
        self._by_surname: dict[str, list[Name]] = {}
        for name in names:
            if name.role or name.text not in self._by_text:
                known = self._by_text.get(name.text)
                self._by_text[name.text] = known if known and known.role else name
            self._by_surname.setdefault(name.surname, []).append(name)

    def best_known(self, name: Name) -> Name:
        """The same person's first mention that tells a role."""
        return name if name.role else self._by_text.get(name.text, name)

    def inside(self, where: Range) -> Name | None:
        place = bisect_left(self._starts, where[0])
        if place < len(self._names) and self._names[place].end <= where[1]:
            return self.best_known(self._names[place])
        return None

    def by_surname(self, word: str, index: int) -> Name | None:
        found = self._by_surname.get(word) or self._by_surname.get(word.removesuffix("s"))
        if not found:
            return None
        place = bisect_left([name.first for name in found[-_LOOK_BACK:]], index)
        return self.best_known(found[-_LOOK_BACK:][max(0, place - 1)])

    def by_role(self, noun: str, index: int) -> Name | None:
        """„der Minister“ is the last one whose role ends so."""
        fitting = (n for n in self._before(index) if n.role and n.role.lower().endswith(noun))
        return next(fitting, None)

    def by_pronoun(self, gender: str, index: int, recent: str | None) -> Name | None:
        """The last person of that gender; the last speaker, if nobody came long after."""
        before = [name for name in self._before(index) if name.gender in ("", gender)]
        if not before:
            return None
        same = next((name for name in before if name.text == recent), None)
        if same is not None and before[0].first - same.first < _NEAR:
            return self.best_known(same)
        return self.best_known(before[0])

    def _before(self, index: int) -> list[Name]:
        """Nearest first."""
        place = bisect_left(self._starts, index)
        return self._names[max(0, place - _LOOK_BACK) : place][::-1]


def persons_in(document: Document, text: Tagged) -> Persons:
    return Persons(_names_in(document, text))


def _names_in(document: Document, text: Tagged) -> list[Name]:
    found: list[Name] = []
    index = 0
    while index < len(text.words):
        end = _name_end(text, index)
        if end - index >= 2 and _is_person_name(text, index, end):
            found.append(_name(document, text, index, end))
        index = max(end, index + 1)
    return found


def _name_end(text: Tagged, index: int) -> int:
    end = index
    while end < len(text.words) and _is_name_part(text, end, index):
        end += 1
    while end > index and text.folded[end - 1] in words.NAME_PARTICLES:
        end -= 1
    return end


def _is_name_part(text: Tagged, index: int, first: int) -> bool:
    if text.tags[index] in ("NE", "FM") and text.words[index][0].isupper():
        return True
    if index > first and text.folded[index] in words.NAME_PARTICLES and text.words[index].islower():
        return (
            index + 1 < len(text.words)
            and text.words[index + 1][0].isupper()
            and text.folded[index] not in ("der", "das", "und", "zum", "vom", "des")
        ) or (text.folded[index - 1] in words.NAME_PARTICLES)
    return (
        index > first
        and len(text.words[index]) == 2
        and text.words[index][1] == "."
        and text.words[index][0].isupper()
    )


def _is_person_name(text: Tagged, first: int, end: int) -> bool:
    kinds = name_kinds(text.words[first])
    if "first_name" in kinds:
        return True
    if kinds & _PLACES or text.words[first].isupper():
        return False
    last = name_kinds(text.words[end - 1])
    return not last & _PLACES or "surname" in last or (end - first >= 2 and _has_role(text, first))


def _has_role(text: Tagged, first: int) -> bool:
    return first > 0 and text.tags[first - 1] == "NN" and is_person_noun(text.folded[first - 1])


def _name(document: Document, text: Tagged, first: int, end: int) -> Name:
    start, stop = document.span(first, end)
    role_start = _role_start(text, first)
    role = " ".join(text.words[role_start:first]) or None
    affiliation = _bracket(text, end)
    return Name(
        first,
        end,
        document.text[start:stop],
        _nominative(role),
        affiliation,
        _gender(text, first, role_start),
    )


def _role_start(text: Tagged, first: int) -> int:
    start = first
    while start > 0 and text.tags[start - 1] in ("NN", "ADJA", "TRUNC") and first - start < 5:
        start -= 1
    return start if start < first and text.tags[first - 1] == "NN" else first


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


def _bracket(text: Tagged, end: int) -> str | None:
    if end + 2 < len(text.words) and text.words[end] == "(" and text.words[end + 2] == ")":
        inside = text.words[end + 1]
        return None if inside[0].isdigit() else inside
    return None


def _gender(text: Tagged, first: int, role_start: int) -> str:
    if role_start < first:
        return "fem" if text.folded[first - 1].endswith("in") else "masc"
    before = text.folded[first - 1] if first else ""
    return {"frau": "fem", "herr": "masc", "herrn": "masc"}.get(
        before, _first_name_gender(text.words[first])
    )


def _first_name_gender(name: str) -> str:
    genders = noun_features(name).genders
    return next(iter(genders)) if len(genders) == 1 else ""
