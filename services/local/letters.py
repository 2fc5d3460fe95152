"""Dead letters as a person meets them: read, folded with what was done to them, done something to.

A dead-letter topic is a log like every other: replaying or dropping a letter appends a mark that
names its partition and offset, and the letter itself stays until its retention ends.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal

from aiokafka import AIOKafkaConsumer

from schemas import Message
from schemas.topics import GROUPS, MAX_DEAD_LETTER_BYTES, dead_letters, retries
from services.local.following import everything
from services.runtime.dead_letters import PREFIX
from services.runtime.security import PLAINTEXT, Security

Mark = Literal["replayed", "dropped"]
MARK: Final = "x-dlq-mark"
MARKED: Final = "x-dlq-marked"  # partition and offset of the letter


@dataclass(frozen=True, slots=True)
class Letter:
    """`topic` and `group` are those it failed in; `offset` is its place among the dead letters."""

    topic: str
    group: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    mark: Mark | None = None

    def told(self, name: str) -> str:
        """What the dead-letter headers say: reason, error, stage, failed-at, offset, …"""
        return next(
            (v.decode("utf-8", "replace") for k, v in self.headers if k == PREFIX + name), ""
        )

    @property
    def place(self) -> str:
        """What a command takes: `pages.v1:0:17`, the wortlaut prefix left away."""
        return f"{self.topic.removeprefix('wortlaut.')}:{self.partition}:{self.offset}"


def sources() -> list[tuple[str, str]]:
    """Every (topic, group) that can have dead letters."""
    return [(topic.name, group) for group, topics in GROUPS.items() for topic in topics]


async def letters(bootstrap_servers: str, security: Security = PLAINTEXT) -> list[Letter]:
    """All there are, in the order in which they failed, with their marks."""
    names = {dead_letters(topic, group).name: (topic, group) for topic, group in sources()}
    found: dict[tuple[str, int, int], Letter] = {}
    marks: dict[tuple[str, int, int], Mark] = {}
    async with _reader(bootstrap_servers, security, names) as reader:
        async for record in everything(reader):
            headers = dict(record.headers)
            if MARK in headers:
                partition, _, offset = headers[MARKED].decode().partition(":")
                marks[record.topic, int(partition), int(offset)] = headers[MARK].decode()
                continue
            topic, group = names[record.topic]
            place = (record.topic, record.partition, record.offset)
            found[place] = Letter(
                topic, group, record.partition, record.offset,
                record.key, record.value, tuple(record.headers),
            )  # fmt: skip
    whole = (replace(letter, mark=marks.get(place)) for place, letter in found.items())
    return sorted(whole, key=lambda letter: letter.told("failed-at"))


def replayed(chosen: Iterable[Letter], now: datetime) -> list[Message]:
    """The originals, to the group's own retry topic, and a mark for each."""
    messages = []
    for letter in chosen:
        original = tuple((k, v) for k, v in letter.headers if not k.startswith(PREFIX))
        topic = retries(letter.topic, letter.group).name
        messages.append(Message(topic, letter.key, letter.value, original))
        messages.append(_mark(letter, "replayed", now))
    return messages


def dropped(chosen: Iterable[Letter], now: datetime) -> list[Message]:
    return [_mark(letter, "dropped", now) for letter in chosen]


def _mark(letter: Letter, mark: Mark, now: datetime) -> Message:
    headers = {
        MARK: mark,
        MARKED: f"{letter.partition}:{letter.offset}",
        "x-dlq-marked-at": now.astimezone(UTC).isoformat(),
    }
    return Message(
        dead_letters(letter.topic, letter.group).name,
        letter.key,
        None,
        tuple((name, value.encode()) for name, value in headers.items()),
    )


@asynccontextmanager
async def _reader(
    servers: str, security: Security, topics: Iterable[str]
) -> AsyncIterator[AIOKafkaConsumer]:
    reader = AIOKafkaConsumer(
        *topics,
        bootstrap_servers=servers,
        **security.options,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        max_partition_fetch_bytes=MAX_DEAD_LETTER_BYTES,
    )
    try:
        await reader.start()
        yield reader
    finally:
        await reader.stop()
