"""The full names of a text: which words are the name of a person."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from services.parser.extraction.document import Document
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.first_names import is_first_name
from services.parser.extraction.languages.de.kinds import (
    is_common_noun,
    is_institution,
    is_person_noun,
    kind_of_word,
    may_be_person,
)
from services.parser.extraction.languages.de.lexicon import word_list
from services.parser.extraction.languages.de.morphology import name_kinds, readings
from services.parser.extraction.languages.de.names import names
from services.parser.extraction.languages.de.roles import (
    TITLES,
    Name,
    Site,
    described,
    person_head_before,
)
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.traits import FORMS_OF_ADDRESS

_PLAIN: Final = 2  # first name and surname
_ARABIC: Final = re.compile(r"(?:al|el|ad|as|at|ar|asch|ben|bin|ibn|van|d['’])-?[A-ZÄÖÜ].*")
_OF: Final = frozenset({"von", "vom", "zu"})
_ROMAN: Final = re.compile(r"[IVX]+\.?")
_COMPANY_FORMS: Final = frozenset(
    {
        "AG",
        "SE",
        "KG",
        "GmbH",
        "KGaA",
        "Inc",
        "Inc.",
        "Ltd",
        "Ltd.",
        "Corp",
        "Co",
        "Co.",
        "LLC",
        "NV",
    }
)
_ONE_NAME: Final = frozenset(
    [
        *("papst", "papstes", "gegenpapst", "könig", "königs", "königin", "kaiser", "kaisers"),
        *("prinz", "prinzen", "prinzessin", "kronprinz", "kronprinzessin", "kaiserin", "zar"),
        *("sängerin", "sänger", "rapper", "rapperin", "popsängerin", "popstar", "popsänger"),
    ]
)
_NAME_TAGS: Final = frozenset({"NE", "FM"})


class Labels:
    """PER, LOC and ORG by token; a sentence is looked at when one of its words is asked for."""

    def __init__(self, document: Document, text: Tagged) -> None:
        self._sentences = document.sentences
        self._starts = [sentence.first for sentence in document.sentences]
        self._text = text
        self._known: dict[int, list[str]] = {}

    def at(self, index: int) -> str:
        return self._label(index)[2:]

    def goes_on(self, index: int) -> bool:
        """The word belongs to the name of a person that began before it."""
        return self._label(index) == "I-PER"

    def _label(self, index: int) -> str:
        number = bisect_right(self._starts, index) - 1
        sentence = self._sentences[number]
        found = self._known.get(number)
        if found is None:
            where = slice(sentence.first, sentence.end)
            found = self._known[number] = names(self._text.words[where], self._text.tags[where])
        return found[index - sentence.first]


def full_names(document: Document, text: Tagged, labels: Labels) -> list[Name]:
    found: list[Name] = []
    index, tags, length = 0, text.tags, len(text.tags)
    while index < length:
        if tags[index] not in _NAME_TAGS:
            index += 1
            continue
        end = _name_end(text, labels, index)
        first, end = _labelled(text, labels, _without_title(text, index, end), end)
        first = _with_strange_word(text, labels, first, end)
        is_long = end - first >= _PLAIN or _is_only_name(text, first, end)
        if is_long and _is_person(text, labels, first, end):
            found.append(_name(document, text, labels, first, end))
        index = max(end, index + 1)
    return found


# --- where it begins and ends --------------------------------------------------------------------


def _name_end(text: Tagged, labels: Labels, index: int) -> int:
    end = index
    while end < len(text.words) and _is_name_part(text, end, index):
        end += 1
    if end == index + 1 and _has_common_surname(text, labels, index):
        return end + 1
    while end > index and text.folded[end - 1] in words.NAME_PARTICLES:
        end -= 1
    return end


def _has_common_surname(text: Tagged, labels: Labels, first: int) -> bool:
    """„Jody Hey“, „Peter Hahn“: a surname that the tagger takes for another word."""
    after = first + 1
    if after >= len(text.words) or text.tags[after] not in ("NN", "ITJ", "ADJA", "XY", "PPER"):
        return False
    known = is_first_name(text.words[first]) or text.tags[after] != "NN"
    return known and text.words[after][0].isupper() and labels.goes_on(after)


def _without_title(text: Tagged, first: int, end: int) -> int:
    while first < end and (text.folded[first] in TITLES or text.folded[first] in FORMS_OF_ADDRESS):
        first += 1
    while end - first > _PLAIN and _is_rank(text, first):
        first += 1
    return first


def _is_rank(text: Tagged, index: int) -> bool:
    """„Commander Randy Stone“, „Richter Hans Ode“: tagged as if it were part of the name."""
    word = text.folded[index]
    if word in word_list("ranks.txt"):
        return True
    return is_person_noun(word) and not is_first_name(text.words[index])


def _with_strange_word(text: Tagged, labels: Labels, first: int, end: int) -> int:
    """„Präsident Tandja | Mamadou“: a word no dictionary knows, taken for a noun, before a name."""
    before = first - 1
    if before < 0 or first == end or text.tags[before] not in ("NN", "PPER", "ADJA", "ADJD", "ITJ"):
        return first
    word = text.words[before]
    if end - first == 1 and _is_foreign(text, labels, before):
        return before
    if not word[0].isupper() or not word.isalpha() or word.isupper() or readings(word):
        return first
    if end - first >= _PLAIN and is_first_name(text.words[first]):
        return first  # „die Demokratin | Kirsten Gillibrand“
    is_strange = not may_be_person(word) and not is_common_noun(word)
    return before if is_strange and labels.at(first) == "PER" else first


def _is_foreign(text: Tagged, labels: Labels, first: int) -> bool:
    """„Parteichef | Hu Jintao“, „Präsidentin | Park Geun-hye“: German words in a foreign name."""
    word, last = text.words[first], text.words[first + 1]
    if (
        not _has_role(text, first)
        or not word[0].isupper()
        or kind_of_word(word.lower()) != "unknown"
    ):
        return False
    is_name = labels.at(first + 1) == "PER" or ("-" in last and last[-1].islower())
    return is_name and not name_kinds(last) and not is_first_name(last)


def _is_only_name(text: Tagged, first: int, end: int) -> bool:
    """„Papst | Franziskus“, „die Sängerin | Shakira“: who is known by one name."""
    return end - first == 1 and first > 0 and text.folded[first - 1] in _ONE_NAME


def _labelled(text: Tagged, labels: Labels, first: int, end: int) -> tuple[int, int]:
    """„der CDU | Frank Meier“: of a run of names only those of the person."""
    if end - first <= _PLAIN:
        return first, end
    if _is_acronym_before_name(text, first + 1) or _is_place_before_name(text, first):
        return first + 1, end
    kinds = [labels.at(index) for index in range(first, end)]
    if _is_organization_before_name(text, first):
        return first + 1, end
    if "PER" not in kinds or not _is_other(text, first, kinds):
        return first, end
    while kinds and kinds[0] in ("ORG", "LOC"):
        first += 1
        kinds.pop(0)
    return first, end


def _is_other(text: Tagged, index: int, kinds: list[str]) -> bool:
    """A place is one that the dictionary knows, or has two words: „Harouna“ is none."""
    if kinds[0] != "LOC":
        return kinds[0] == "ORG"
    return kinds[:2] == ["LOC", "LOC"] or bool(name_kinds(text.words[index]))


def _is_organization_before_name(text: Tagged, first: int) -> bool:
    """„die Eisenbahngesellschaft Amtrak | George Warrington“"""
    is_named = first > 0 and text.tags[first - 1] == "NN"
    if not is_named or kind_of_word(text.folded[first - 1]) != "organization":
        return False
    return is_first_name(text.words[first + 1]) and not is_first_name(text.words[first])


def _is_acronym_before_name(text: Tagged, first: int) -> bool:
    """„CDU Frank Meier“: no name begins with a party."""
    before = text.words[first - 1] if first else ""
    return len(before) > 1 and before.isupper() and is_first_name(text.words[first])


def _is_place_before_name(text: Tagged, first: int) -> bool:
    """„der Präsident des Elsass | Adrien Zeller“"""
    is_place = bool(name_kinds(text.words[first]) & {"country", "region", "town"})
    return (
        is_place and is_first_name(text.words[first + 1]) and not is_first_name(text.words[first])
    )


def _is_name_part(text: Tagged, index: int, first: int) -> bool:
    word = text.words[index]
    if text.tags[index] in _NAME_TAGS and (word[0].isupper() or _ARABIC.fullmatch(word)):
        return True
    if index == first:
        return False
    if text.folded[index] in words.NAME_PARTICLES and word.islower():
        return text.tags[index] == "NE" or _goes_on_as_name(text, index)
    return len(word) == 2 and word[1] == "." and word[0].isupper()


def _goes_on_as_name(text: Tagged, index: int) -> bool:
    after = index + 1
    if after < len(text.words) and _is_acronym(text.words[after]):
        return False  # „Joe Stork von HRW“
    if text.folded[index] in _OF and after < len(text.words) and is_first_name(text.words[after]):
        return False  # „sagte Eva Kern zu Otto Brand“
    is_particle = text.folded[index] not in ("der", "das", "und", "zum", "vom", "des")
    if is_particle and after < len(text.words) and text.words[after][0].isupper():
        return True
    return text.folded[index - 1] in words.NAME_PARTICLES


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


# --- whether it is a person ----------------------------------------------------------------------


def _is_person(text: Tagged, labels: Labels, first: int, end: int) -> bool:
    """What the name finder says; where it sees no name, a first name or a role must."""
    if _is_no_person(text, first, end):
        return False
    starts_like_name = is_first_name(text.words[first])
    is_plain = end - first == _PLAIN or text.folded[first + 1] in words.NAME_PARTICLES
    if starts_like_name and is_plain and text.tags[first] == "NE":
        return True  # „Angela Merkel“ and „Ursula von der Leyen“ need no second look
    seen = {labels.at(index) for index in range(first, end)} - {""}
    if ("PER" in seen and "ORG" not in seen) or _is_acronym_before_name(text, first):
        return True
    if seen:
        return _is_introduced(text, first, end)
    return not text.words[first].isupper() and (starts_like_name or _has_role(text, first))


def _is_no_person(text: Tagged, first: int, end: int) -> bool:
    last = text.words[end - 1]
    if _ROMAN.fullmatch(last):
        return not _may_be_ruler(text, first, end)
    if last in _COMPANY_FORMS:
        return True
    return _is_owned(text, first, end) or is_institution(last)


def _may_be_ruler(text: Tagged, first: int, end: int) -> bool:
    """„König Rama IX.“, but not „Fukushima I“."""
    return end - first > _PLAIN or is_first_name(text.words[first]) or _has_role(text, first)


def _is_owned(text: Tagged, first: int, end: int) -> bool:
    """„Obamas Wahlkampfteam“ and „Richter Meyer“ are no first name and surname."""
    if end - first != _PLAIN or is_first_name(text.words[first]):
        return False
    if _is_rank(text, first):
        return True
    is_genitive = text.words[first].endswith(("s", "’", "'"))
    last = text.words[end - 1]
    return is_genitive and (is_common_noun(last) or kind_of_word(last.lower()) != "unknown")


def _is_introduced(text: Tagged, first: int, end: int) -> bool:
    """„die Vorsitzende der Linken Gesine Lötzsch“, „der Präsident des Rats, Adrien Zeller, …“"""
    if any(is_common_noun(text.words[index]) for index in range(first, end)):
        return False
    return _has_role(text, first) or person_head_before(text, first) is not None


def _has_role(text: Tagged, first: int) -> bool:
    return (
        first > 0
        and text.tags[first - 1] in ("NN", "NE")
        and is_person_noun(text.folded[first - 1])
    )


def _name(document: Document, text: Tagged, labels: Labels, first: int, end: int) -> Name:
    first = _initials(document, text, first)
    start, stop = document.span(first, end)
    if _ROMAN.fullmatch(text.words[end - 1]) and document.text[stop : stop + 1] == ".":
        stop += 1  # „Benedikt XVI.“
    return described(Site(document, text, first, end), document.text[start:stop], labels.at)


def _initials(document: Document, text: Tagged, first: int) -> int:
    """„C.Y. Leung“: the first initial is a token of its own."""
    tokens = document.tokens
    if first < 2 or text.words[first - 1] != "." or len(text.words[first - 2]) != 1:
        return first
    is_one = tokens.ends[first - 2] == tokens.starts[first - 1]
    return first - 2 if is_one and tokens.ends[first - 1] == tokens.starts[first] else first
