"""Whom a mention means: a name in it, a surname, a role, or a pronoun that goes on."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final, NamedTuple

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Range
from services.parser.extraction.languages.de.agreement import verb_numbers
from services.parser.extraction.languages.de.full_names import (
    FORMS_OF_ADDRESS,
    TITLES,
    Labels,
    Name,
    full_names,
)
from services.parser.extraction.languages.de.kinds import is_person_noun, kind_of_noun
from services.parser.extraction.languages.de.lexicon import word_list
from services.parser.extraction.languages.de.morphology import noun_features
from services.parser.extraction.languages.de.persons import Persons
from services.parser.extraction.languages.de.sources import names_source
from services.parser.extraction.languages.de.subjects import subject_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.model import Resolution

_GENDERS: Final = {"er": "masc", "sie": "fem"}
_ARTICLES: Final = frozenset({"der", "die", "dieser", "diese", "dem", "des"})
_BEFORE_HEAD: Final = frozenset({"ART", "ADJA", "PPOSAT", "CARD", "PDAT", "PIAT", "TRUNC", "APPR"})
_SENTENCES_BACK: Final = 3
_CLAUSES_BACK: Final = 20  # of a sentence; nobody remembers farther


class Meant(NamedTuple):
    name: Name | None
    resolution: Resolution


class Mentions:
    """Answers for one text; what a pronoun means is remembered by its place."""

    def __init__(self, document: Document, text: Tagged) -> None:
        self.labels = Labels(document, text)
        self._text = text
        self._persons = Persons(full_names(document, text, self.labels))
        self._starts = [sentence.first for sentence in document.sentences]
        self._pronouns: dict[int, Name | None] = {}

    def meant_by(self, where: Range, recent: Name | None) -> Meant:
        first, end = where
        if end - first == 1 and self._text.tags[first] == "PPER":
            return Meant(self._by_pronoun(first, recent), "pronoun")
        named = self._named(first, end)
        if named is not None:
            return Meant(named, "explicit")
        nominal = self._by_role(first, end)
        return Meant(nominal, "nominal" if nominal is not None else "explicit")

    def _named(self, first: int, end: int) -> Name | None:
        """The name that the phrase itself is, not one in a genitive or a title of it."""
        text = self._text
        start = self._past_source(first, end)
        head = _head(text, start, end)
        if head is None or _is_several(text, head, end):
            return None
        if text.tags[head] != "NN":
            return self._name_at(head, "", "", genitive=start > first)
        role = text.folded[head]
        if kind_of_noun(text, head) in ("organization", "document") or _is_organisation(role):
            return None
        gender = FORMS_OF_ADDRESS.get(role) or _gender_of(role)
        role = "" if role in FORMS_OF_ADDRESS else role
        after = _past_titles(text, head + 1, end)
        named = None
        if after < end and text.tags[after] in ("NE", "FM"):
            named = self._name_at(after, gender, role)
        if named is None and is_person_noun(text.folded[head]):
            named = self._apposed(after, end)
        return named

    def _past_source(self, first: int, end: int) -> int:
        """„Angaben des Sprechers Meyer“ are the words of Meyer."""
        text = self._text
        head = _head(text, first, end)
        if head is None or text.tags[head] != "NN" or not names_source(text, head, head + 1):
            return first
        after = head + 1
        return after if after < end else first

    def _apposed(self, first: int, end: int) -> Name | None:
        """„die Sprecherin der Polizei, Eva Kern“, „der Abgeordnete der CDU Frank Meier“"""
        for index in range(first, end - 1):
            word = self._text.words[index]
            found = self._persons.at(index + 1)
            if word == "," or (word.isupper() and len(word) > 1 and found is not None):
                return found
        return None

    def _name_at(
        self, index: int, gender: str, role: str, *, genitive: bool = False
    ) -> Name | None:
        full = self._persons.at(index)
        if full is not None:
            return full
        text = self._text
        after = index + 1
        if after < len(text.tags) and text.tags[index] == "NE" and text.tags[after] == "NN":
            owner = text.words[index].endswith(("s", "’", "'"))
            if owner:
                return None  # „Meyers Anwalt“ is somebody else
        word = text.words[index]
        found = self._persons.by_surname(word, gender, role)
        if found is None and genitive:  # „Angaben Meyers“
            found = self._persons.by_surname(word.removesuffix("s"), gender, role)
        return found

    def _by_role(self, first: int, end: int) -> Name | None:
        text = self._text
        nouns = [i for i in range(first, end) if text.tags[i] == "NN"]
        if len(nouns) != 1 or text.folded[first] not in _ARTICLES or not _is_bare(text, first, end):
            return None
        if not is_person_noun(text.folded[nouns[0]]) and kind_of_noun(text, nouns[0]) != "unknown":
            return None
        return self._persons.by_role(text.folded[nouns[0]], first)

    # --- pronouns --------------------------------------------------------------------------------

    def _by_pronoun(self, index: int, recent: Name | None) -> Name | None:
        """Only „er“ and a „sie“ that is one person; better nobody than somebody else."""
        if index not in self._pronouns:
            self._pronouns[index] = None  # a circle ends here
            self._pronouns[index] = self._antecedent(index, recent)
        return self._pronouns[index]

    def _antecedent(self, index: int, recent: Name | None) -> Name | None:
        gender = _GENDERS.get(self._text.folded[index])
        if gender is None or (gender == "fem" and _is_plural_subject(self._text, index)):
            return None
        number = bisect_right(self._starts, index) - 1
        for place in range(number, max(-1, number - _SENTENCES_BACK), -1):
            found = self._subject_in(place, index, gender, recent)
            if found is not None:
                return found.name
        if recent is not None and self._persons.may_be(recent, gender, index):
            return recent
        return self._persons.only_one(gender, index)

    def _subject_in(self, place: int, index: int, gender: str, recent: Name | None) -> Meant | None:
        """The last subject of that gender before it; one without a name ends the search."""
        text = self._text
        for clause in reversed(text.analyses[place].clauses[-_CLAUSES_BACK:]):
            if clause.kind not in ("v1", "v2") or clause.finite is None:
                continue
            subject = subject_of(text, clause)
            if subject is None or subject[1] > index or subject[0] == index:
                continue
            found = self._fitting(subject, gender, recent, index)
            if found is not None:
                return found
        return None

    def _fitting(
        self, subject: Range, gender: str, recent: Name | None, index: int
    ) -> Meant | None:
        text = self._text
        first, end = subject
        if text.tags[first] == "PPER":
            same = _GENDERS.get(text.folded[first]) == gender
            return Meant(self._by_pronoun(first, recent), "pronoun") if same else None
        meant = self.meant_by(subject, None)
        if meant.name is not None:
            return meant if self._persons.may_be(meant.name, gender, index) else None
        head = _head(text, first, end)
        if head is None or text.tags[head] != "NN" or not is_person_noun(text.folded[head]):
            return None
        return meant if _gender_of(text.folded[head]) == gender else None


def _head(text: Tagged, first: int, end: int) -> int | None:
    """The noun right before the name, or else the name: „der Reeder“ | „Torsten Hauk“."""
    index = first
    while index < end and (
        text.tags[index] in _BEFORE_HEAD
        or text.folded[index] in TITLES
        or _is_owner(text, index, end)
    ):
        index += 1
    while index + 1 < end and text.tags[index] == "NN" and text.tags[index + 1] == "NN":
        index += 1
    if text.tags[index : index + 3] == ["NN", "KON", "NN"] and index + 2 < end:
        index += 2  # „Vizekanzler und Arbeitsminister“
    return index if index < end and text.tags[index] in ("NN", "NE", "FM") else None


def _past_titles(text: Tagged, index: int, end: int) -> int:
    while index < end and text.folded[index] in TITLES:
        index += 1
    return index


def _is_organisation(genitive: str) -> bool:
    """„des Ingenieurbüros“"""
    return genitive.removesuffix("s").endswith(tuple(word_list("organizations.txt")))


def _is_owner(text: Tagged, index: int, end: int) -> bool:
    """„Rotenbachs Trainer“"""
    return (
        text.tags[index] == "NE"
        and text.words[index].endswith("s")
        and index + 1 < end
        and text.tags[index + 1] == "NN"
    )


def _is_several(text: Tagged, head: int, end: int) -> bool:
    """„Merkel und Sarkozy“ are two; „der Bürgermeister und Senator X“ is one."""
    return any(
        text.folded[index] in ("und", "sowie", "&")
        and text.tags[index - 1] in ("NE", "NN", "FM")
        and not text.aside[index]
        and index + 1 < end
        and _opens_person(text, index + 1, end)
        for index in range(head + 1, end)
    )


def _opens_person(text: Tagged, index: int, end: int) -> bool:
    head = _head(text, index, end)
    if head is None:
        return False
    return text.tags[head] in ("NE", "FM") or text.tags[index] in ("ART", "PPOSAT")


def _is_bare(text: Tagged, first: int, end: int) -> bool:
    """„der Minister“, „der deutsche Minister“: with a genitive it may be another one."""
    return all(
        text.tags[index] in ("ART", "PDAT", "ADJA", "NN") for index in range(first, end)
    ) and (sum(text.tags[index] == "ART" for index in range(first, end)) <= 1)


def _gender_of(noun: str) -> str:
    if noun.endswith("in") and is_person_noun(noun):
        return "fem"
    genders = noun_features(noun.capitalize()).genders
    return next(iter(genders)) if len(genders) == 1 and genders <= {"masc", "fem"} else ""


def _is_plural_subject(text: Tagged, index: int) -> bool:
    near = [i for i in (index - 1, index + 1) if 0 <= i < len(text.tags) and text.is_finite(i)]
    return any("sg" not in verb_numbers(text.folded[i]) for i in near)
