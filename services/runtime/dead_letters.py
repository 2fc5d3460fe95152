"""Records that will not be tried again: the original bytes, key and headers, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from schemas.cloudevents import Message
from schemas.topics import dead_letters

from .errors import Unprocessable
from .logs import neutral

if TYPE_CHECKING:
    from aiokafka import ConsumerRecord

PREFIX: Final = "x-dlq-"
_LONGEST_ERROR: Final = 300  # exceptions may hold whole pages


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A consumed record and the reason it is set aside."""

    record: ConsumerRecord[bytes | None, bytes | None]
    error: Unprocessable


def source_topic(topic: str, group: str) -> str:
    """The topic a record first came from, be it read from there or from the group's retries."""
    return re.sub(rf"\.{re.escape(group)}\.retry$", "", topic)


def dead_letter_message(letter: DeadLetter, group: str, stage: str, now: datetime) -> Message:
    record = letter.record
    topic = source_topic(record.topic, group)
    told = {
        "reason": letter.error.reason,
        "error": str(neutral(str(letter.error)))[:_LONGEST_ERROR],
        "error-type": type(letter.error.__cause__ or letter.error).__name__,
        "stage": stage,
        "topic": topic,
        "partition": str(record.partition),
        "offset": str(record.offset),
        "timestamp": str(record.timestamp),
        "failed-at": now.astimezone(UTC).isoformat(),
    }
    # What an earlier failure said is replaced; everything else stays byte for byte.
    kept: list[tuple[str, Any]] = [(k, v) for k, v in record.headers if not k.startswith(PREFIX)]
    added = [(PREFIX + name, value.encode()) for name, value in told.items()]
    return Message(
        dead_letters(topic, group).name,
        record.key,
        record.value,
        tuple(kept + added),
    )


def told(letter: DeadLetter) -> dict[str, object]:
    """For a line of the log."""
    record = letter.record
    return {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "key": (record.key or b"").decode("utf-8", "replace"),
        "reason": letter.error.reason,
        "why": str(letter.error),
    }
