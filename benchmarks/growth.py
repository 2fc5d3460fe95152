"""What grows with the articles, and how: `python -m benchmarks.growth [--articles 100000]`.

On a Postgres with fsync. Articles are the sample's under other names (benchmarks/grown.py), a
thousand a day. The last 500 before each of 1,000, 3,000, 10,000 … are written by the store, in
batches of 500 events and a process of its own; the first day too; the others by the server, from
the rows of the first day. At each mark: how long the store took for an article, how large tables
and indexes are, what the store holds in memory, p50 and p95 of what users ask, and the audit.
`--write` puts the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry

from services.local.database import EmbeddedPostgres
from services.local.tables import migrate
from services.store.batch import batch_of
from services.store.metrics import StoreMetrics
from services.store.postgres import Postgres, session
from services.store.queries import audit
from services.store.settings import StoreSettings

from .asked import answered
from .figures import Figure, machine
from .grown import DAY, copied, events
from .limits import ENTRIES, PER_HOST
from .memory import peak_mib
from .store import pieces

if TYPE_CHECKING:
    from services.store.postgres import Session

PAGE: Final = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN: Final = "<!-- growth: written by python -m benchmarks.growth -->"
END: Final = "<!-- end of growth -->"
BATCH: Final = 500  # events
WRITTEN: Final = 500  # articles by the store before each mark
SIZES: Final = (
    "SELECT sum(pg_table_size(c.oid)) AS tables, sum(pg_indexes_size(c.oid)) AS indexes "
    "FROM pg_class AS c INNER JOIN pg_namespace AS n ON n.oid = c.relnamespace "
    "WHERE n.nspname = 'public' AND c.relkind = 'r'"
)
VACUUMED: Final = (
    "SELECT sum(autovacuum_count)::int AS vacuums, sum(autoanalyze_count)::int AS analyzes, "
    "sum(n_dead_tup)::int AS dead FROM pg_stat_user_tables WHERE schemaname = 'public'"
)
ROWS: Final = "SELECT (SELECT count(*) FROM quotes) + (SELECT count(*) FROM claims)"


@dataclass(frozen=True, slots=True)
class Point:
    articles: int
    measured: dict[str, tuple[float, ...]]  # one figure, or p50 and p95


def marks(articles: int) -> Iterator[int]:
    """1,000, 3,000, 10,000, 30,000 … and the last."""
    mark = DAY
    while mark < articles:
        yield mark
        mark = mark * 3 if str(mark)[0] == "1" else mark // 3 * 10
    yield articles


# The store's process -----------------------------------------------------------------------------


def stored(url: str, first: int, articles: int) -> tuple[float, float, float]:
    """µs of an article in events → rows and in rows → Postgres, and the process' peak in MiB."""
    return asyncio.run(_stored(url, first, articles))


async def _stored(url: str, first: int, articles: int) -> tuple[float, float, float]:
    database = Postgres(url, StoreSettings(), StoreMetrics(CollectorRegistry()))
    await database.open()
    making = writing = 0.0
    try:
        for start in range(first, first + articles, 50):
            offered = list(events(start, min(50, first + articles - start)))
            for piece in pieces(offered, BATCH):
                started = time.perf_counter()
                batch = batch_of(piece)
                made = time.perf_counter()
                await database.write(batch)
                making += made - started
                writing += time.perf_counter() - made
    finally:
        await database.close()
    each = 1e6 / articles
    return making * each, writing * each, peak_mib(os.getpid())


# Growing -----------------------------------------------------------------------------------------


async def measured(url: str, articles: int) -> list[Point]:
    await migrate(url)
    points: list[Point] = []
    done = 0
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn) as store:
        async with session(url) as connection:
            for mark in marks(articles):
                started = time.monotonic()
                await _filled(connection, store, url, done, mark - WRITTEN)
                took = time.monotonic() - started
                points.append(await _point(connection, store, url, mark))
                whole = time.monotonic() - started
                print(f"{mark:,}: filled in {took:.0f} s, in all {whole:.0f} s", flush=True)
                done = mark
    return points


async def _filled(connection: Session, store: Executor, url: str, done: int, until: int) -> None:
    if done < DAY:
        await _write(store, url, done, until)
    else:
        await copied(connection, done, until - done)


