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
    Spans,
    Speaker,
    SpeechAct,
    Time,
)


class _Statement(Event):
    id: UUID = Field(
        description="the same in every replay: uuid5 of article, revision, kind and spans. Your "
        "primary key",
        examples=["fc7331fb-1e9a-5c1a-9f80-cd41a1cc0d69"],
    )
    article: ArticleRef
    engine: Engine
    text: str = Field(
        description="its words: the pieces at `spans`, joined by one blank. Of a direct quote "
        "what stands between the marks",
        examples=["Wir prüfen jeden Pfeiler"],
    )
    spans: Spans = Field(min_length=1)
    prefix: str = Field(
        max_length=32,
        description="up to 32 code points before the first span",
        examples=["Die Brücke bleibt gesperrt. „"],
    )
    suffix: str = Field(
        max_length=32,
        description="up to 32 code points after the last span",
        examples=["“, sagte Verkehrsministerin Jana"],
    )
    rule: str = Field(
        description="the rule of the engine that found it; rules come and go",
        examples=["direct.speaker_after_cue"],
    )
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
    partial: bool = Field(
        description="only a fragment of what was said is quoted", examples=[False]
    )
    medium: tuple[Medium, ...] = Field(
        description="the ways in which it was uttered; more than one where the article leaves it "
        "open"
    )
    speaker: Speaker | None = Field(description="who says it; null where the article names nobody")
    cue: Cue | None = Field(description="the words that announce it; null where there are none")
    frame: Mention | None = Field(
        description="the clause that introduces it; null where there is none"
    )
    addressee: Mention | None = Field(description="to whom it is said; null if that is not told")
    speech_act: SpeechAct
    nested_in: UUID | None = Field(
        description="the `id` of the quote that this one stands in, or null",
        examples=["fc7331fb-1e9a-5c1a-9f80-cd41a1cc0d69"],
    )


class ClaimExtracted(_Statement):
    """One proposition that can be checked, and how firmly it is put forward."""

    ce_type: ClassVar[str] = "wortlaut.claim.extracted.v1"
    topic: ClassVar[str] = "wortlaut.claims.v1"

    quote_id: UUID | None = Field(
        description="the `id` of the quote it was taken from; null if it stands in none",
        examples=["fc7331fb-1e9a-5c1a-9f80-cd41a1cc0d69"],
    )
    claimant: Speaker | None = Field(description="who vouches for it; null if nobody is named")
    attribution: Attribution
    polarity: Polarity
    certainty: Certainty
    mood: Mood
    hedges: tuple[Mention, ...] = Field(
        description="words that weaken it („offenbar“, „mutmaßlich“)"
    )
    times: tuple[Time, ...] = Field(description="words that say when, and the date if they tell it")
    places: tuple[Mention, ...] = Field(description="words that say where")
    quantities: tuple[Quantity, ...] = Field(description="its numbers, as read")
    about: tuple[str, ...] = Field(
        description="concept keys of what it is about: dictionary forms in lower case; names keep "
        "their capital letter",
        examples=[["schraube", "reißen"]],
    )
    predicate: str | None = Field(
        default=None,
        description="concept key of its main verb, or of what stands in its place",
        examples=["reißen"],
    )
    setting: tuple[str, ...] = Field(
        default=(),
        description="concept keys of the article's first sentences",
        examples=[["brücke", "sperren"]],
    )
    signals: tuple[str, ...] = Field(
        description="why a checker might care: docs/events.md lists them; more may come",
        examples=[["quantity"]],
    )
