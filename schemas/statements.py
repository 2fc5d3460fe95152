"""Events of `wortlaut.quotes.v1` and `wortlaut.claims.v1`: who said what, who claims what."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from .base import Event, instant_text
from .values import (
    ArticleRef,
    Attribution,
    Certainty,
    Confidence,
    Cue,
    Engine,
    Medium,
    Mention,
    Mood,
    Polarity,
    Quantity,
    QuoteType,
    Span,
    Speaker,
    SpeechAct,
)


class _Statement(Event):
    id: UUID
    article: ArticleRef
    engine: Engine
    text: str = Field(description="its pieces joined by one blank")
    spans: tuple[Span, ...] = Field(min_length=1)
    prefix: str = Field(max_length=32, description="up to 32 code points before the first span")
    suffix: str = Field(max_length=32, description="up to 32 code points after the last span")
    rule: str = Field(description="the rule of the engine that found it")
    confidence: Confidence

    @model_validator(mode="after")
    def _of_its_article(self) -> Self:
        if self.article.id != self.article_id:
            msg = f"article.id {self.article.id} is not article_id {self.article_id}"
            raise ValueError(msg)
        return self

    @property
    def occurred_at(self) -> datetime:
        return self.article.fetched_at

    @property
    def identity(self) -> str:
        return f"{self.id}|{self.engine.sequence}|{instant_text(self.article.fetched_at)}"


class QuoteExtracted(_Statement):
    """What somebody said, thought or wrote, as the article renders it."""

    ce_type: ClassVar[str] = "wortlaut.quote.extracted.v1"
    topic: ClassVar[str] = "wortlaut.quotes.v1"

    type: QuoteType
    partial: bool = Field(description="only a fragment of what was said is quoted")
    medium: tuple[Medium, ...]
    speaker: Speaker | None = Field(description="null where the article names nobody")
    cue: Cue | None
    frame: Mention | None = Field(description="the clause that introduces the quote")
    addressee: Mention | None
    speech_act: SpeechAct
    nested_in: UUID | None = Field(description="the quote that this one stands in")


class ClaimExtracted(_Statement):
    """One proposition that can be checked, and how firmly it is put forward."""

    ce_type: ClassVar[str] = "wortlaut.claim.extracted.v1"
    topic: ClassVar[str] = "wortlaut.claims.v1"

    quote_id: UUID | None = Field(description="the quote it was taken from")
    claimant: Speaker | None = Field(description="null if nobody is named")
    attribution: Attribution
    polarity: Polarity
    certainty: Certainty = Field(description="of the claimant, not of the engine")
    mood: Mood
    hedges: tuple[Mention, ...]
    times: tuple[Mention, ...]
    places: tuple[Mention, ...]
    quantities: tuple[Quantity, ...]
    about: tuple[str, ...] = Field(description="concept keys of what it is about")
    signals: tuple[str, ...] = Field(description="why a checker might care")
