"""What an article costs, and what many of them would: `python -m benchmarks.costs [--write]`.

The embedded stack works off the bundled sample's articles, again and again under URLs of their own;
processor time is that of each process with all that it started, rows and indexes are what Postgres
grew by, records are packed as the broker keeps them (zstd, 256 KiB batches). `--write` puts both
tables into docs/scaling.md, between its marks. The fetcher's cost is of benchmarks.fetcher.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import cramjam

from schemas import Message, encode
from schemas.topics import ARTICLES, CLAIMS, PAGES, QUOTES
from services.local.publishing import publishing
from services.local.stack import Feeds, Stack
from services.parser.parsing import parsed
from services.store import queries
from services.store.postgres import session

from .figures import machine
from .latency import fetched_now, pages
from .memory import cpu_seconds

PAGE: Final = Path(__file__).parents[1] / "docs" / "scaling.md"
BEGIN: Final = "<!-- costs: written by python -m benchmarks.costs -->"
END: Final = "<!-- end of costs -->"
PROCESSES: Final = ("parser", "store", "broker", "Postgres")
BATCH_BYTES: Final = 256 * 1024
FETCHER_MS: Final = 1.0  # of benchmarks.fetcher, pages of 120 kB: docs/performance.md
NEWS_PAGE_KB: Final = 30.0  # packed; see docs/scaling.md
DAYS: Final = {PAGES.name: 3, ARTICLES.name: 90, QUOTES.name: 90, CLAIMS.name: 90}
VOLUMES: Final = (500_000, 100_000_000)
PEAK: Final = 4.0  # the busiest hour against the mean
BUSY: Final = 0.6  # a core that is busier answers late
COPIES: Final = 3  # of every record, in production
SUBSCRIBERS: Final = 3  # assumed: groups that read all articles, quotes and claims
KEPT_DAYS: Final = 365  # in Postgres, until `wortlaut retention` deletes
CORE_EUROS: Final = 20.0  # a month; assumed
GIGABYTE_EUROS: Final = 0.08  # a month; assumed


@dataclass(frozen=True, slots=True)
class Costs:
    """Of an article: ms of processor time by process, kB by topic, kB in Postgres, rows."""

    cpu_ms: Mapping[str, float]
    topic_kb: Mapping[str, float]
    postgres_kb: float
    rows: float

    def lines(self) -> Iterator[str]:
        yield "| An article costs | |"
        yield "| --- | --- |"
        yield f"| processor, fetcher | {FETCHER_MS:.1f} ms (benchmarks.fetcher) |"
        for name, value in self.cpu_ms.items():
            yield f"| processor, {name} | {value:.1f} ms |"
        for name, value in self.topic_kb.items():
            yield f"| records, `{name}` | {value:.2f} kB |"
        yield f"| Postgres, rows and indexes | {self.postgres_kb:.1f} kB in {self.rows:.0f} rows |"


async def measured(count: int, folder: Path) -> Costs:
    feeds = folder / "feeds.txt"
    feeds.write_text("", "utf-8")
    bodies = pages(count)
    async with Stack(folder, Feeds(feeds)) as stack, publishing(stack.bootstrap_servers) as out:
        await _store(stack, out.publish, [encode(fetched_now(-1, bodies[0]), "/benchmark")], 1)
        before, size = _cpu(stack), await _size(stack)
        messages = [
            encode(fetched_now(number, body), "/benchmark") for number, body in enumerate(bodies)
        ]
        await _store(stack, out.publish, messages, count + 1)
        after, grown = _cpu(stack), await _size(stack)
        async with session(stack.database_url) as connection:
            rows = await queries.counts(connection)
    tables = ("articles", "revisions", "quotes", "claims")
    return Costs(
        {name: 1000 * (after[name] - before[name]) / count for name in PROCESSES},
        packed(bodies),
        (grown - size) / count / 1000,
        sum(rows[table] for table in tables) / (count + 1),
    )


async def _store(stack: Stack, publish: object, messages: Sequence[Message], total: int) -> None:
    assert callable(publish)
    await publish(messages)

    while not await _is_complete(stack, total):  # noqa: ASYNC110 - Postgres tells nobody
        await asyncio.sleep(2)  # seldom: to ask costs Postgres too


async def _is_complete(stack: Stack, total: int) -> bool:
    async with session(stack.database_url) as connection:
        there = await connection.fetchval("SELECT count(*) FROM articles")
        return there >= total and not await queries.audit(connection)


async def _size(stack: Stack) -> int:
    async with session(stack.database_url) as connection:
        await connection.execute("CHECKPOINT")
        return int(await connection.fetchval("SELECT pg_database_size(current_database())"))


def _cpu(stack: Stack) -> dict[str, float]:
    return {name: cpu_seconds(stack.pid(name)) for name in PROCESSES}


def packed(bodies: Sequence[str]) -> dict[str, float]:
    """kB an article by topic, as batches of a producer's size are packed."""
    different = dict.fromkeys(bodies)  # the same text twice would pack to nothing
    some = [fetched_now(number, body) for number, body in enumerate(different)]
    by_topic: defaultdict[str, list[bytes]] = defaultdict(list)
    for page in some:
        for message in parsed(page).messages:
            headers = b"".join(name.encode() + value for name, value in message.headers)
            by_topic[message.topic].append((message.key or b"") + headers + (message.value or b""))
    sizes = {PAGES.name: NEWS_PAGE_KB}
    for topic in (ARTICLES.name, QUOTES.name, CLAIMS.name):
        sizes[topic] = sum(map(_packed, _batches(by_topic[topic]))) / len(some) / 1000
    return sizes


