"""CloudEvents 1.0 in the binary Kafka binding: attributes in headers, the event in the value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol, TypeAlias
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from .articles import ArticleChecked, ArticleParsed, ArticleRejected, ArticleWithdrawn
from .base import Event, instant_text
from .extensible import read_leniently
from .pages import PageFetched, PageGone
from .statements import ClaimExtracted, QuoteExtracted
from .version import VERSION

EVENTS: Final[tuple[type[Event], ...]] = (
    PageFetched,
    PageGone,
    ArticleParsed,
    ArticleChecked,
    ArticleRejected,
    ArticleWithdrawn,
    QuoteExtracted,
    ClaimExtracted,
)
_ADAPTERS: Final[dict[type[Event], TypeAdapter[Any]]] = {e: TypeAdapter(e) for e in EVENTS}
"""They write bytes; a model writes a text, which is then encoded once more."""
BY_TYPE: Final = {event.ce_type: event for event in EVENTS}

Headers: TypeAlias = Sequence[tuple[str, bytes | None]]


class Record(Protocol):
    """What decoding needs of a consumed record: its attributes, or methods of these names."""

    @property
    def topic(self) -> str | Callable[[], str | None]: ...
    @property
    def value(self) -> bytes | Callable[[], Any] | None: ...
    @property
    def headers(self) -> Headers | Callable[[], Any]: ...


class UndecodableError(ValueError):
    """The record is no event of ours. `reason` is `decode` or `schema`."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class UnknownEventError(UndecodableError):
    """A type or version that this program does not know: newer than it, most likely."""


@dataclass(frozen=True, slots=True)
class Message:
    """A record ready to be produced."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


def encode(event: Event, source: str) -> Message:
    """`source` is the producing service, as a URI reference: `/wortlaut/parser`."""
    value = _ADAPTERS[type(event)].dump_json(event)
    envelope = Envelope(type(event), event.article_id, event.occurred_at, source)
    return envelope.around(str(event.event_id), value)


class Envelope:
    """Around events of one type, of one article and instant: only their ids and values differ."""

    def __init__(
        self, kind: type[Event], article_id: UUID, occurred_at: datetime, source: str
    ) -> None:
        self.subject = str(article_id)
        self.time = instant_text(occurred_at)
        subject = self.subject.encode()
        self._topic = kind.topic
        self._key = subject
        self._before = (("ce_specversion", b"1.0"),)
        self._behind = (
            ("ce_source", source.encode()),
            ("ce_type", kind.ce_type.encode()),
            ("ce_time", self.time.encode()),
            ("ce_subject", subject),
            ("content-type", b"application/json"),
        )

    def around(self, event_id: str, value: bytes) -> Message:
        """`value` is the event as JSON, by whoever can write it faster than its model."""
        headers = (*self._before, ("ce_id", event_id.encode()), *self._behind)
        return Message(self._topic, self._key, value, headers)


def decode(record: Record) -> Event:
    """The event that a record carries.

    `record` is what the client library hands out: aiokafka, kafka-python and confluent-kafka work.
    What a later version added is ignored: a field, or a value of a set that may grow.
    Raises UnknownEventError for a type this version does not know (skip it), UndecodableError for
    everything that is no event at all; both say what was wrong in words for a person.
    """
    topic, value = _of(record.topic), _of(record.value)
    ce_type = _header_texts(_of(record.headers) or ()).get("ce_type")
    if ce_type is None:
        raise UndecodableError("schema", f"no ce_type header in a record of {topic}")
    model = BY_TYPE.get(ce_type)
    if model is None:
        raise UnknownEventError("schema", f"{_unknown(ce_type)} in {topic}")
    if not value:
        raise UndecodableError("decode", f"{ce_type} without a value in {topic}")
    try:
        return model.model_validate_json(value)
    except ValidationError as error:
        return _lenient(model, ce_type, value, error)


def _of(attribute: Any) -> Any:
    """confluent-kafka's messages have methods where the others have attributes."""
    return attribute() if callable(attribute) else attribute


def _unknown(ce_type: str) -> str:
    for known in BY_TYPE:
        if known.rpartition(".")[0] == ce_type.rpartition(".")[0]:
            return (
                f"unknown version {ce_type!r}: this program reads {known!r} (contract {VERSION}); "
                "a newer one reads more"
            )
    return f"unknown event type {ce_type!r}"


def _lenient(model: type[Event], ce_type: str, value: bytes, error: ValidationError) -> Event:
    try:
        event = read_leniently(model, value, error)
    except ValidationError as other:
        raise _explained(ce_type, other) from error
    if event is None:
        raise _explained(ce_type, error) from error
    return event


def _header_texts(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str]:
    texts = {}
    for name, value in headers:
        try:
            texts[name] = (value if value is not None else b"\xff").decode()
        except UnicodeDecodeError as error:
            kind = "no value" if value is None else "no UTF-8"
            raise UndecodableError("decode", f"header {name!r} has {kind}") from error
    return texts


def _explained(ce_type: str, error: ValidationError) -> UndecodableError:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return UndecodableError("decode", f"{ce_type}: {first['msg']}")
    place = ".".join(str(part) for part in first["loc"]) or "value"
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return UndecodableError("schema", f"{ce_type}: {place}: {first['msg']}{more}")
