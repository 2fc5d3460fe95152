"""Persons called by what they are: „der Minister“, „die 41-Jährige“, „ihr Anwalt“."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.languages.de.chiefs import BODIES
from services.parser.extraction.languages.de.kinds import is_person_noun, kind_of_noun
from services.parser.extraction.languages.de.lexicon import word_list
from services.parser.extraction.languages.de.morphology import lemma, noun_features
from services.parser.extraction.languages.de.naming import gender_of_noun
from services.parser.extraction.languages.de.persons import Persons
from services.parser.extraction.languages.de.pronouns import Antecedents
from services.parser.extraction.languages.de.roles import Name
from services.parser.extraction.languages.de.tagged import Tagged

_DEFINITE: Final = frozenset({"der", "die", "dieser", "diese", "dem", "des", "diesem", "dieses"})
_STEM: Final = 5  # letters: „Ukraine“ and „ukrainisch“
_MASCULINE: Final = frozenset({"dem", "des", "diesem", "dieses", "dieser"})


class Epithets:
    def __init__(self, text: Tagged, persons: Persons, antecedents: Antecedents) -> None:
        self._text = text
        self._persons = persons
        self._antecedents = antecedents

    def meant_by(self, first: int, end: int, recent: Name | None) -> Name | None:
        return self.by_role(first, end) or self._called_again(first, end, recent)

    def by_role(self, first: int, end: int) -> Name | None:
        """The one person whose role is told so before."""
        text = self._text
        head = self._head(first, end)
        is_owned = head is not None and self._is_owned(first)
        if head is None or not (is_owned or self._is_definite(first)) or self._is_many(first, head):
            return None
        noun = _singular(text.words[head])
        if not is_person_noun(noun) and kind_of_noun(text, head) != "unknown":
            return None
        adjectives = text.folded[first + 1 : head]
        found = self._persons.by_role(noun, first, self._gender(first, head), adjectives)
        if found is None or (is_owned and not self._is_of(found, text.folded[first])):
            return None
        return found if self._same_office(found, head + 1, end) else None

    def _is_definite(self, first: int) -> bool:
        return self._text.folded[first] in _DEFINITE or self._text.tags[first] == "PPOSAT"

    def _is_owned(self, first: int) -> bool:
        """„Berlins Bürgermeister“"""
        text = self._text
        return text.tags[first] == "NE" and text.folded[first].endswith("s")

    def _is_of(self, name: Name, owner: str) -> bool:
        """„Frankreichs Präsident“ is not the only president whom the text names."""
        told = f"{name.role or ''} {name.affiliation or ''}".casefold()
        return owner[:_STEM].removesuffix("s") in told

    def _head(self, first: int, end: int) -> int | None:
        """The noun, if nothing but adjectives stands between it and the article."""
        text = self._text
        for index in range(first + 1, end):
            is_age = "-jährige" in text.folded[index] and index + 1 == end
            if text.tags[index] == "NN" or is_age:
                return index
            if text.tags[index] not in ("ADJA", "ADJD", "ADV", "CARD"):
                return None
        return None

    def _same_office(self, name: Name, first: int, end: int) -> bool:
        """With an attribute it must be the same one: „der Minister des Südsudans“."""
        told = f"{name.role or ''} {name.affiliation or ''}".casefold()
        nouns = [
            self._text.folded[i] for i in range(first, end) if self._text.tags[i] in ("NN", "NE")
        ]
        return not nouns or any(n.removesuffix("s") in told or n in BODIES for n in nouns)

    def _gender(self, first: int, head: int) -> str:
        word, noun = self._text.folded[first], self._text.folded[head]
        own = gender_of_noun(noun)
        if own:
            return own
        if word in _MASCULINE:
            return "masc"
        return {"die": "fem", "diese": "fem", "der": "masc"}.get(word, "")

    def _called_again(self, first: int, end: int, recent: Name | None) -> Name | None:
        """Somebody in the focus: by age, or as a pronoun would find them."""
        text, head = self._text, self._head(first, end)
        if head is None or head + 1 != end or text.folded[first] not in _DEFINITE:
            return None
        if self._is_many(first, head):
            return None
        age, _, rest = text.folded[head].partition("-")
        if rest.startswith("jährig"):
            found = self._persons.by_age(age)
            if found is not None:
                return found
        noun, gender = _singular(text.words[head]), self._gender(first, head)
        if not gender:
            return None
        found = self._antecedents.of(first, gender, recent)
        return found if found is not None and self._may_be_called(found, noun, age) else None

    def _may_be_called(self, name: Name, noun: str, age: str) -> bool:
        if name.age and age.isdigit() and name.age != age:
            return False
        if noun.endswith(tuple(word_list("epithets.txt"))):
            return True
        is_office = noun.endswith(tuple(word_list("offices.txt")))
        return is_office and name.role is None and bool(name.affiliation)

    def _is_many(self, first: int, head: int) -> bool:
        text = self._text
        if text.folded[first] not in ("die", "diese"):
            return False
        if gender_of_noun(text.folded[head]) == "masc":
            return True  # „die Kanadier“
        return "sg" not in noun_features(text.words[head]).numbers or (
            head + 1 < len(text.tags) and text.folded[head].endswith("en")
        )


def _singular(noun: str) -> str:
    """„des Ministers“ → minister; nominalised adjectives stay („Angeklagten“ → angeklagte)."""
    folded = noun.lower()
    if is_person_noun(folded) and not folded.endswith(("s", "en")):
        return folded
    found = lemma(noun, "NN").lower()
    return found if found[:3] == folded[:3] else folded
