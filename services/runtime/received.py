"""What a handler is given, and what it may answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from .errors import Unprocessable

if TYPE_CHECKING:
    from aiokafka import ConsumerRecord

    AnyRecord: TypeAlias = ConsumerRecord[bytes | None, bytes | None]


class Occurred(Protocol):
    """An event of the contract, or what a service reads in the place of one."""

    @property
    def ce_type(self) -> str: ...
    @property
    def occurred_at(self) -> datetime: ...


class Received(NamedTuple):
    """An event, and the record that carried it. (A frozen dataclass takes three times as long.)"""

    event: Occurred
    record: AnyRecord


@dataclass(frozen=True, slots=True)
class Rejected:
    """An event that the handler could not and will never handle."""

    received: Received
    error: Unprocessable


Handler: TypeAlias = Callable[[Sequence[Received]], Awaitable[Sequence[Rejected]]]
"""Returning means: every effect is done, but for the events it rejects.

Raising something transient means: again, later. Raising something permanent means that one of the
events is at fault; the batch is halved until that one is alone.
"""


def size_of(record: AnyRecord) -> int:
    return len(record.value or b"") + len(record.key or b"")


def chunks(batch: Sequence[Received], max_bytes: int) -> Iterator[Sequence[Received]]:
    """The batch in pieces of at most `max_bytes`; a larger event is a piece of its own."""
    start, held = 0, 0
    for place, received in enumerate(batch):
        size = size_of(received.record)
        if place > start and held + size > max_bytes:
            yield batch[start:place]
            start, held = place, 0
        held += size
    if start < len(batch):
        yield batch[start:]
