"""FastStream hands batches over, and we decode them: a record that it refuses is not lost."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from faststream.kafka import KafkaMessage

if TYPE_CHECKING:
    from .received import AnyRecord


async def tolerant(message: Any, original: Callable[[Any], Awaitable[Any]]) -> Any:
    """FastStream decodes headers before it calls us, and drops the batch of one it cannot.

    So it is shown one record without any, in the place of all.
    """
    records = message if isinstance(message, tuple) else (message,)
    parsed = await original((dataclasses.replace(records[0], headers=()),))
    parsed.raw_message = records
    return parsed


async def undecoded(message: KafkaMessage) -> tuple[AnyRecord, ...]:
    """What the handler gets; to have the message injected instead costs a thread a batch."""
    records: tuple[AnyRecord, ...] = message.raw_message
    return records
