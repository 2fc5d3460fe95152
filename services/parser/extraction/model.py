"""What the engine finds: plain frozen values, with offsets into the text as it was given.

Named tuples, as a frozen dataclass takes twice to four times as long to make.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

QuoteType: TypeAlias = Literal[
    "direct", "indirect", "reported", "free_indirect", "indirect_free_indirect"
]
Medium: TypeAlias = Literal["speech", "thought", "writing"]
SpeakerKind: TypeAlias = Literal["person", "organization", "group", "document", "unknown"]
Resolution: TypeAlias = Literal[
    "explicit", "apposition", "pronoun", "nominal", "continued", "anonymous"
]
CueCategory: TypeAlias = Literal[
    "say",
    "report",
    "announce",
    "demand",
    "deny",
    "confirm",
    "criticise",
    "warn",
    "ask",
    "think",
    "according_to",
    "none",
]
SpeechAct: TypeAlias = Literal[
    "assertion", "denial", "demand", "warning", "commitment", "question", "evaluation", "other"
]
Confidence: TypeAlias = Literal["high", "medium", "low"]
Attribution: TypeAlias = Literal["author", "attributed", "hearsay"]
Polarity: TypeAlias = Literal["positive", "negative", "underspecified"]
Certainty: TypeAlias = Literal["certain", "probable", "possible", "underspecified"]
Mood: TypeAlias = Literal["indicative", "konjunktiv1", "konjunktiv2"]
Comparator: TypeAlias = Literal[
    "eq", "approx", "at_least", "at_most", "more_than", "less_than", "range"
]


class Span(NamedTuple):
    """A stretch of the text: half-open, in Unicode code points."""

    start: int
    end: int


Spans: TypeAlias = tuple[Span, ...]  # in text order, never overlapping


class Mention(NamedTuple):
    """Words of the text that point at someone or something."""

    text: str
    spans: Spans


class Time(NamedTuple):
    """`value`: `2026`, `2026-03-24`, `--03-24`, `W-7`, `D-1`, `Y-1`: a date of publication makes
    it a date; None where the words do not tell.
    """

    text: str
    spans: Spans
    value: str | None


class Speaker(NamedTuple):
    """Who vouches for the words: `mention` as it stands there, `name` the person it resolves to."""

    mention: str
    spans: Spans
    name: str | None
    role: str | None
    affiliation: str | None
    kind: SpeakerKind
    resolution: Resolution


class Cue(NamedTuple):
    """The words that announce a quote; `lemma` joins a separated verb („wies … zurück“)."""

    text: str
    lemma: str
    spans: Spans
    category: CueCategory


class Quote(NamedTuple):
    """`text` of a direct quote is what stands between the marks, and so are its `spans`.

    Of the other types the spans leave out final punctuation and keep „dass“. `nested_in` is the
    place, in the extraction's quotes, of the quote that this one stands in.
    """

    type: QuoteType
    partial: bool
    medium: tuple[Medium, ...]
    text: str
    spans: Spans
    speaker: Speaker | None
    cue: Cue | None
    frame: Mention | None
    addressee: Mention | None
    speech_act: SpeechAct
    nested_in: int | None
    rule: str
    confidence: Confidence


class Quantity(NamedTuple):
    """A number as read: `surface` from comparator to unit, bounds as plain numbers.

    `counts` are the concept keys of what is counted; claims fill them in.
    """

    surface: str
    spans: Spans
    value: float | None
    min: float | None
    max: float | None
    unit: str | None
    comparator: Comparator
    counts: tuple[str, ...] = ()


class Claim(NamedTuple):
    """A proposition that can be checked; `quote` is its place in the extraction's quotes.

    `about`, `predicate` and `setting` are concept keys: of the claim, of what it says, and of the
    article's first sentences. Names keep their capital letter.
    """

    text: str
    spans: Spans
    quote: int | None
    claimant: Speaker | None
    attribution: Attribution
    polarity: Polarity
    certainty: Certainty
    mood: Mood
    hedges: tuple[Mention, ...]
    times: tuple[Time, ...]
    places: tuple[Mention, ...]
    quantities: tuple[Quantity, ...]
    about: tuple[str, ...]
    predicate: str | None
    setting: tuple[str, ...]
    signals: tuple[str, ...]
    rule: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Trial:
    """What one rule answered at one place; `answer` is the quote's text, None if it abstained."""

    sentence: Span
    rule: str
    example: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one text, each list in the order of its first offset."""

    quotes: tuple[Quote, ...]
    claims: tuple[Claim, ...]
