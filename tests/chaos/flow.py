"""What flows while everything breaks: pages with a text of their own each, poison among them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import accumulate, pairwise
from typing import Any, Final

from schemas import Message, PageFetched, encode
from schemas.topics import GROUPS, dead_letters
from services.local.publishing import publishing
from services.runtime.errors import KafkaError, ServiceError
from tests.chaos.tasks import CRASHES, EATS, HANGS
from tests.support.events import MONDAY, a_page

HOUSE: Final = "https://zeitung.example/haus/"
MARK: Final = b"Neubau Nummer"
SOURCE: Final = "/test/chaos"
REVISIONS: Final = 5  # of each so many pages the last is a second text of an earlier one
TYPES: Final = {
    "wortlaut.pages.v1": b"wortlaut.page.fetched.v1",
    "wortlaut.pages.backfill.v1": b"wortlaut.page.fetched.v1",
    "wortlaut.articles.v1": b"wortlaut.article.parsed.v1",
    "wortlaut.quotes.v1": b"wortlaut.quote.extracted.v1",
    "wortlaut.claims.v1": b"wortlaut.claim.extracted.v1",
}


def page(number: int, urls: int) -> PageFetched:
    """Each with a direct and an indirect quote of its own."""
    text = (
        f"„Wir bauen Neubau Nummer {number}“, sagte Bürgermeisterin Jana Vogt am Montag vor der "
        f"Presse. Der Landrat Otto Brandt erklärte, dass {number + 2} Anwohner geklagt haben."
    )
    body = f"<html lang='de'><body><article><h1>Bau</h1><p>{text}</p></article></body></html>"
    return a_page(
        body, url=f"{HOUSE}{number % urls}", fetched_at=MONDAY + timedelta(seconds=number)
    )


def nasty_pages() -> list[PageFetched]:
    """Inputs that hang, eat up and crash a worker of the parser."""
    return [
        a_page(url=f"https://zeitung.example/{how}/{number}")
        for how in (HANGS, EATS, CRASHES)
        for number in range(2)
    ]


def poison() -> Iterator[Message]:
    """Five kinds for every topic that a service of ours reads."""
    for topics in GROUPS.values():
        for topic in topics:
            kind = ("ce_type", TYPES[topic.name])
            yield _poison(topic.name, b"{not json", kind)
            yield _poison(topic.name, b'{"url": 3}', kind)
            yield _poison(topic.name, b'{"no": "type"}')
            yield _poison(topic.name, b'{"header": "bytes"}', kind, ("trace", b"\xff\xfe"))
            yield _poison(topic.name, b'{"header": "null"}', kind, ("trace", None))


def _poison(topic: str, value: bytes, *headers: tuple[str, bytes | None]) -> Message:
    allowed: Any = headers  # a producer of somebody else's may send a header without a value
    return Message(topic, b"poison", value + b" " * len(topic), allowed)


@dataclass(slots=True)
class Flow:
    """`sent` counts the good pages that the broker has acknowledged."""

    servers: str
    pages: int
    chance: random.Random
    sent: int = 0
    poison: list[Message] = field(default_factory=lambda: list(poison()))
    nasty: list[PageFetched] = field(default_factory=nasty_pages)

    @property
    def urls(self) -> int:
        return self.pages - self.pages // REVISIONS

    def pieces(self, weights: Sequence[int]) -> Iterator[Sequence[Message]]:
        """All of it in random order, cut into pieces of these weights."""
        pages = [encode(page(n, self.urls), SOURCE) for n in range(self.pages)]
        bad = [*self.poison, *(encode(one, SOURCE) for one in self.nasty)]
        everything = pages + bad
        self.chance.shuffle(everything)
        ends = [len(everything) * part // sum(weights) for part in accumulate(weights)]
        for start, end in pairwise([0, *ends]):
            yield everything[start:end]

    async def send(self, messages: Sequence[Message], seconds: float) -> None:
        """Spread over the seconds; goes on until all are acknowledged, whoever is away."""
        groups = [messages[start : start + 8] for start in range(0, len(messages), 8)]
        for group in groups:
            await self._insist(group)
            await asyncio.sleep(self.chance.uniform(0, 2 * seconds / len(groups)))

    async def _insist(self, messages: Sequence[Message]) -> None:
        while True:
            try:
                async with asyncio.timeout(20), publishing(self.servers) as publisher:
                    await publisher.publish(messages)
            except (KafkaError, ServiceError, OSError, TimeoutError):
                await asyncio.sleep(0.3)
            else:
                self.sent += sum(MARK in (message.value or b"") for message in messages)
                return


def letters_of(topic: str) -> list[str]:
    return [
        dead_letters(topic, group).name
        for group, topics in GROUPS.items()
        if topic in {one.name for one in topics}
    ]