async def _write(store: Executor, url: str, first: int, until: int) -> tuple[float, float, float]:
    running = asyncio.get_running_loop()
    return await running.run_in_executor(store, stored, url, first, until - first)


async def _point(connection: Session, store: Executor, url: str, mark: int) -> Point:
    making, writing, memory = await _write(store, url, mark - WRITTEN, mark)
    await _entries(connection, mark)
    await connection.execute("ANALYZE")
    sizes = await connection.fetchrow(SIZES)
    vacuumed = await connection.fetchrow(VACUUMED)
    assert sizes is not None
    assert vacuumed is not None
    found: dict[str, tuple[float, ...]] = {
        "rows of quotes and claims an article": (await connection.fetchval(ROWS) / mark,),
        "store: events → rows, µs an article": (making,),
        "store: rows → Postgres, µs an article": (writing,),
        "store: memory, MiB": (memory,),
        "tables, bytes an article": (float(sizes["tables"]) / mark,),
        "indexes, bytes an article": (float(sizes["indexes"]) / mark,),
    }
    found |= {f"{name}, ms": ms for name, ms in (await answered(url, mark)).items()}
    found["audit, µs an article"] = (await _audited(connection) / mark,)
    found["load of the machine"] = (os.getloadavg()[0],)
    for name in ("vacuums", "analyzes"):
        found[f"autovacuum: {name} so far"] = (vacuumed[name] or 0,)
    for name, values in found.items():
        print(f"{mark:>8,} {' / '.join(map(_plain, values)):>16} {name}", flush=True)
    return Point(mark, found)


async def _audited(connection: Session) -> float:
    """Microseconds."""
    started = time.perf_counter()
    missing = await audit(connection)
    assert not missing, missing[:3]
    return 1e6 * (time.perf_counter() - started)


async def _entries(connection: Session, mark: int) -> None:
    """The fetcher's: a row an article; a tenth is due."""
    there = await connection.fetchval("SELECT count(*) FROM fetcher.entries")
    await connection.execute(ENTRIES, there + 1, mark, max(1, mark // PER_HOST))


# Telling -----------------------------------------------------------------------------------------


def lines(points: Sequence[Point]) -> Iterator[str]:
    """The first in units, the others as ratios to it."""
    first, *others = points
    yield f"| | {first.articles:,} | {' | '.join(f'{p.articles:,}' for p in others)} |"
    yield f"| --- {'| --- ' * len(points)}|"
    for name, values in first.measured.items():
        if name.startswith(("autovacuum", "load")):
            told = [_plain(p.measured[name][0]) for p in points]
        else:
            told = [" / ".join(map(_plain, values)), *(_ratios(values, p, name) for p in others)]
        yield f"| {name} | {' | '.join(told)} |"


def _ratios(values: Sequence[float], later: Point, name: str) -> str:
    pairs = zip(later.measured[name], values, strict=True)
    return " / ".join(f"{now / then:.2f}" for now, then in pairs) + " ×"


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def figures(points: list[Point]) -> list[Figure]:
    first, last = points[0], points[-1]
    command = f"python -m benchmarks.growth --articles {last.articles}"
    reach = f"from {first.articles:,} to {last.articles:,} articles"
    names = [name for name in first.measured if name.startswith(("store", "tables", "indexes"))]
    return [
        Figure(
            f"{name}, {reach}",
            f"{_plain(first.measured[name][0])} → {_plain(last.measured[name][0])}",
            "not above linear",
            command,
        )
        for name in names
    ]


def written(page: str, told: Sequence[str]) -> str:
    before, mark, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (mark and end):
        raise ValueError(f"{PAGE.name} has lost the marks {BEGIN} and {END}")
    return "\n".join([before + BEGIN, "", *told, "", END + after])


async def measure(articles: int) -> list[Point]:
    async with EmbeddedPostgres(durable=True) as server:
        return await measured(server.url(), articles)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    started = time.monotonic()
    points = asyncio.run(measure(options.articles))
    head = f"{datetime.now(UTC):%Y-%m-%d}, {time.monotonic() - started:.0f} s: {machine()}."
    told = [head, "", *lines(points)]
    print("\n" + "\n".join(told))
    if options.write:
        PAGE.write_text(written(PAGE.read_text("utf-8"), told), "utf-8")


if __name__ == "__main__":
    main()
