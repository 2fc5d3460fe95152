"""What the rules hand on: ranges of tokens, before they become quotes with spans and persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from services.parser.extraction.model import Confidence, CueCategory, Medium, QuoteType, SpeechAct

Range: TypeAlias = tuple[int, int]  # tokens, half-open
Ranges: TypeAlias = tuple[Range, ...]


class CueWords(NamedTuple):
    """`tokens` are the places of its words, „wies“ and „zurück“."""

    tokens: tuple[int, ...]
    lemma: str
    category: CueCategory


class Finding(NamedTuple):  # a frozen dataclass takes six times as long to make
    """A quote as a rule found it. `content` of a direct quote is without its marks."""

    type: QuoteType
    content: Ranges
    rule: str
    confidence: Confidence
    cue: CueWords | None = None
    speaker: Ranges = ()
    frame: Ranges = ()
    addressee: Ranges = ()
    partial: bool = False
    continued: bool = False  # the speaker stands in an earlier sentence
    act: SpeechAct | None = None  # where the words tell more than the cue
    medium: tuple[Medium, ...] | None = None  # where the language knows more than the category
    weight: int = 0  # the judge's, in hundredths of a logit; 0 where it was not asked

    def weighing(self, weight: int) -> Finding:
        return tuple.__new__(Finding, (*self[:-1], weight))  # `_replace` takes four times as long

    def told(self, act: SpeechAct | None, medium: tuple[Medium, ...] | None) -> Finding:
        return tuple.__new__(Finding, (*self[:-3], act, medium, self.weight))

    def trusted(self, confidence: Confidence) -> Finding:
        return tuple.__new__(Finding, (*self[:3], confidence, *self[4:]))

    @property
    def first(self) -> int:
        return self.content[0][0]

    @property
    def end(self) -> int:
        return self.content[-1][1]


@dataclass(frozen=True, slots=True)
class Reading:
    """The findings in text order, and the language's own view of the text for later stages."""

    findings: tuple[Finding, ...]
    tagged: object
