"""What breaks first, shown at small scale: `python -m benchmarks.limits [--rows N] [--write]`.

The spread of keys over partitions, the two tables that everything goes through (`articles` and the
fetcher's `entries`), retention, and the one lag reporter. Tables are filled by the server itself
up to `--rows`, so only what depends on their size is measured. The reporter needs an Apache Kafka
(WORTLAUT_TOOLS); without one the table says that it was not run. `--write` puts the table into
docs/scaling.md.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aiokafka.admin import AIOKafkaAdminClient, NewPartitions
from aiokafka.errors import GroupCoordinatorNotAvailableError
from aiokafka.partitioner import DefaultPartitioner
from prometheus_client import CollectorRegistry

from schemas import Message
from schemas.topics import PAGES, every_topic
from services.fetcher.frontier import Frontier
from services.local.database import EmbeddedPostgres
from services.local.publishing import publishing
from services.local.tables import migrate
from services.runtime.lag.cluster import Cluster
from services.runtime.lag.metrics import LagMetrics
from services.runtime.lag.reporter import ROUND_SECONDS, Reporter
from services.runtime.lag.settings import LagSettings
from services.runtime.metrics import RuntimeMetrics
from services.runtime.provision import create_topics
from services.store.batch import batch_of
from services.store.metrics import StoreMetrics
from services.store.postgres import Postgres, session
from services.store.retention import Old, forget
from services.store.settings import StoreSettings
from tests.support.apache import ApacheKafka, ToolsMissingError
from tests.support.events import MONDAY

from .costs import PAGE
from .figures import machine
from .store import events, pieces

if TYPE_CHECKING:
    from services.store.postgres import Session

BEGIN: Final = "<!-- limits: written by python -m benchmarks.limits -->"
END: Final = "<!-- end of limits -->"
KEYS: Final = 100_000
SPREADS: Final = (12, 524)
PARTITIONS: Final = (12, 120, 600)
STEPS: Final = 10  # of which the first and the last are told
OLD_ARTICLES: Final = 2000
PER_HOST: Final = 1000  # entries
ASKED: Final = 50
_ARTICLES: Final = """\
INSERT INTO articles (article_id, revision, engine_sequence, fetched_at, url, outlet, title)
SELECT gen_random_uuid(), '0123456789abcdef', 1, now() - random() * interval '30 days',
       'https://zeitung.example/artikel/' || n, 'zeitung.example', 'Ein Titel von dieser Länge'
