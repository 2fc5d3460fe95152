"""The topics: names, periods, sizes, and who reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024
DAY_MS: Final = 24 * 60 * 60 * 1000
MAX_MESSAGE_BYTES: Final = 8 * MIB
MAX_DEAD_LETTER_BYTES: Final = 9 * MIB  # the original and its error headers


@dataclass(frozen=True, slots=True)
class Topic:
    """`partitions` None: as many as the deployment chooses (12, or 4 embedded)."""

    name: str
    retention_ms: int
    max_message_bytes: int = MAX_MESSAGE_BYTES
    partitions: int | None = None

    @property
    def config(self) -> dict[str, str]:
        return {
            "cleanup.policy": "delete",
            "compression.type": "zstd",
            "max.message.bytes": str(self.max_message_bytes),
            "retention.ms": str(self.retention_ms),
        }


PAGES: Final = Topic("wortlaut.pages.v1", 3 * DAY_MS)
PAGES_BACKFILL: Final = Topic("wortlaut.pages.backfill.v1", 3 * DAY_MS)
ARTICLES: Final = Topic("wortlaut.articles.v1", 90 * DAY_MS)
QUOTES: Final = Topic("wortlaut.quotes.v1", 90 * DAY_MS)
CLAIMS: Final = Topic("wortlaut.claims.v1", 90 * DAY_MS)

PUBLIC: Final = (PAGES, PAGES_BACKFILL, ARTICLES, QUOTES, CLAIMS)
GROUPS: Final = {
    "parser": (PAGES, PAGES_BACKFILL),
    "store": (ARTICLES, QUOTES, CLAIMS),
}
"""Our own consumer groups, and what each reads."""
LISTENERS: Final = {"fetcher": (ARTICLES,)}
"""Groups that only hear what became of things: they set nothing aside and are replayed nothing."""


def dead_letters(topic: str, group: str) -> Topic:
    """Where `group` puts the records of `topic` that it will not try again."""
    return Topic(f"{topic}.{group}.dlq", 30 * DAY_MS, MAX_DEAD_LETTER_BYTES, partitions=1)


def retries(topic: str, group: str) -> Topic:
    """What was replayed from the dead letters: read by `group` alone."""
    return Topic(f"{topic}.{group}.retry", 3 * DAY_MS, MAX_DEAD_LETTER_BYTES, partitions=1)


def every_topic() -> Iterator[Topic]:
    yield from PUBLIC
    for group, topics in GROUPS.items():
        for topic in topics:
            yield dead_letters(topic.name, group)
            yield retries(topic.name, group)
