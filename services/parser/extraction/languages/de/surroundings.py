"""What the judge sees around a possible quote: the sentences beside it, kinds of words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from services.parser.extraction.findings import Finding, Range, Ranges
from services.parser.extraction.languages.de.clusters import cluster
from services.parser.extraction.languages.de.kinds import kind_of_noun
from services.parser.extraction.languages.de.memory import Memory, SentenceSite
from services.parser.extraction.languages.de.morphology import finite_moods
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.things import is_thing
from services.parser.extraction.languages.de.weighing import Term
from services.parser.extraction.lazily import lazy

FINITE: Final = frozenset({"VVFIN", "VAFIN", "VMFIN"})
_PRONOUNS: Final = frozenset({"PPER", "PPOSAT", "PRELS", "PIS", "PDS", "PWS"})
_LENGTHS: Final = (1, 2, 3, 5, 8, 12, 18, 27, 40)
_SHOULD: Final = frozenset({"soll", "sollen"})


class Surroundings:
    """A sentence for the judge: what its candidates share, computed once."""

    def __init__(self, sentence: SentenceSite, memory: Memory, others: Sequence[Finding]) -> None:
        self.text = sentence.text
        self.others = others
        self.mains = min(len(sentence.main_clauses), 3)
        self.whole = (sentence.analysis.first, sentence.analysis.end)
        distance = sentence.number - memory.last_sentence
        self.distance = "near" if distance <= 1 else "two" if distance == 2 else "far"
        self.last = memory.found[-1].type if memory.found and distance <= 1 else "none"
        self.acts: dict[tuple[tuple[int, ...], Ranges], list[Term]] = {}
        self._number = sentence.number

    @lazy
    def before(self) -> str:
        return _mood_of_sentence(self.text, self._number - 1)

    @lazy
    def behind(self) -> str:
        return _mood_of_sentence(self.text, self._number + 1)


def _mood_of_sentence(text: Tagged, number: int) -> str:
    """Whether a neighbouring sentence is in the Konjunktiv of what is passed on."""
    if not 0 <= number < len(text.document.sentences):
        return "none"
    sentence = text.document.sentences[number]
    return mood_of(text, [(sentence.first, sentence.end)])


def mood_of(text: Tagged, ranges: Sequence[Range]) -> str:
    """The mood of the first finite verb."""
    for first, end in ranges:
        for index in range(first, end):
            if text.tags[index] in FINITE:
                return mood_of_verb(text, index)
    return "no verb"


def mood_of_verb(text: Tagged, index: int) -> str:
    if text.folded[index] in _SHOULD:
        return "soll"
    if text.is_konjunktiv1(index):
        return "kj1"
    if text.is_konjunktiv(index):
        return "kj2"
    return "modal" if text.tags[index] == "VMFIN" else "indicative"


@lru_cache(maxsize=1 << 12)
def tense_of(form: str) -> str:
    moods = finite_moods(form)
    return "past" if "ind_past" in moods else "present" if "ind_present" in moods else "other"


@lru_cache(maxsize=1 << 13)
def company_of(word: str, bits: int) -> str:
    """The branch of the word's cluster: words that stand in the same company."""
    path = cluster(word)
    return "none" if path is None else str(path & ((1 << bits) - 1))


def length_of(finding: Finding) -> str:
    return str(bisect_right(_LENGTHS, finding.end - finding.first))


def voice_of(text: Tagged, finding: Finding) -> str:
    """Who speaks, as a kind of word."""
    if not finding.speaker:
        return "nobody"
    first, end = finding.speaker[0]
    if text.tags[first] in _PRONOUNS:
        return f"{text.tags[first]} {text.folded[first] if text.tags[first] == 'PPER' else ''}"
    head = next((i for i in range(first, end) if text.tags[i] in ("NN", "NE")), None)
    return "no noun" if head is None else _kind_of_voice(text, first, head, end)


def _kind_of_voice(text: Tagged, first: int, head: int, end: int) -> str:
    kind = kind_of_noun(text, head)
    if kind != "unknown":
        return kind
    if text.tags[head] == "NE":
        return "name"
    if any(text.tags[i] == "NE" for i in range(head, end)):
        return "noun with name"
    return "thing" if is_thing(text, first, end) else "other noun"


def head_of_voice(text: Tagged, finding: Finding) -> str:
    """The first noun of the speaker, „-“ if there is none."""
    return next(
        (text.folded[i] for part in finding.speaker for i in range(*part) if text.tags[i] == "NN"),
        "-",
    )
