"""A document with German tags, and the questions every rule asks about a word."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from services.parser.extraction.document import Document
from services.parser.extraction.languages.de import tagging
from services.parser.extraction.languages.de.first_names import is_first_name
from services.parser.extraction.languages.de.morphology import finite_moods, is_distinct_konjunktiv1
from services.parser.extraction.lazily import lazy
from services.parser.extraction.segmentation.marks import Quoted

if TYPE_CHECKING:
    from services.parser.extraction.languages.de.clauses import Analysis
    from services.parser.extraction.model import Quantity

NOUNS: Final = frozenset({"NN", "NE", "FM"})
NOMINAL: Final = frozenset(
    {
        "NN",
        "NE",
        "FM",
        "ART",
        "ADJA",
        "PDAT",
        "PIAT",
        "PPOSAT",
        "PPER",
        "PDS",
        "PIS",
        "CARD",
        "PPOSS",
        "TRUNC",
    }
)
_FINITE: Final = frozenset({"VVFIN", "VAFIN", "VMFIN"})
_BEFORE_NAME: Final = frozenset({"ART", "NN", "ADJA", "APPRART", "PPOSAT", "NE"})
_MAX_TITLE: Final = 5
_MAX_ASIDE: Final = 40  # a bracket that is not closed soon was none


class Tagged:
    """Parallel lists over the document's tokens."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.words = document.words
        self.folded = document.folded
        self.tags = tagging.tags_of(document)
        self.aside = _asides(self.words)
        self.in_marks = _in_marks(document)
        _mark_titles(document, self.tags)
        self._places: dict[Callable[[str], bool], list[int]] = {}
        self.quantities: dict[tuple[int, int], list[Quantity]] = {}  # by stretch, once asked for
        self.utterances: dict[int, Quoted] = {}
        self.analyses: list[Analysis] = []  # of the sentences
        self.analysed: dict[tuple[int, int], Analysis] = {}  # of any stretch
        self.met: dict[tuple[str, ...], tuple[list[str], Analysis]] = {}  # by words, with tags

    @lazy
    def surnames(self) -> frozenset[str]:
        """The words that follow a first name somewhere."""
        return frozenset(
            word for name, word in pairwise(self.words) if name[0].isupper() and is_first_name(name)
        )

    @lazy
    def has_asides(self) -> bool:
        return True in self.aside

    def places_of(self, is_kind: Callable[[str], bool], first: int, end: int) -> list[int]:
        """Of words of a kind, for which the whole text is looked through once."""
        known = self._places.get(is_kind)
        if known is None:
            known = [index for index, word in enumerate(self.words) if is_kind(word)]
            self._places[is_kind] = known
        start = bisect_left(known, first)
        return known[start : bisect_left(known, end, start)]

    def is_word(self, index: int) -> bool:
        return self.words[index][0].isalnum() or self.words[index][0] == "-" != self.words[index]

    def is_finite(self, index: int) -> bool:
        return self.tags[index] in _FINITE and not self.aside[index]

    def could_be_finite(self, index: int) -> bool:
        """A participle that may as well be a present („berichtet“)."""
        return self.tags[index] == "VVPP" and bool(finite_moods(self.folded[index]))

    def is_noun(self, index: int) -> bool:
        return index < len(self.tags) and self.tags[index] in NOUNS

    def is_nominal(self, index: int) -> bool:
        return index < len(self.tags) and (
            self.tags[index] in NOMINAL or self.words[index] in '„“»«"‚›'
        )

    def is_konjunktiv(self, index: int) -> bool:
        return _is_konjunktiv(self.folded[index]) and not self._with_first_person(index)

    def is_konjunktiv1(self, index: int) -> bool:
        return _is_konjunktiv1(self.folded[index]) and not self._with_first_person(index)

    def _with_first_person(self, index: int) -> bool:
        """„ich habe“ is a plain present, though „er habe“ is not."""
        return (
            _is_konjunktiv1(self.folded[index])
            and "ich" in self.folded[max(0, index - 2) : index + 3]
        )

    def finites_in(self, first: int, end: int) -> list[int]:
        """The places for which `is_finite` holds."""
        aside = self.aside
        within = enumerate(self.tags[first:end], first)
        return [index for index, tag in within if tag in _FINITE and not aside[index]]

    def has_finite(self, first: int, end: int) -> bool:
        return not _FINITE.isdisjoint(self.tags[first:end])


def _mark_titles(document: Document, tags: list[str]) -> None:
    """A verb in a name („Aktion Deutschland hilft“) is none of the sentence's."""
    for quoted in document.quoted.values():
        first, end = quoted.opening + 1, quoted.closing
        if not quoted.closed or end - first > _MAX_TITLE or first >= end or quoted.opening == 0:
            continue
        if not document.words[first][0].isupper():
            continue
        is_name = tags[quoted.opening - 1] in _BEFORE_NAME
        for index in range(first, end):
            if tags[index] in _FINITE and (is_name or not finite_moods(document.words[index])):
                tags[index] = "NE"


@lru_cache(maxsize=4096)
def _is_konjunktiv1(form: str) -> bool:
    return is_distinct_konjunktiv1(form)


@lru_cache(maxsize=4096)
def _is_konjunktiv(form: str) -> bool:
    """Konjunktiv I that shows, or a Konjunktiv II that is no preterite („hätte, wäre, gäbe“)."""
    if is_distinct_konjunktiv1(form):
        return True
    if form in ("möchte", "möchten"):
        return False  # a wish, though its form is Konjunktiv II
    moods = finite_moods(form)
    return "kj2" in moods and "ind_past" not in moods


def _in_marks(document: Document) -> list[bool]:
    """Which tokens stand between marks that are closed, the marks left out."""
    marked = [False] * len(document.words)
    for quoted in document.quoted.values():
        if quoted.closed and quoted.depth == 0:
            for index in range(quoted.opening + 1, quoted.closing):
                marked[index] = True
    return marked


def _asides(words: list[str]) -> list[bool]:
    """Which tokens stand in brackets, the brackets included."""
    marked = [False] * len(words)
    opened = -1
    for index, word in enumerate(words):
        if word in "([" and opened < 0:
            opened = index
        elif word in ")]" and opened >= 0:
            for inside in range(opened, index + 1):
                marked[inside] = True
            opened = -1
        elif opened >= 0 and index - opened > _MAX_ASIDE:
            opened = -1
    return marked
