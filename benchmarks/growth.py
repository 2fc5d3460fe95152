"""How the store grows: `python -m benchmarks.growth [--articles 100000]`, on a Postgres with fsync.

Articles of about 2,400 characters with eight quotes and eight claims each. At 1,000, 3,000,
10,000 … articles it says how fast the last ones went in, how large the tables and their indexes
are, how long the views take for one article and for one speaker, and what the process holds in
memory. What is linear has the same figures for an article in every line.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry

from services.local.database import EmbeddedPostgres
from services.store.batch import batch_of
from services.store.metrics import StoreMetrics
from services.store.migrations import migrate
from services.store.postgres import Postgres, session
from services.store.settings import StoreSettings

from .figures import Figure
from .memory import peak_mib
from .store import SENTENCES, events, pieces

if TYPE_CHECKING:
    from services.store.postgres import Session

BATCH: Final = 500
ROWS: Final = 2 + 2 * SENTENCES  # of an article: head, revision, quotes, claims
WINDOW: Final = 1000  # articles over which the speed is taken
PIECE: Final = 250  # articles made at once
SIZES: Final = (
    "SELECT sum(pg_table_size(c.oid)) AS tables, sum(pg_indexes_size(c.oid)) AS indexes "
    "FROM pg_class AS c INNER JOIN pg_namespace AS n ON n.oid = c.relnamespace "
    "WHERE n.nspname = 'public' AND c.relkind = 'r'"
)
RARE: Final = "Ada Linde"  # who speaks in one article of a thousand


@dataclass(frozen=True, slots=True)
class Point:
    articles: int
    rows_per_second: float
    table_bytes: float  # of an article
    index_bytes: float
    by_article_ms: float
    by_speaker_ms: float
    memory_mib: float

    def __str__(self) -> str:
        return (
            f"{self.articles:>8,} {self.rows_per_second:>9,.0f} {self.table_bytes:>9,.0f} "
            f"{self.index_bytes:>9,.0f} {self.by_article_ms:>9.2f} {self.by_speaker_ms:>9.2f} "
            f"{self.memory_mib:>7.0f}"
        )


HEADER: Final = "articles    rows/s  B/article  B index  ms/article ms/speaker  MiB"


def marks(articles: int) -> Iterator[int]:
    """1,000, 3,000, 10,000, 30,000 … and the last."""
    mark = 1000
    while mark < articles:
        yield mark
        mark = mark * 3 if str(mark)[0] == "1" else mark // 3 * 10
    yield articles


async def measured(url: str, articles: int) -> list[Point]:
    await migrate(url)
    database = Postgres(url, StoreSettings(), StoreMetrics(CollectorRegistry()))
    await database.open()
    points: list[Point] = []
    done = 0
    try:
        async with session(url) as connection:
            for mark in marks(articles):
                seconds = 0.0
                start, done = done, mark
                for first in range(start, mark, PIECE):
                    count = min(PIECE, mark - first)
                    spent = await _store(database, first, count)
                    seconds += spent if first >= mark - WINDOW else 0
                rate = min(WINDOW, mark - start) * ROWS / seconds
                points.append(await _point(connection, mark, rate))
                print(points[-1], flush=True)
    finally:
        await database.close()
    return points


async def _store(database: Postgres, first: int, articles: int) -> float:
    """Seconds for the writing alone."""
    batches = [batch_of(piece) for piece in pieces(list(events(first, articles)), BATCH)]
    started = time.perf_counter()
    for batch in batches:
        await database.write(batch)
    return time.perf_counter() - started


async def _point(connection: Session, articles: int, rate: float) -> Point:
    await connection.execute("ANALYZE")
    await connection.execute(
        "UPDATE quotes SET speaker_name = $1 WHERE article_id IN "
        "(SELECT article_id FROM articles ORDER BY article_id LIMIT $2) AND speaker_name <> $1",
        RARE,
        articles // 1000,
    )
    sizes = await connection.fetchrow(SIZES)
    assert sizes is not None
    some = await connection.fetch("SELECT article_id FROM articles ORDER BY random() LIMIT 50")
    by_article = "SELECT * FROM current_quotes WHERE article_id = $1"
    by_speaker = "SELECT * FROM current_quotes WHERE speaker_name = $1 LIMIT 20"
    one = [await _timed(connection, by_article, row["article_id"]) for row in some]
    other = [await _timed(connection, by_speaker, RARE) for _ in range(20)]
    return Point(
        articles,
        rate,
        int(sizes["tables"]) / articles,
        int(sizes["indexes"]) / articles,
        sorted(one)[len(one) // 2] * 1000,
        sorted(other)[len(other) // 2] * 1000,
        peak_mib(os.getpid()),
    )


async def _timed(connection: Session, query: str, value: object) -> float:
    started = time.perf_counter()
    await connection.fetch(query, value)
    return time.perf_counter() - started


def figures(points: list[Point]) -> list[Figure]:
    first, last = points[0], points[-1]
    command = f"python -m benchmarks.growth --articles {last.articles}"
    reach = f"from {first.articles:,} to {last.articles:,} articles"
    said = [
        ("store, rows/s", f"{first.rows_per_second:,.0f} → {last.rows_per_second:,.0f}"),
        ("table bytes an article", f"{first.table_bytes:,.0f} → {last.table_bytes:,.0f}"),
        ("index bytes an article", f"{first.index_bytes:,.0f} → {last.index_bytes:,.0f}"),
        ("quotes of one article, ms", f"{first.by_article_ms:.1f} → {last.by_article_ms:.1f}"),
        ("quotes of one speaker, ms", f"{first.by_speaker_ms:.1f} → {last.by_speaker_ms:.1f}"),
        ("memory of the writing process", f"{first.memory_mib:.0f} → {last.memory_mib:.0f} MiB"),
    ]
    return [Figure(f"{what}, {reach}", value, "not above linear", command) for what, value in said]


async def measure(articles: int) -> list[Point]:
    print(HEADER)
    async with EmbeddedPostgres(durable=True) as server:
        return await measured(server.url(), articles)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    asyncio.run(measure(parser.parse_args().articles))


if __name__ == "__main__":
    main()
