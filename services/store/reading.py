"""Quotes and claims, read at a tenth of the price of the contract's own models.

A store reads millions of them, nearly all beyond reproach. The structs here take exactly what the
models of `schemas` write; whatever else comes, broken, newer, or merely unusual, is left to
`schemas.decode`, which alone decides what an event is and says what is wrong. So nothing here
refuses anything, and nothing that is read here reads otherwise there.

Every text of a value becomes a `str` here, and so nothing passes that is no UTF-8.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Annotated, ClassVar, Final, Self, TypeAlias, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta, Raw, Struct

from schemas import ClaimExtracted, Event, QuoteExtracted, decode
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

from . import binary

_REMEMBERED: Final = 4096  # articles; the statements of one come together

Offset: TypeAlias = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Context: TypeAlias = Annotated[str, Meta(max_length=32)]
Instant: TypeAlias = Annotated[
    str,
    Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?Z\Z"),
]


class ReadSpan(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    start: Offset
    end: Offset

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a span ends before its start")


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


class _ReadArticle(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    id: UUID
    revision: Annotated[str, Meta(pattern=r"\A[0-9a-f]{16}\Z")]
    url: Annotated[str, Meta(min_length=1, max_length=8192)]
    outlet: str
    title: str | None
    published_at: Instant | None
    fetched_at: Instant
    language: Annotated[str, Meta(pattern=r"\A[a-z]{2,3}(-[A-Za-z0-9]+)*\Z")]


class _ReadEngine(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    version: str
    sequence: Annotated[int, Meta(ge=1, le=2**31 - 1)]


class _Read(Struct, gc=False, forbid_unknown_fields=True):
    article_id: UUID
    id: UUID
    article: Raw
    engine: Raw
    text: str
    spans: Annotated[Spans, Meta(min_length=1)]
    prefix: Context
    suffix: Context
    rule: str
    confidence: Confidence


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


class Article(Struct, frozen=True, gc=False):
    """What a statement's row has of its article, read once for all statements of it."""

    id: UUID
    key: bytes
    revision: str
    fetched_at: datetime
    published_at: datetime | None
    packed: bytes  # ARTICLE_COLUMNS


class Engine(Struct, frozen=True, gc=False):
    version: str
    sequence: int
    packed: bytes  # ENGINE_COLUMNS


ARTICLE_COLUMNS: Final = ("article_id", "revision", "fetched_at")
ENGINE_COLUMNS: Final = ("engine_sequence", "engine_version")


class _Stated(Struct, frozen=True, gc=False):
    """A statement, and whose it is; already the row that it will be, but for its columns."""

    key: bytes
    article: Article
    engine: Engine

    @property
    def article_id(self) -> UUID:
        return self.article.id

    @property
    def revision(self) -> str:
        return self.article.revision

    @property
    def occurred_at(self) -> datetime:
        return self.article.fetched_at

    @property
    def age(self) -> tuple[int, datetime]:
        return self.engine.sequence, self.article.fetched_at

    def joined(self, other: Self) -> Self:
        return max(self, other, key=_age)


class StatedQuote(_Stated, frozen=True, gc=False):
    ce_type: ClassVar[str] = ReadQuote.ce_type

    said: ReadQuote


class StatedClaim(_Stated, frozen=True, gc=False):
    ce_type: ClassVar[str] = ReadClaim.ce_type

    said: ReadClaim


Statement: TypeAlias = StatedQuote | StatedClaim
S = TypeVar("S", ReadQuote, ReadClaim)


def _age(statement: _Stated) -> tuple[int, datetime]:
    return statement.age


def _reader(
    struct: type[S], stated: Callable[[bytes, Article, Engine, S], Statement]
) -> Callable[[bytes], Statement | None]:
    decode_value = msgspec.json.Decoder(struct).decode

    def read_value(value: bytes) -> Statement | None:
        said = decode_value(value)
        article, engine = _article(bytes(said.article)), _engine(bytes(said.engine))
        if article.id.int != said.article_id.int:
            return None
        return stated(article.key + said.id.int.to_bytes(16, "big"), article, engine, said)

    return read_value


_READERS: Final[dict[bytes, Callable[[bytes], Statement | None]]] = {
    ReadQuote.ce_type.encode(): _reader(ReadQuote, StatedQuote),
    ReadClaim.ce_type.encode(): _reader(ReadClaim, StatedClaim),
}


def read(record: Record) -> Event | Statement:
    """As `schemas.decode`, and raises what it raises."""
    return _statement(record.headers, record.value) or decode(record)


def _statement(headers: object, value: object) -> Statement | None:
    """None in any doubt."""
    if type(value) is not bytes or not isinstance(headers, list | tuple):
        return None
    try:
        # U+0000 and lone surrogates come escaped
        if b"\\" in value and b"\\u" in value:
            return None
        reader = _reader_for(headers)
        return None if reader is None else reader(value)
    except (ValueError, TypeError):  # of msgspec, pydantic, the codec; a header without a value
        return None


def _reader_for(headers: Sequence[tuple[str, bytes]]) -> Callable[[bytes], Statement | None] | None:
    if not b"".join([text for _, text in headers]).isascii():
        return None
    return _READERS.get(dict(headers).get("ce_type", b""))


@lru_cache(_REMEMBERED)
def _article(value: bytes) -> Article:
    found = _decoded_article(value)
    fetched = datetime.fromisoformat(found.fetched_at)
    published = found.published_at and datetime.fromisoformat(found.published_at)
    packed = binary.uuid(found.id) + binary.text(found.revision) + binary.timestamp(fetched)
    return Article(found.id, found.id.bytes, found.revision, fetched, published or None, packed)


@lru_cache(_REMEMBERED)
def _engine(value: bytes) -> Engine:
    found = _decoded_engine(value)
    packed = binary.int4(found.sequence) + binary.text(found.version)
    return Engine(found.version, found.sequence, packed)


_decoded_article: Final = msgspec.json.Decoder(_ReadArticle).decode
_decoded_engine: Final = msgspec.json.Decoder(_ReadEngine).decode