FROM generate_series($1::int, $2::int) AS n"""
ENTRIES: Final = """\
WITH e AS (
    INSERT INTO fetcher.entries (id, url, host, feed, title, found_at, next_at)
    SELECT gen_random_uuid(), 'https://h' || n % $3 || '.example/artikel/' || n,
           'h' || n % $3 || '.example', 'feed', 'Ein Titel von dieser Länge', now(),
           CASE WHEN n % 10 = 0 THEN now() - interval '1 minute' ELSE now() + interval '1 day' END
    FROM generate_series($1::int, $2::int) AS n
    RETURNING host
)
INSERT INTO fetcher.hosts (host, due_at) SELECT DISTINCT host, now() FROM e
ON CONFLICT DO NOTHING"""


@dataclass(frozen=True, slots=True)
class Limit:
    what: str
    measured: str

    def __str__(self) -> str:
        return f"| {self.what} | {self.measured} |"


def spread(partitions: int) -> Limit:
    """Keys are article ids, so an outlet or a big story has no partition of its own."""
    chance, partitioner = random.Random(6), DefaultPartitioner()
    places = list(range(partitions))
    keys = (str(uuid.UUID(int=chance.getrandbits(128))).encode() for _ in range(KEYS))
    counts = Counter(partitioner(key, places, places) for key in keys)
    fullest = max(counts.values()) / (KEYS / partitions)
    return Limit(f"fullest of {partitions} partitions, {KEYS:,} keys", f"{fullest:.2f} × the mean")


async def filled(connection: Session, query: str, rows: int, *more: object) -> tuple[float, float]:
    """Rows a second in the first and in the last step."""
    rates = []
    for start in range(0, rows, rows // STEPS):
        started = time.perf_counter()
        await connection.execute(query, start, start + rows // STEPS - 1, *more)
        rates.append(rows // STEPS / (time.perf_counter() - started))
    await connection.execute("ANALYZE")
    return rates[0], rates[-1]


async def articles(connection: Session, rows: int) -> AsyncIterator[Limit]:
    first, last = await filled(connection, _ARTICLES, rows)
    yield Limit(
        f"rows/s into `articles`, the first and the last tenth of {rows:,}",
        f"{first:,.0f} and {last:,.0f}",
    )
    size = await connection.fetchval("SELECT pg_indexes_size('articles')")
    yield Limit(
        "its indexes, bytes an article (random keys: to stay fast they must fit into memory)",
        f"{size / rows:,.0f}",
    )


async def frontier(connection: Session, url: str, rows: int) -> AsyncIterator[Limit]:
    hosts = rows // PER_HOST
    first, last = await filled(connection, ENTRIES, rows, hosts)
    yield Limit(
        f"rows/s into `fetcher.entries`, the first and the last tenth of {rows:,}",
        f"{first:,.0f} and {last:,.0f}",
    )
    found = Frontier(url, pool=1)
    await found.open()
    try:
        now = datetime.now(UTC)
        started = time.perf_counter()
        leased = await found.lease(ASKED, now)
        lease = time.perf_counter() - started
        started = time.perf_counter()
        for host in leased:
            await found.due_entries(host.name, now, 20)
        due = (time.perf_counter() - started) / len(leased)
    finally:
        await found.close()
    yield Limit(
        f"there: {len(leased)} hosts leased of {hosts:,}; what is due of one host",
        f"{1000 * lease:.1f} ms; {1000 * due:.1f} ms",
    )


async def retention(url: str) -> Limit:
    """Beside the rows that are there, none of which is old."""
    store = Postgres(url, StoreSettings(), StoreMetrics(CollectorRegistry()))
    await store.open()
    try:
        for piece in pieces(list(events(0, OLD_ARTICLES)), 500):
            await store.write(batch_of(piece))
    finally:
        await store.close()
    old = Old(MONDAY + timedelta(days=1))
    async with session(url) as connection:
        started = time.perf_counter()
        gone = sum([one async for one in forget(connection, old, 200)], Counter[str]())
        seconds = time.perf_counter() - started
    assert (gone["articles"], gone["quotes"]) == (OLD_ARTICLES, 8 * OLD_ARTICLES), gone
    return Limit(
        "`wortlaut retention`, batches of 200",
        f"{OLD_ARTICLES / seconds:,.0f} articles/s, {gone.total() / seconds:,.0f} rows/s",
    )


async def reporter(folder: Path) -> AsyncIterator[Limit]:
    """A round of it when every partition of one topic has something unread."""
    async with ApacheKafka(folder) as kafka:
        servers = kafka.bootstrap_servers
        await create_topics(servers, every_topic(), partitions=PARTITIONS[0])
        registry = CollectorRegistry()
        cluster = Cluster(servers)
        for partitions in PARTITIONS:
            await _widen(servers, partitions)
            await cluster.open()
            try:
                metrics = RuntimeMetrics(CollectorRegistry(), "lag", "0")
                one = Reporter(cluster, LagSettings(), LagMetrics(registry), metrics)
                seconds = await _round(one)
            finally:
                await cluster.close()
                registry = CollectorRegistry()
            yield Limit(
                f"a round of the lag reporter, {partitions} partitions with a backlog",
                f"{seconds:.1f} s of the {ROUND_SECONDS:g} it is given",
            )


async def _round(one: Reporter) -> float:
    """Seconds; a broker that never had a group needs a moment for the first question."""
    while True:
        started = time.perf_counter()
        try:
            await one.report()
        except GroupCoordinatorNotAvailableError:
            await asyncio.sleep(0.5)
        else:
            return time.perf_counter() - started


async def _widen(servers: str, partitions: int) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    await admin.start()
    try:
        if partitions > PARTITIONS[0]:
            await admin.create_partitions({PAGES.name: NewPartitions(partitions)})
    finally:
        await admin.close()
    keys = (str(number).encode() for number in range(partitions * 12))
    async with publishing(servers) as publisher:
        await publisher.publish([Message(PAGES.name, key, b"{}", ()) for key in keys])


async def measured(rows: int) -> AsyncIterator[Limit]:
    for partitions in SPREADS:
        yield spread(partitions)
    async with EmbeddedPostgres(durable=True) as server:
        url = server.url()
        await migrate(url)
        async with session(url) as connection:
            async for limit in articles(connection, rows):
                yield limit
            async for limit in frontier(connection, url, rows):
                yield limit
        yield await retention(url)
    with tempfile.TemporaryDirectory() as folder:
        try:
            async for limit in reporter(Path(folder)):
                yield limit
        except ToolsMissingError:
            yield Limit("a round of the lag reporter", "not run: no Apache Kafka")


async def told(rows: int) -> list[str]:
    lines = ["| At small scale | |", "| --- | --- |"]
    async for limit in measured(rows):
        print(limit, flush=True)
        lines.append(str(limit))
    return lines


def within(lines: list[str]) -> Iterator[str]:
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    yield from (before + BEGIN, "", *lines, "", END + rest.partition(END)[2])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    lines = asyncio.run(told(options.rows))
    head = f"{datetime.now(UTC):%Y-%m-%d}: {machine()}."
    if options.write:
        PAGE.write_text("\n".join(within([head, "", *lines])), "utf-8")


if __name__ == "__main__":
    main()
