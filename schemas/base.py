"""What every event and value of the contract has in common."""

from __future__ import annotations

import re
from abc import abstractmethod
from datetime import UTC, datetime
from typing import Annotated, ClassVar
from uuid import UUID, uuid5

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

MAX_TEXT = 1_000_000
"""Code points of an article's text; longer ones are cut at a paragraph (`truncated`)."""


class Value(BaseModel):
    """A part of an event: frozen; fields of a later version are ignored, not refused."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_inf_nan="null")


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_utc), Field(examples=["2026-03-02T09:30:00Z"])]
"""A point in time; on the wire RFC 3339 in UTC."""


def without_unstorable(text: str) -> str:
    """Replace what neither JSON (lone surrogates) nor Postgres (U+0000) can carry."""
    if "\x00" not in text and (text.isascii() or _is_encodable(text)):
        return text  # nearly every text, and twenty times faster than searching it
    return _UNSTORABLE.sub("\ufffd", text)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _scrubbed(value: object) -> object:
    return without_unstorable(value) if isinstance(value, str) else value


def _storable(text: str) -> str:
    if without_unstorable(text) != text:
        msg = "holds U+0000 or a lone surrogate; offsets would not survive their removal"
        raise ValueError(msg)
    return text


Words = Annotated[str, BeforeValidator(_scrubbed)]
"""Text from the web that no offset points into: what cannot be stored is replaced by U+FFFD."""

Text = Annotated[str, AfterValidator(_storable), Field(max_length=MAX_TEXT)]
"""Text that offsets point into: never changed here, so what cannot be stored is refused."""


class Event(Value):
    """One record of a topic. `ce_type` is its CloudEvents type, `topic` where it goes."""

    ce_type: ClassVar[str]
    topic: ClassVar[str]

    article_id: UUID = Field(
        description="the article, for ever: uuid5(NAMESPACE_URL, canonical URL). Also the key of "
        "the record, so what belongs to one article stays in order on one partition",
        examples=["11943223-f7f1-5132-afdd-5945066331dd"],
    )

    @property
    def key(self) -> bytes:
        return str(self.article_id).encode()

    @property
    @abstractmethod
    def occurred_at(self) -> datetime:
        """The CloudEvents time: when the page was fetched, so that a replay repeats the bytes."""

    @property
    @abstractmethod
    def identity(self) -> str:
        """What, beside the article and the type, tells this event from every other one."""

    @property
    def event_id(self) -> UUID:
        return uuid5(self.article_id, event_name(type(self), self.identity))


def event_name(kind: type[Event], identity: str) -> str:
    """What the id of an event is derived from, beside the article. `identity`: the model's."""
    return f"{kind.ce_type}|{identity}"


def instant_text(instant: datetime) -> str:
    """RFC 3339 in UTC, always with microseconds: one text for one instant."""
    return f"{instant.astimezone(UTC).isoformat(timespec='microseconds')[:-6]}Z"
