"""Whether a phrase *is* the person whose name stands in it, or only has to do with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from services.parser.extraction.languages.de.first_names import is_first_name
from services.parser.extraction.languages.de.kinds import (
    is_person_noun,
    kind_of_noun,
    may_be_person,
)
from services.parser.extraction.languages.de.lexicon import word_list
from services.parser.extraction.languages.de.morphology import noun_features, readings
from services.parser.extraction.languages.de.persons import Persons
from services.parser.extraction.languages.de.roles import TITLES, Name
from services.parser.extraction.languages.de.set_off import name_behind
from services.parser.extraction.languages.de.sources import past_source
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.traits import FORMS_OF_ADDRESS

QUOTES: Final = frozenset('„“”"»«‚‘›‹')
_BEFORE_NOUN: Final = frozenset({"ADJA", "CARD", "TRUNC", "ADJD", "ADV", "PRF"})
_DETERMINERS: Final = frozenset({"ART", "PPOSAT", "PDAT", "PIAT"})
_SEATS: Final = ("rat", "vorstand")  # „der Gemeinderat“ is a body, „Gemeinderat Otto Brand“ is not
_INITIALS: Final = 6  # signs, the dots counted
_PARTICLES: Final = frozenset(
    [
        *("al", "el", "bin", "ibn", "ben", "de", "di", "da", "van", "del", "al-"),
        *("von", "vom", "zu", "zum", "zur", "dos", "ter", "ten", "du", "le", "la"),
    ]
)
_REACH: Final = 10  # tokens from a name back to the words that introduce it


class Naming:
    def __init__(self, text: Tagged, persons: Persons) -> None:
        self._text = text
        self._persons = persons

    def named(self, first: int, end: int) -> Name | None:
        """The name that the phrase itself is, not one in a genitive or a title of it."""
        start = past_source(self._text, first, end)
        head = _first_noun(self._text, start, end)
        if head is None or self._is_several(head, end) or self._is_institution(start, end):
            return None
        begun = self._begun_before(start)
        if begun is not None:
            return begun
        for index in range(start, end):
            found = self._called(index, start, end)
            if found is not None:
                return found
        apposed = self._apposed(head, end)
        if apposed is not None:
            return apposed
        return self._by_initials(start, end) or self._set_off(start, end)

    def _by_initials(self, first: int, end: int) -> Name | None:
        """„H. K.:“ in an interview."""
        label = "".join(self._text.words[first:end])
        is_label = 1 < len(label) <= _INITIALS and label.replace(".", "").isupper()
        return self._persons.by_initials(label) if is_label else None

    def is_head(self, name: Name) -> bool:
        """„Max Huber“, „der Minister Max Huber“, but not „der Anwalt von Max Huber“."""
        start = self._opening(name.first, max(0, name.first - _REACH), self._is_role_word)
        before = start - 1
        return before < 0 or self._text.tags[before] not in ("APPR", "NN") or start == name.first

    def _begun_before(self, first: int) -> Name | None:
        """„C. | Y. Leung“: the phrase was cut inside the name."""
        near = self._persons.within(max(0, first - 4), first)
        found = next((name for name in near if first < name.end), None)
        return None if found is None else self._persons.known(found)

    # --- a name inside ---------------------------------------------------------------------------

    def _called(self, index: int, first: int, end: int) -> Name | None:
        """The person called by the word at `index`, if the phrase is that person."""
        text = self._text
        if not text.words[index][0].isalpha() or text.tags[index] in _DETERMINERS:
            return None
        full = self._persons.at(index)
        if full is not None:
            return full if self._belongs(index, first) else None
        word = text.words[index]
        is_possible = text.tags[index] in ("NE", "FM", "NN", "ADJA", "XY", "VVFIN", "ADJD")
        genitive = index == first > 0 and text.tags[index - 1] == "NN"
        called = self._calling(word, genitive=genitive) if is_possible else ""
        if not called or self._is_owner(index, end) or self._inside_name(index):
            return None
        if text.tags[index] != "NE" and not self._stands_alone(index, first):
            return None
        if not self._belongs(index, first):
            return None
        gender, role = self._introduced(index, first)
        return self._persons.by_surname(called, gender, role)

    def _calling(self, word: str, *, genitive: bool) -> str:
        if self._persons.is_calling(word):
            return word
        bare = word.removesuffix("s")  # „Angaben Meyers“
        if genitive and self._persons.is_calling(bare):
            return bare
        is_strange = word[0].isupper() and not (readings(word) or is_first_name(word))
        return word if is_strange and self._persons.is_variant(word) else ""

    def _stands_alone(self, index: int, first: int) -> bool:
        """„Papier“, „Dekan Berg“: a surname that the tagger takes for a noun."""
        text = self._text
        if not text.words[index][0].isupper() and "-" not in text.words[index]:
            return False
        if index == first:
            return True
        return text.tags[index - 1] == "NN" and may_be_person(text.words[index - 1])

    def _inside_name(self, index: int) -> bool:
        """„Koch“ of „Robert Koch“ who is named in full there."""
        near = self._persons.within(max(0, index - 4), index)
        return any(name.first <= index < name.end for name in near)

    def _is_owner(self, index: int, end: int) -> bool:
        """„Meyers Anwalt“ is somebody else."""
        text, after = self._text, index + 1
        is_genitive = text.words[index].endswith(("s", "’", "'", "x", "z"))
        if after < len(text.words) and text.words[after] in ("'", "’"):
            return True
        follows = after < min(end + 1, len(text.tags)) and text.tags[after] in ("NN", "ADJA")
        return is_genitive and follows and not is_person_noun(text.folded[index])

    def _belongs(self, index: int, first: int) -> bool:
        """From the name back over its role and article to the start of the phrase."""
        if self._opening(index, first, self._is_role_word) <= first:
            return True
        if self._is_behind_head(index, first):
            return True
        has_head = self._has_person_head(first, index)
        return not has_head and self._opening(index, first, self._may_be_role) <= first

    def _is_behind_head(self, index: int, first: int) -> bool:
        text = self._text
        start = self._opening(index, first, self._is_role_word)
        before = start - 1
        if text.words[before] in QUOTES:
            return False  # a title or a firm
        if text.words[before] == ",":
            return self._has_person_head(first, before)
        if text.tags[before] in ("APPR", "APPRART"):
            return before == first
        if start < index:  # it has an article or a role of its own: „die Anwältin | der Klägerin X“
            return not self._is_attribute(start, index) and self._has_person_head(first, start)
        return self._has_person_head(first, start)

    def _opening(self, index: int, first: int, is_role: Callable[[int], bool]) -> int:
        """Where the words begin that introduce the name: „der libysche Diktator | Gaddafi“."""
        text, start = self._text, index
        while start > first and text.folded[start - 1] in TITLES:
            start -= 1
        while start > first and self._is_particle(start - 1):
            start -= 1  # „al | Huthi“, „von der | Leyen“
        while start > first and is_role(start - 1):
            start -= 1
        if start > first and text.tags[start - 1] in _BEFORE_NOUN:
            start = self._over_adjectives(start, first)
        if start > first and (
            text.tags[start - 1] in _DETERMINERS or self._is_owner(start - 1, len(text.tags))
        ):
            start -= 1
        return start

    def _is_particle(self, index: int) -> bool:
        folded = self._text.folded[index]
        return folded in _PARTICLES or (folded in ("der", "den") and self._text.tags[index] == "NE")

    def _may_be_role(self, index: int) -> bool:
        """Any noun before a name that names no institution: „Torschütze | Enzo Marini“."""
        text = self._text
        kind = kind_of_noun(text, index) if text.tags[index] == "NN" else "document"
        return kind not in ("organization", "document")

    def _is_role_word(self, index: int) -> bool:
        text = self._text
        if text.tags[index] not in ("NN", "NE"):
            return text.folded[index] == "und" and self._is_role_word(index - 1)
        word = text.folded[index]
        if word.endswith(_SEATS):
            return self._persons.at(index + 1) is not None
        return word in FORMS_OF_ADDRESS or is_person_noun(word) or word in word_list("ranks.txt")

    def _over_adjectives(self, index: int, first: int) -> int:
        """„der noch im Amt befindliche | Minister“: over to the article."""
        text, start = self._text, index
        while start > first and text.tags[start - 1] in _BEFORE_NOUN:
            start -= 1
        if start > first and text.tags[start - 1] in _DETERMINERS:
            return start
        opener = next((i for i in range(first, start) if text.tags[i] in _DETERMINERS), None)
        extended = opener == first and not any(
            text.words[i] == "," or (is_person_noun(text.folded[i]) and text.tags[i] == "NN")
            for i in range(first, start)
        )
        return first if extended else start

    def _is_attribute(self, start: int, index: int) -> bool:
        """„… der Klägerin Roth“: a genitive with a role of its own is somebody else."""
        text = self._text
        has_article = text.tags[start] in _DETERMINERS
        return has_article and any(self._is_role_word(i) for i in range(start, index))

    def _has_person_head(self, first: int, end: int) -> bool:
        text = self._text
        head = next((i for i in range(first, end) if text.tags[i] == "NN"), None)
        if head is None:
            opens = text.folded[first] in ("einer", "eine", "eines")
            return opens and text.tags[first] == "PIS"
        noun = text.folded[head]
        return noun.endswith("jährige") or is_person_noun(noun)

    def _introduced(self, index: int, first: int) -> tuple[str, str]:
        """Gender and role that the word before a surname gives: „Frau Roth“, „Ministerin Roth“."""
        text, before = self._text, index - 1
        while before >= first and text.folded[before] in TITLES:
            before -= 1
        if before < first or text.tags[before] != "NN":
            return "", ""
        role = text.folded[before]
        if role in FORMS_OF_ADDRESS:
            return FORMS_OF_ADDRESS[role], ""
        return gender_of_noun(role), role

    def _apposed(self, head: int, end: int) -> Name | None:
        """„der Bevollmächtigte der Kommission, Gerald Braun“: whoever is named so is a person."""
        text = self._text
        if text.tags[head] != "NN" or kind_of_noun(text, head) not in ("unknown", "person"):
            return None
        name = next((n for n in self._persons.within(head + 1, end) if n.end == end), None)
        if name is None:
            return None
        comma = self._opening(name.first, head + 1, self._is_role_word) - 1
        return self._persons.known(name) if text.words[comma] == "," else None

    # --- a name behind ---------------------------------------------------------------------------

    def _set_off(self, first: int, end: int) -> Name | None:
        """„die Sprecherin der Fraktion | im Bundestag, Eva Kern,“ and „Eva Kern, | Chefin …“."""
        if not self._has_person_head(first, end):
            return None
        text = self._text
        if first >= 2 and text.words[first - 1] == ",":
            before = self._persons.ending_at(first - 1)
            if before is not None:
                return before
        if self._has_article(first):
            before = self._persons.ending_at(first - 2) if first >= 3 else None
            if before is not None and text.words[first - 2] == ",":
                return before
        return name_behind(text, self._persons, end)

    def _has_article(self, first: int) -> bool:
        return first > 0 and self._text.tags[first - 1] in ("ART", "PRELS")

    # --- what the phrase is ----------------------------------------------------------------------

    def _is_institution(self, first: int, end: int) -> bool:
        text = self._text
        head = first
        while head < end and text.tags[head] in _DETERMINERS | _BEFORE_NOUN:
            head += 1
        if head >= end or text.tags[head] != "NN" or self._is_role_word(head):
            return False
        while head + 1 < end and text.tags[head + 1] == "NN" and self._is_role_word(head + 1):
            head += 1
        return kind_of_noun(text, head) in ("organization", "document")

    def _is_several(self, head: int, end: int) -> bool:
        """„Merkel und Sarkozy“ are two; „der Bürgermeister und Senator X“ is one."""
        text = self._text
        opening = self._persons.place_of(head)
        if opening is not None and text.words[opening.end : opening.end + 1] == [","]:
            end = opening.end  # „Eva Kern, Beauftragte für A und die B“
        return any(
            text.folded[index] in ("und", "sowie", "&")
            and text.tags[index - 1] in ("NE", "NN", "FM")
            and not text.aside[index]
            and index + 1 < end
            and self._opens_person(index + 1, end)
            for index in range(head + 1, end)
        )

    def _opens_person(self, index: int, end: int) -> bool:
        text = self._text
        if text.tags[index] in ("ART", "PPOSAT", "NE", "FM"):
            return (
                self._persons.at(index) is not None
                or text.tags[index] != "NE"
                or (not self._is_owner(index, end) and not text.words[index].endswith("er"))
            )
        return False


def _first_noun(text: Tagged, first: int, end: int) -> int | None:
    found = (i for i in range(first, end) if text.tags[i] in ("NN", "NE", "FM"))
    single = first if end - first == 1 and text.words[first][0].isupper() else None
    return next(found, single)


def gender_of_noun(noun: str) -> str:
    if noun.endswith("in") and is_person_noun(noun):
        return "fem"
    genders = noun_features(noun.capitalize()).genders
    return next(iter(genders)) if len(genders) == 1 and genders <= {"masc", "fem"} else ""
