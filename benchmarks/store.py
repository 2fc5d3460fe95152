"""The store's batch write against COPY of the same rows into identical tables, in one run.

`python -m benchmarks.store [--articles N] [--batch N …] [--rounds N]`, on an embedded Postgres with
fsync. Each round stores new articles by both ways, in turn; a batch is a transaction in both. COPY
gets its rows ready, the store its batch; what it costs to read records and make batches of them is
shown by itself.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, TypeVar
from uuid import UUID

import asyncpg
from prometheus_client import CollectorRegistry

from schemas import Event
from services.local.database import EmbeddedPostgres
from services.store.batch import Batch, batch_of
from services.store.metrics import StoreMetrics
from services.store.migrations import migrate
from services.store.postgres import Postgres, session
from services.store.reading import read
from services.store.settings import StoreSettings
from tests.support.events import MONDAY, TEXT, a_claim, a_quote, an_article
from tests.support.store import consumed

from .figures import Figure, spread

SENTENCES: Final = 8  # quotes, and claims, of an article
COPIED: Final = ("articles", "revisions", "quotes", "claims")
S = TypeVar("S")
PEER: Final = "peer"  # the schema of the tables that COPY fills


def events(first: int, articles: int) -> Iterator[Event]:
    """Articles of about 2,400 characters with eight quotes and eight claims each."""
    for number in range(first, first + articles):
        said = [
            f"Das ist der Satz mit der Nummer {number * SENTENCES + n}" for n in range(SENTENCES)
        ]
        text = " ".join(f"{TEXT} „{sentence}“, sagte sie." for sentence in said)
        article = an_article(
            text,
            url=f"https://zeitung.example/{number}",
            fetched_at=MONDAY + timedelta(seconds=number),
            fingerprint=tuple(range(number, number + 64)),
        )
        yield article
        yield from (a_quote(article, sentence) for sentence in said)
        yield from (a_claim(article, sentence) for sentence in said)


def pieces(items: Sequence[S], size: int) -> Iterator[Sequence[S]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


async def make_peer(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """The same tables again: columns, partitions, keys and indexes."""
    await connection.execute(f"CREATE SCHEMA {PEER}")
    for table in COPIED:
        partition = "" if table == "articles" else "PARTITION BY HASH (article_id)"
        await connection.execute(
            f"CREATE TABLE {PEER}.{table} (LIKE {table} INCLUDING ALL) {partition}"
        )
        for part in range(8 if partition else 0):
            await connection.execute(
                f"CREATE TABLE {PEER}.{table}_{part} PARTITION OF {PEER}.{table} "
                f"FOR VALUES WITH (MODULUS 8, REMAINDER {part})"
            )


Rows = dict[str, tuple[list[str], list[list[Any]]]]


async def rows_of(connection: asyncpg.Connection[asyncpg.Record], ids: Sequence[Any]) -> Rows:
    """What the store made of a batch, as COPY takes it."""
    found: Rows = {}
    for table in COPIED:
        records = await connection.fetch(
            f"SELECT * FROM {table} WHERE article_id = any($1::uuid[])", ids
        )
        if records:
            found[table] = (list(records[0].keys()), [list(record.values()) for record in records])
    return found


@dataclass(slots=True)
class Rates:
    """Rows per second, one for each round."""

    store: list[float] = field(default_factory=list)
    copy: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    convert: list[float] = field(default_factory=list)

    @property
    def ratios(self) -> list[float]:
        return [store / copy for store, copy in zip(self.store, self.copy, strict=True)]

    def line(self, size: int) -> str:
        ratios = self.ratios
        return (
            f"{size:>7,} {max(self.store):>12,.0f} {max(self.copy):>12,.0f} "
            f"{statistics.median(ratios):>8.2f} {max(self.store) / max(self.copy):>8.2f} "
            f"{max(self.again):>12,.0f} {1e6 / max(self.convert):>12.1f}"
        )


class Bench:
    def __init__(
        self, database: Postgres, connection: asyncpg.Connection[asyncpg.Record], articles: int
    ) -> None:
        self._database = database
        self._connection = connection
        self._articles = articles
        self._next = 0

    async def round(self, size: int, rates: Rates) -> None:
        offered = list(events(self._next, self._articles))
        self._next += self._articles
        records = [consumed(event) for event in offered]
        start = time.perf_counter()
        read_ones = [read(record) for record in records]
        batches = [batch_of(piece) for piece in pieces(read_ones, size)]
        rates.convert.append(len(offered) / (time.perf_counter() - start))
        number = len(offered) + self._articles  # an article is a row in two tables
        rates.store.append(number / await self._write(batches))
        rates.copy.append(number / await self._copy([await self._rows(b) for b in batches]))
        rates.again.append(number / await self._write(batches))

    async def _rows(self, batch: Batch) -> Rows:
        """Of this batch alone, though its article may have begun in another."""
        found = await rows_of(self._connection, batch.article_ids)
        ids = {UUID(bytes=row.key[16:]) for row in (*batch.quotes, *batch.claims)}
        revisions = {row.article_id for row in batch.parses}
        for table, (columns, records) in found.items():
            place = columns.index("id" if table in ("quotes", "claims") else "article_id")
            wanted = ids if table in ("quotes", "claims") else revisions
            found[table] = (columns, [record for record in records if record[place] in wanted])
        return found

    async def _write(self, batches: Sequence[Batch]) -> float:
        start = time.perf_counter()
        for batch in batches:
            await self._database.write(batch)
        return time.perf_counter() - start

    async def _copy(self, batches: Sequence[Rows]) -> float:
        start = time.perf_counter()
        for rows in batches:
            async with self._connection.transaction():
                for table, (columns, records) in rows.items():
                    await self._connection.copy_records_to_table(
                        table, schema_name=PEER, columns=columns, records=records
                    )
        return time.perf_counter() - start


async def measure(url: str, options: argparse.Namespace) -> dict[int, Rates]:
    """By batch size."""
    found: dict[int, Rates] = {}
    await migrate(url)
    database = Postgres(url, StoreSettings(), StoreMetrics(CollectorRegistry()))
    await database.open()
    async with session(url) as connection:
        await make_peer(connection)
        version = await connection.fetchval("SHOW server_version")
        bench = Bench(database, connection, options.articles)
        await bench.round(options.batch[0], Rates())  # both warm
        print(
            f"PostgreSQL {version}, Python {platform.python_version()}, {os.cpu_count()} cores, "
            f"load {os.getloadavg()[0]:.1f}; {options.rounds} rounds of {options.articles} articles"
        )
        print("  batch   store rows/s  COPY rows/s   median     best  again rows/s  µs per event")
        for size in options.batch:
            rates = Rates()
            for _ in range(options.rounds):
                await bench.round(size, rates)
            print(rates.line(size), flush=True)
            found[size] = rates
        if options.explain:
            await explain(connection)
    await database.close()
    return found


def figures(found: dict[int, Rates]) -> list[Figure]:
    command = "python -m benchmarks.store"
    sizes = " / ".join(f"{size:,}" for size in found)
    ratios = " / ".join(spread(rates.ratios) for rates in found.values())
    middle = found.get(500) or next(iter(found.values()))
    speed = f"{max(middle.store):,.0f} / {max(middle.again):,.0f}"
    return [
        Figure(
            f"store against COPY into an identical table, batch {sizes}",
            f"{ratios} ×",
            "0.6 ×, aim 0.85 ×",
            command,
        ),
        Figure("store, rows/s at batch 500, new / again", speed, "–", command),
    ]


async def explain(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    await connection.execute("ANALYZE")
    article = await connection.fetchval("SELECT article_id FROM articles LIMIT 1")
    await connection.execute(
        "UPDATE quotes SET speaker_name = 'Ada Linde' "
        "WHERE (article_id, id) IN (SELECT article_id, id FROM quotes LIMIT 50)"
    )
    await connection.execute("VACUUM ANALYZE quotes")
    for condition in (f"article_id = '{article}'", "speaker_name = 'Ada Linde'"):
        print(f"\nEXPLAIN current_quotes WHERE {condition}")
        plan = await connection.fetch(
            f"EXPLAIN (ANALYZE, COSTS OFF) SELECT * FROM current_quotes WHERE {condition}"
        )
        print("\n".join(row[0] for row in plan))


def options_of(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--batch", type=int, nargs="+", default=[100, 500, 2000])
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--explain", action="store_true", help="show the plans of current_quotes")
    return parser.parse_args(arguments)


async def main() -> None:
    async with EmbeddedPostgres(durable=True) as server:
        await measure(server.url(), options_of())


if __name__ == "__main__":
    asyncio.run(main())