def _batches(records: Sequence[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for record in records:
        held += record
        if len(held) >= BATCH_BYTES:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _packed(batch: bytes) -> int:
    return len(bytes(cramjam.zstd.compress(batch)))


def scaled(costs: Costs) -> Iterator[str]:
    """What the volumes need, by these costs and the assumptions of this module."""
    yield f"| | {' | '.join(f'{volume:,} a day' for volume in VOLUMES)} | how |"
    yield "| --- | --- | --- | --- |"
    for needs in zip(*(_needs(costs, volume) for volume in VOLUMES), strict=True):
        one = needs[0]
        yield f"| {one.what} | {' | '.join(need.value for need in needs)} | {one.how} |"


@dataclass(frozen=True, slots=True)
class Need:
    what: str
    value: str
    how: str


def _needs(costs: Costs, volume: int) -> Iterator[Need]:
    peak = volume / 86_400 * PEAK
    yield Need("articles/s, mean", f"{volume / 86_400:,.1f}", "articles a day / 86,400 s")
    yield Need("articles/s, busiest hour", f"{peak:,.0f}", f"the mean × {PEAK:g}")
    cores = {name: peak * ms / 1000 / BUSY for name, ms in _core_ms(costs).items()}
    for name, ms in _core_ms(costs).items():
        how = f"busiest hour × {ms:.1f} ms / {BUSY:.0%}"
        yield Need(f"cores, {name}", f"{cores[name]:,.1f}", how)
    yield Need(
        "partitions of pages",
        f"{_partitions(cores['parser']):,}",
        "twice the parser's cores, and 12 or more",
    )
    yield Need(
        "rows/s into Postgres, busiest hour",
        f"{peak * costs.rows:,.0f}",
        f"busiest hour × {costs.rows:.0f} rows",
    )
    yield from _network(costs, peak)
    yield from _room(costs, volume, sum(cores.values()))


def _core_ms(costs: Costs) -> dict[str, float]:
    """Milliseconds of a core by part, of all its copies."""
    names = {"parser": "parser", "store": "store", "Postgres": "Postgres"}
    return {
        "fetcher": FETCHER_MS,
        **{name: costs.cpu_ms[source] for name, source in names.items()},
        f"brokers ({COPIES} copies)": costs.cpu_ms["broker"] * COPIES,
    }


def _network(costs: Costs, peak: float) -> Iterator[Need]:
    """Megabits a second in the busiest hour; kB are thousands of bytes."""
    page = costs.topic_kb[PAGES.name]
    results = sum(costs.topic_kb.values()) - page
    written = page + results
    read = page + results + costs.topic_kb[ARTICLES.name] + SUBSCRIBERS * results
    for what, kilobytes, how in (
        ("from the web", page, "a page, packed"),
        ("into the brokers", written, "all records of an article"),
        ("between brokers", written * (COPIES - 1), f"the same × {COPIES - 1} more copies"),
        (
            "out of the brokers",
            read,
            f"parser, store, fetcher (articles) and {SUBSCRIBERS} subscribers of all results",
        ),
        (
            "into Postgres",
            costs.postgres_kb / 2,
            "half of the room its rows take, the rest is indexes",
        ),
    ):
        megabits = peak * kilobytes * 8 / 1000
        yield Need(
            f"network {what}",
            f"{megabits:,.0f} Mbit/s",
            f"busiest hour × {kilobytes:.1f} kB: {how}",
        )


def _room(costs: Costs, volume: int, cores: float) -> Iterator[Need]:
    kept = {name: kb * DAYS[name] for name, kb in costs.topic_kb.items()}
    topics = sum(kept.values()) * volume * COPIES / 1e6
    shown = " + ".join(f"{costs.topic_kb[name]:.1f} kB × {DAYS[name]} d" for name in kept)
    yield Need("disk, topics", f"{topics:,.0f} GB", f"({shown}) × articles a day × {COPIES} copies")
    postgres = costs.postgres_kb * volume * KEPT_DAYS / 1e6
    how = f"{costs.postgres_kb:.1f} kB × articles a day × {KEPT_DAYS} d, one copy"
    yield Need("disk, Postgres", f"{postgres:,.0f} GB", how)
    for_cores, for_disk = cores * CORE_EUROS, (topics + postgres) * GIGABYTE_EUROS
    yield Need("euros a month, cores", f"{for_cores:,.0f}", f"{CORE_EUROS:g} a core")
    yield Need("euros a month, disk", f"{for_disk:,.0f}", f"{GIGABYTE_EUROS:g} a GB")
    a_million = (for_cores + for_disk) / (volume * 30 / 1e6)
    yield Need(
        "euros a million articles", f"{a_million:,.1f}", "both / articles of 30 days, in millions"
    )


def _partitions(cores: float) -> int:
    """Twice as many as parsers, and never fewer than the default."""
    return max(12, 2 * round(cores + 0.5))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        costs = asyncio.run(measured(options.pages, Path(folder)))
    told = f"{datetime.now(UTC):%Y-%m-%d}, {options.pages} articles: {machine()}."
    lines = [told, "", *costs.lines(), "", *scaled(costs)]
    print("\n".join(lines))
    if options.write:
        text = PAGE.read_text("utf-8")
        before, _, rest = text.partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text("\n".join([before + BEGIN, "", *lines, "", END + after]), "utf-8")


if __name__ == "__main__":
    main()
