"""Whom a mention means: a name in it, a surname, a role, or a pronoun that goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple
from weakref import WeakMethod

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Range
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.epithets import Epithets
from services.parser.extraction.languages.de.full_names import Labels, full_names
from services.parser.extraction.languages.de.kinds import (
    is_person_noun,
    is_statement,
    kind_of_noun,
)
from services.parser.extraction.languages.de.lexicon import cue_nouns, word_list
from services.parser.extraction.languages.de.naming import Naming
from services.parser.extraction.languages.de.persons import Persons
from services.parser.extraction.languages.de.pronouns import Antecedents
from services.parser.extraction.languages.de.roles import Name
from services.parser.extraction.languages.de.sources import names_source
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.model import Resolution

_PERSONAL: Final = {"er": "masc", "sie": "fem"}
_POSSESSIVE: Final = {"sein": "masc", "ihr": "fem"}
_RELATIVE: Final = {"der": "masc", "die": "fem"}
_POINTING: Final = frozenset({"dieser", "jener"})
_NEAR: Final = 20  # tokens between a name and „dieser“
_FAR: Final = 14  # tokens between a name and the relative pronoun that takes it up


class Meant(NamedTuple):
    name: Name | None
    resolution: Resolution


class Mentions:
    """Answers for one text; what a pronoun means is remembered by its place."""

    def __init__(self, document: Document, text: Tagged) -> None:
        self.labels = Labels(document, text)
        self.persons = Persons(full_names(document, text, self.labels))
        self._text = text
        self._naming = Naming(text, self.persons)
        self._antecedents = Antecedents(document, text, self.persons, _weakly(self._named_in))
        self._epithets = Epithets(text, self.persons, self._antecedents)

    def meant_by(self, where: Range, recent: Name | None) -> Meant:
        first, end = where
        if end - first == 1 and self._text.tags[first] == "PPER":
            return Meant(self._by_pronoun(first, recent), "pronoun")
        if end - first == 1 and self._text.tags[first] in ("PRELS", "PDS", "ART", "PDAT"):
            return Meant(self._by_relative(first) or self._by_pointing(first), "pronoun")
        possessor = self._possessor(first, end)
        if possessor:
            return Meant(self._antecedents.of(first, possessor, recent), "pronoun")
        named = self._owner(first, end) or self._naming.named(first, end)
        named = named or self._speaking(first, end)
        if named is not None:
            return Meant(named, "explicit")
        nominal = self._epithets.meant_by(*self._past_source(first, end), recent)
        return Meant(nominal, "nominal" if nominal is not None else "explicit")

    def _named_in(self, where: Range) -> Name | None:
        """The person of a subject, for a pronoun that goes on with it."""
        return self._naming.named(*where) or self._epithets.meant_by(*where, None)

    def _by_pronoun(self, index: int, recent: Name | None) -> Name | None:
        """Only „er“ and a „sie“ that is one person; better nobody than somebody else."""
        gender = _PERSONAL.get(self._text.folded[index])
        return None if gender is None else self._antecedents.of(index, gender, recent)

    def _by_relative(self, index: int) -> Name | None:
        """„mit Max Huber, dem Leiter des Amts, | der“"""
        gender = _RELATIVE.get(self._text.folded[index])
        if gender is None or index == 0 or self._text.words[index - 1] != ",":
            return None
        last = next(reversed(self.persons.within(max(0, index - _FAR), index)), None)
        if last is None or not self._naming.is_head(last):
            return None
        known = self.persons.known(last)
        between = self._text.tags[last.end : index]
        is_near = not any(tag in ("VVFIN", "VAFIN", "VMFIN", "KON") for tag in between)
        return known if is_near and known.gender in ("", gender) else None

    def _by_pointing(self, index: int) -> Name | None:
        """„Sie traf Max Huber. | Dieser sagte, …“: who was named last, and is no „diese“."""
        if self._text.folded[index] not in _POINTING:
            return None
        last = next(iter(self.persons.before(index)), None)
        if last is None or index - last.end > _NEAR:
            return None
        known = self.persons.known(last)
        return known if known.gender == "masc" and self._naming.is_head(last) else None

    def _possessor(self, first: int, end: int) -> str:
        """„seiner Meinung“, „ihre Forderung“: whose it is; „ihr Anwalt“ speaks himself."""
        text = self._text
        if text.tags[first] != "PPOSAT":
            return ""
        head = next((i for i in range(first, end) if text.tags[i] == "NN"), None)
        if head is None or not _is_utterance(text, head):
            return ""
        stem = text.folded[first][:4] if text.folded[first].startswith("sein") else "ihr"
        return _POSSESSIVE.get(stem, "")

    def _owner(self, first: int, end: int) -> Name | None:
        """„Grupps Meinung“ is his; „Grupps Anwalt“ is somebody else."""
        text = self._text
        is_pair = end - first == 2 and text.tags[first] == "NE" and text.tags[first + 1] == "NN"
        if not is_pair or not text.words[first].endswith("s") or not _is_utterance(text, first + 1):
            return None
        return self.persons.by_surname(text.words[first].removesuffix("s"), "", "")

    def _speaking(self, first: int, end: int) -> Name | None:
        """„die Worte | Armstrongs“, „das Fazit von | Eva Kern“"""
        text = self._text
        head = next((i for i in range(first, end) if text.tags[i] == "NN"), None)
        if head is None or head + 1 >= end or not _is_utterance(text, head):
            return None
        inner = head + 1 + (text.folded[head + 1] in ("von", "vom"))
        is_name = inner < end and text.tags[inner] in ("NE", "FM")
        return self._naming.named(inner, end) if is_name else None

    def _past_source(self, first: int, end: int) -> Range:
        """„den Worten | des Ministers“"""
        text = self._text
        head = next((i for i in range(first, end) if text.tags[i] == "NN"), None)
        if head is None or head + 1 >= end or not names_source(text, head, head + 1):
            return first, end
        return (head + 1, end) if kind_of_noun(text, head) != "person" else (first, end)


def _weakly(asked: Callable[[Range], Name | None]) -> Callable[[Range], Name | None]:
    """Without a circle, so that all of a text is freed as soon as it was read."""
    reference = WeakMethod(asked)

    def answer(where: Range) -> Name | None:
        method = reference()
        return None if method is None else method(where)

    return answer


def _is_utterance(text: Tagged, head: int) -> bool:
    noun = text.folded[head]
    if is_person_noun(noun) or noun in words.TIME_NOUNS:
        return False
    if kind_of_noun(text, head) == "document":
        return is_statement(noun)
    return names_source(text, head, head + 1) or noun in cue_nouns() or noun in _OWN_WORDS


_OWN_WORDS: Final = word_list("own_words.txt")
