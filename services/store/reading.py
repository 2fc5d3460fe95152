"""Quotes and claims, read at a fifth of the price of the contract's own models.

A store reads millions of them, nearly all beyond reproach. The structs here take exactly what the
models of `schemas` write; whatever else comes, broken, newer, or merely unusual, is left to
`schemas.decode`, which alone decides what an event is and says what is wrong. So nothing here
refuses anything, and nothing that is read here reads otherwise there.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Annotated, ClassVar, Final, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta, Raw, Struct

from schemas import ArticleRef, ClaimExtracted, Engine, Event, QuoteExtracted, decode
from schemas.cloudevents import Record
from schemas.values import (
    Attribution,
    Certainty,
    Comparator,
    Confidence,
    CueCategory,
    Medium,
    Mood,
    Polarity,
    QuoteType,
    Resolution,
    SpeakerKind,
    SpeechAct,
)

_REMEMBERED: Final = 4096  # articles; the statements of one come together

Offset: TypeAlias = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Context: TypeAlias = Annotated[str, Meta(max_length=32)]


class ReadSpan(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    start: Offset
    end: Offset


Spans: TypeAlias = tuple[ReadSpan, ...]


class ReadMention(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    text: str
    spans: Spans


class ReadTime(ReadMention, frozen=True, gc=False, forbid_unknown_fields=True):
    value: str | None = None


class ReadSpeaker(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    mention: str
    spans: Spans
    name: str | None
    role: str | None
    affiliation: str | None
    kind: SpeakerKind
    resolution: Resolution


class ReadCue(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    text: str
    lemma: str
    spans: Spans
    category: CueCategory


class ReadQuantity(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    surface: str
    spans: Spans
    value: float | None
    min: float | None
    max: float | None
    unit: str | None
    comparator: Comparator
    counts: tuple[str, ...] = ()


class _Read(Struct, gc=False, forbid_unknown_fields=True):
    article_id: UUID
    id: UUID
    raw_article: Raw = msgspec.field(name="article")
    raw_engine: Raw = msgspec.field(name="engine")
    text: str
    spans: Annotated[Spans, Meta(min_length=1)]
    prefix: Context
    suffix: Context
    rule: str
    confidence: Confidence

    @property
    def article(self) -> ArticleRef:
        return _article(bytes(self.raw_article))

    @property
    def engine(self) -> Engine:
        return _engine(bytes(self.raw_engine))

    @property
    def occurred_at(self) -> datetime:
        return self.article.fetched_at


class ReadQuote(_Read, gc=False, forbid_unknown_fields=True):
    ce_type: ClassVar[str] = QuoteExtracted.ce_type

    type: QuoteType
    partial: bool
    medium: tuple[Medium, ...]
    speaker: ReadSpeaker | None
    cue: ReadCue | None
    frame: ReadMention | None
    addressee: ReadMention | None
    speech_act: SpeechAct
    nested_in: UUID | None

    @property
    def parts(self) -> tuple[ReadSpeaker | ReadCue | ReadMention | None, ...]:
        return self.speaker, self.cue, self.frame, self.addressee


class ReadClaim(_Read, gc=False, forbid_unknown_fields=True):
    ce_type: ClassVar[str] = ClaimExtracted.ce_type

    quote_id: UUID | None
    claimant: ReadSpeaker | None
    attribution: Attribution
    polarity: Polarity
    certainty: Certainty
    mood: Mood
    hedges: tuple[ReadMention, ...]
    times: tuple[ReadTime, ...]
    places: tuple[ReadMention, ...]
    quantities: tuple[ReadQuantity, ...]
    about: tuple[str, ...]
    signals: tuple[str, ...]
    predicate: str | None = None
    setting: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[ReadSpeaker | ReadMention | ReadQuantity | None, ...]:
        return self.claimant, *self.hedges, *self.times, *self.places, *self.quantities


Statement: TypeAlias = ReadQuote | ReadClaim

_DECODERS: Final[dict[bytes, msgspec.json.Decoder[Statement]]] = {
    ReadQuote.ce_type.encode(): msgspec.json.Decoder(ReadQuote),
    ReadClaim.ce_type.encode(): msgspec.json.Decoder(ReadClaim),
}


def read(record: Record) -> Event | Statement:
    """As `schemas.decode`, and raises what it raises."""
    return _statement(record.headers, record.value) or decode(record)


def _statement(headers: object, value: object) -> Statement | None:
    """None in any doubt."""
    if type(value) is not bytes or not isinstance(headers, list | tuple):
        return None
    try:
        if not b"".join([text for _, text in headers]).isascii():
            return None
        decoder = _DECODERS.get(dict(headers).get("ce_type", b""))
        if decoder is None or b"\\u" in value:  # U+0000 and lone surrogates come escaped
            return None
        value.decode()
        found = decoder.decode(value)
        return found if _is_sound(found) else None
    except (ValueError, TypeError):  # of msgspec, pydantic, the codec; a header without a value
        return None


def _is_sound(found: Statement) -> bool:
    """What no type can say. The engine is read, so that whoever asks for it later gets it."""
    if found.article.id != found.article_id or found.engine.sequence < 1:
        return False
    for part in (found, *found.parts):
        if part is not None:
            for span in part.spans:
                if span.end < span.start:
                    return False
    return True


@lru_cache(_REMEMBERED)
def _article(value: bytes) -> ArticleRef:
    return ArticleRef.model_validate_json(value)


@lru_cache(_REMEMBERED)
def _engine(value: bytes) -> Engine:
    return Engine.model_validate_json(value)
