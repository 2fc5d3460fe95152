"""The parts that events share."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from .base import Instant, Value, Words

QuoteType = Literal["direct", "indirect", "reported", "free_indirect", "indirect_free_indirect"]
Medium = Literal["speech", "thought", "writing"]
SpeakerKind = Literal["person", "organization", "group", "document", "unknown"]
Resolution = Literal["explicit", "apposition", "pronoun", "nominal", "continued", "anonymous"]
CueCategory = Literal[
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
SpeechAct = Literal[
    "assertion", "denial", "demand", "warning", "commitment", "question", "evaluation", "other"
]
Confidence = Literal["high", "medium", "low"]
Attribution = Literal["author", "attributed", "hearsay"]
Polarity = Literal["positive", "negative", "underspecified"]
Certainty = Literal["certain", "probable", "possible", "underspecified"]
Mood = Literal["indicative", "konjunktiv1", "konjunktiv2"]
Comparator = Literal["eq", "approx", "at_least", "at_most", "more_than", "less_than", "range"]

RevisionName = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
Language = Annotated[
    str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$", description="BCP 47", examples=["de"])
]
Url = Annotated[Words, Field(min_length=1, max_length=8192)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Span(Value):
    """A stretch of the revision's text: half-open, in Unicode code points (not UTF-16 units)."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            msg = f"a span ends at {self.end}, before its start {self.start}"
            raise ValueError(msg)
        return self


class Mention(Value):
    """Words of the text. Their pieces are joined by one blank in `text`."""

    text: str
    spans: tuple[Span, ...]


class Engine(Value):
    """The extraction that made an event; `sequence` grows whenever answers may change."""

    version: str = Field(examples=["0.1.0"])
    sequence: int = Field(ge=1)


class Known(Value):
    """The last parse of a page, as the database knows it: lets the parser say „unchanged“."""

    revision: RevisionName
    engine_sequence: int = Field(ge=1)


class ArticleRef(Value):
    """The article a statement stands in, whole enough that a subscriber needs no join."""

    id: UUID
    revision: RevisionName
    url: Url
    outlet: Words
    title: Words | None
    published_at: Instant | None
    fetched_at: Instant
    language: Language


class Speaker(Value):
    """Who says it: the local words, and the person or body they stand for."""

    mention: str = Field(examples=["er", "Der russische UN-Botschafter Vasily Nebenzya"])
    spans: tuple[Span, ...]
    name: str | None = Field(description="null where no person could be named safely")
    role: str | None = Field(examples=["russische UN-Botschafter"])
    affiliation: str | None
    kind: SpeakerKind
    resolution: Resolution


class Cue(Value):
    """The words that announce a quote."""

    text: str = Field(examples=["wies zurück"])
    lemma: str = Field(examples=["zurückweisen"])
    spans: tuple[Span, ...]
    category: CueCategory


class Quantity(Value):
    """A number as read from `surface`; `min` and `max` are null where there is no bound."""

    surface: str = Field(examples=["bis zu 10.000 Soldaten"])
    spans: tuple[Span, ...]
    value: float | None
    min: float | None
    max: float | None
    unit: str | None
    comparator: Comparator
