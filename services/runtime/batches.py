"""Records → the batches that a broker is sent: whole, so that nothing is kept for each record."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from schemas.cloudevents import Message

from .partitioning import partition_of

if TYPE_CHECKING:
    from aiokafka.producer.message_accumulator import BatchBuilder

Place: TypeAlias = tuple[str, int]
"""A topic and a partition of it."""


@dataclass(frozen=True, slots=True)
class Batch:
    topic: str
    partition: int
    builder: BatchBuilder
    count: int


def batches_of(
    messages: Iterable[Message], partitions: Mapping[str, int], create: Callable[[], BatchBuilder]
) -> Iterator[Batch]:
    """A first one for each partition, then a second one where more is left, each made when asked
    for: a partition takes its second batch only when the first is on its way.
    """
    waiting: dict[Place, deque[Message]] = {}
    for message in messages:
        place = (message.topic, partition_of(message.key, partitions[message.topic]))
        waiting.setdefault(place, deque()).append(message)
    while waiting:
        for place, queue in list(waiting.items()):
            builder = create()
            yield Batch(*place, builder, _filled(builder, queue))
            if not queue:
                del waiting[place]


def _filled(builder: BatchBuilder, queue: deque[Message]) -> int:
    """How many went in: one at least, however large."""
    count = 0
    while queue and _fits(builder, queue[0]):
        queue.popleft()
        count += 1
    builder.close()  # or the sender would linger for more
    return count


def _fits(builder: BatchBuilder, message: Message) -> bool:
    added = builder.append(
        timestamp=None, key=message.key, value=message.value, headers=list(message.headers)
    )
    return added is not None
