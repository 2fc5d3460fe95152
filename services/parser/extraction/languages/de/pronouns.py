"""The person that „er“, „sie“ or „seine Meinung“ goes on with."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Final, NamedTuple

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Range
from services.parser.extraction.languages.de.agreement import verb_numbers
from services.parser.extraction.languages.de.clauses import Clause
from services.parser.extraction.languages.de.kinds import is_person_noun, kind_of_noun
from services.parser.extraction.languages.de.morphology import noun_features
from services.parser.extraction.languages.de.naming import gender_of_noun
from services.parser.extraction.languages.de.persons import Persons
from services.parser.extraction.languages.de.roles import Name
from services.parser.extraction.languages.de.subjects import subject_of
from services.parser.extraction.languages.de.tagged import Tagged

_GENDERS: Final = {"er": "masc", "sie": "fem"}
_SENTENCES_BACK: Final = 3
_CLAUSES_BACK: Final = 20  # of a sentence; nobody remembers farther


class _Found(NamedTuple):
    """`name` is None where somebody without a name is meant: the search ends there."""

    name: Name | None


class _Search(NamedTuple):
    place: int
    gender: str
    recent: Name | None
    sentence: int


class Antecedents:
    """Prefers the subject of the sentence before; among equals nobody."""

    def __init__(
        self,
        document: Document,
        text: Tagged,
        persons: Persons,
        named: Callable[[Range], Name | None],
    ) -> None:
        self._text = text
        self._persons = persons
        self._named = named
        self._sentences = document.sentences
        self._starts = [sentence.first for sentence in document.sentences]
        self._known: dict[int, Name | None] = {}

    def of(self, index: int, gender: str, recent: Name | None) -> Name | None:
        if index not in self._known:
            self._known[index] = None  # a circle ends here
            self._known[index] = self._antecedent(index, gender, recent)
        return self._known[index]

    def _antecedent(self, index: int, gender: str, recent: Name | None) -> Name | None:
        if gender == "fem" and self._is_plural(index):
            return None
        search = _Search(index, gender, recent, bisect_right(self._starts, index) - 1)
        for place in range(search.sentence, max(-1, search.sentence - _SENTENCES_BACK), -1):
            found = self._subject_in(place, search) or self._other_in(place, search)
            if found is not None:
                return found.name
        if recent is not None and self._persons.may_be(recent, gender, index):
            return recent
        return self._persons.only_one(gender, index)

    # --- subjects --------------------------------------------------------------------------------

    def _subject_in(self, place: int, search: _Search) -> _Found | None:
        """The last subject of that gender before it; one without a name ends the search."""
        for clause in reversed(self._text.analyses[place].clauses[-_CLAUSES_BACK:]):
            if clause.kind not in ("v1", "v2") or clause.finite is None:
                continue
            subject = subject_of(self._text, clause)
            if subject is None or subject[1] > search.place or subject[0] == search.place:
                continue
            found = self._fitting(subject, clause, place, search)
            if found is not None:
                return found
        return None

    def _fitting(
        self, subject: Range, clause: Clause, place: int, search: _Search
    ) -> _Found | None:
        text, first = self._text, subject[0]
        if text.tags[first] == "PPER":
            same = _GENDERS.get(text.folded[first]) == search.gender
            return _Found(self.of(first, search.gender, search.recent)) if same else None
        name = self._named(subject)
        if name is not None:
            return _Found(name) if self._agrees(name, place, search) else None
        return self._nameless(subject, clause, search.gender)

    def _agrees(self, name: Name, place: int, search: _Search) -> bool:
        if name.gender:
            return name.gender == search.gender
        # who acted just before is gone on with; a „sie“ of unknown gender may be a thing
        is_next = search.sentence - place <= 1 and search.gender == "masc"
        return is_next or self._persons.may_be(name, search.gender, search.place)

    def _nameless(self, subject: Range, clause: Clause, gender: str) -> _Found | None:
        """„der Arzt“, „die Partei“: the pronoun may go on with them."""
        text, (first, end) = self._text, subject
        head = next((i for i in range(first, end) if text.tags[i] in ("NN", "NE")), None)
        if head is None or text.tags[head] != "NN":
            return None
        if self._is_many(head, clause):
            is_voice = kind_of_noun(text, head) != "unknown"
            return _Found(None) if is_voice and gender == "fem" else None
        is_voice = kind_of_noun(text, head) in ("person", "organization")
        if not is_voice and not is_person_noun(text.folded[head]):
            return None
        return _Found(None) if _gender(text.folded[head]) == gender else None

    def _is_many(self, head: int, clause: Clause) -> bool:
        finite = clause.finite
        if finite is None:
            return False
        numbers = noun_features(self._text.words[head]).numbers
        return "pl" in numbers and "sg" not in verb_numbers(self._text.folded[finite])

    # --- anybody else ----------------------------------------------------------------------------

    def _other_in(self, place: int, search: _Search) -> _Found | None:
        """„…, wie Max Huber mitteilte. Er …“: somebody who is no subject of a main clause."""
        if place == search.sentence:
            return None
        sentence = self._sentences[place]
        named = {name.text: name for name in self._named_between(sentence.first, sentence.end)}
        fitting = [n for n in named.values() if n.gender == search.gender]
        unknown = [n for n in named.values() if not n.gender]
        if len(fitting) + len(unknown) > 1:
            return _Found(None) if len(fitting) > 1 else None
        return _Found(fitting[0]) if fitting else None

    def _named_between(self, first: int, end: int) -> list[Name]:
        """In the reporter's words: whom a speaker talks of is not gone on with."""
        text = self._text
        found = []
        index = first
        while index < end:
            quoted = text.utterances.get(index)
            if quoted is not None:
                index = max(index + 1, quoted.closing)
                continue
            name = self._persons.at(index)
            if name is None and text.tags[index] == "NE" and self._is_alone(index):
                name = self._persons.by_surname(text.words[index], "", "")
            found += [name] if name is not None else []
            index += 1
        return found

    def _is_alone(self, index: int) -> bool:
        near = self._persons.within(max(0, index - 4), index)
        return not any(name.first <= index < name.end for name in near)

    def _is_plural(self, index: int) -> bool:
        text = self._text
        if text.tags[index] != "PPER":
            return False
        near = [i for i in (index - 1, index + 1) if 0 <= i < len(text.tags) and text.is_finite(i)]
        return any("sg" not in verb_numbers(text.folded[i]) for i in near)


def _gender(noun: str) -> str:
    return gender_of_noun(noun)
