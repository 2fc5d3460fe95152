"""A topic read from outside every group: it commits nothing and disturbs nobody."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeAlias

from aiokafka import AIOKafkaConsumer, TopicPartition

from schemas.topics import MAX_MESSAGE_BYTES
from services.local.errors import LocalError
from services.runtime.security import PLAINTEXT, Security

if TYPE_CHECKING:
    from aiokafka import ConsumerRecord

    AnyRecord: TypeAlias = ConsumerRecord[bytes | None, bytes | None]

POLL_MS: Final = 500
SILENCE_SECONDS: Final = 30.0  # a broker that has more and says nothing for so long is not there
BEGINNING: Final[Mapping[int, int]] = {}


class Follower:
    """Of one topic, from its beginning or from a point in time."""

    def __init__(self, consumer: AIOKafkaConsumer, topic: str) -> None:
        self._consumer = consumer
        self._topic = topic
        self._places: list[TopicPartition] = []
        self._since_ms = 0

    async def assign(self, since: datetime | None, offsets: Mapping[int, int]) -> None:
        partitions = self._consumer.partitions_for_topic(self._topic) or {0}
        self._places = [TopicPartition(self._topic, number) for number in sorted(partitions)]
        self._consumer.assign(self._places)
        if since is not None:
            await self._seek(since)
            return
        await self._consumer.seek_to_beginning(*self._places)
        for place in self._places:
            if place.partition in offsets:
                self._consumer.seek(place, offsets[place.partition])

    async def offsets(self) -> dict[int, int]:
        """By partition, where the next record is read."""
        return {p.partition: await self._consumer.position(p) for p in self._places}

    async def records(self, *, follow: bool) -> AsyncIterator[list[AnyRecord]]:
        """A list for each answer of the broker, empty ones too; without `follow` it ends where the
        topic ends now.
        """
        while True:
            batches = await self._consumer.getmany(timeout_ms=POLL_MS)
            arrived = [record for batch in batches.values() for record in batch]
            yield [record for record in arrived if record.timestamp >= self._since_ms]
            if not follow and not batches and await self._is_at_the_end():
                return

    async def _seek(self, since: datetime) -> None:
        """Where the broker finds that time; a record is still held against it."""
        self._since_ms = at = int(since.timestamp() * 1000)
        found = await self._consumer.offsets_for_times(dict.fromkeys(self._places, at))
        for place in self._places:
            offset = found.get(place)
            if offset is None:  # nothing is that young; its end is not to be had everywhere
                await self._consumer.seek_to_beginning(place)
            else:
                self._consumer.seek(place, offset.offset)

    async def _is_at_the_end(self) -> bool:
        return await is_at_the_end(self._consumer, self._places)


async def is_at_the_end(consumer: AIOKafkaConsumer, places: Iterable[TopicPartition]) -> bool:
    """By what the answers said of the topics' ends: the embedded broker knows no other way."""
    for place in places:
        end = consumer.highwater(place)
        if end is None or await consumer.position(place) < end:
            return False
    return True


async def everything(consumer: AIOKafkaConsumer) -> AsyncIterator[AnyRecord]:
    """All that is in the topics it is subscribed to; LocalError when the broker stops answering.

    A pause is no end: a broker that is busy, or has lost its leader, only takes longer.
    """
    deadline = time.monotonic() + SILENCE_SECONDS
    while not await is_at_the_end(consumer, consumer.assignment()):
        batches = await consumer.getmany(timeout_ms=POLL_MS)
        for record in (record for batch in batches.values() for record in batch):
            yield record
        if batches:
            deadline = time.monotonic() + SILENCE_SECONDS
        elif time.monotonic() > deadline:
            raise LocalError(
                f"Kafka has stopped answering for {SILENCE_SECONDS:g} s: not all was read"
            )


@asynccontextmanager
async def following(
    topic: str,
    bootstrap_servers: str,
    security: Security = PLAINTEXT,
    *,
    since: datetime | None = None,
    offsets: Mapping[int, int] = BEGINNING,
) -> AsyncIterator[Follower]:
    """LocalError when there is no such topic: to ask a broker for it by name may make it."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap_servers,
        **security.options,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        max_partition_fetch_bytes=MAX_MESSAGE_BYTES,
    )
    try:
        await consumer.start()
        hint = f", or {security.username} may not see it" if security.username else ""
        await _must_exist(consumer, topic, f"{bootstrap_servers} has no topic {topic}{hint}")
        follower = Follower(consumer, topic)
        await follower.assign(since, offsets)
        yield follower
    finally:
        await consumer.stop()


async def _must_exist(consumer: AIOKafkaConsumer, topic: str, otherwise: str) -> None:
    there = await consumer.topics()
    if topic in there:
        return
    ours = sorted(name for name in there if name.startswith("wortlaut.") and name.endswith(".v1"))
    raise LocalError(
        f"{otherwise}: "
        + (f"there are {', '.join(ours)}" if ours else "it is none of Wortlaut's clusters")
        + ". `wortlaut topics create` makes those that are missing, `wortlaut topics permissions` "
        "lists what a user must be permitted"
    )
