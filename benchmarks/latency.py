"""From fetched to row at a steady rate: `python -m benchmarks.latency --rate 10 --pages 300`.

The embedded stack on this machine; pages are put on the topic with the time as their `fetched_at`,
and Postgres tells when their rows were written. Both clocks are this machine's.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from schemas import PageFetched, encode
from services.local.publishing import publishing
from services.local.site import SAMPLE, article_paths
from services.local.stack import Feeds, Stack
from services.store import queries
from services.store.postgres import session
from tests.support.events import a_page
from tests.support.stack import until

from .figures import Figure, share
from .memory import family, peak_mib

PERCENTILES = (0.5, 0.95, 0.99)


@dataclass(frozen=True, slots=True)
class Stream:
    """Seconds from fetched to the last row of an article, sorted; and what it took."""

    seconds: Sequence[float]
    rate: float  # articles a second, from the first page to the last row
    memory: Mapping[str, float]  # peak MiB by process; of the parser's the largest worker too

    @property
    def percentiles(self) -> str:
        return " / ".join(f"{share(self.seconds, part) * 1000:,.0f}" for part in PERCENTILES)


def figures(steady: Stream, saturated: Stream) -> list[Figure]:
    what = "fetched → last row of the article, p50 / p95 / p99"
    memory = " / ".join(f"{steady.memory[name]:.0f}" for name in MEMORY)
    most = " / ".join(f"{saturated.memory[name]:.0f}" for name in MEMORY)
    return [
        Figure(
            f"{what}, at 10 articles/s",
            f"{steady.percentiles} ms",
            "400 / 1,500, aim 150 / 500",
            "python -m benchmarks.latency --pages 200",
        ),
        Figure(
            f"{what}, at saturation",
            f"{saturated.percentiles} ms",
            "–",
            "python -m benchmarks.latency --rate 2000 --pages 1000",
        ),
        Figure(
            "the whole stream, at saturation", f"{saturated.rate:.0f} articles/s", "–", "the same"
        ),
        Figure(
            f"memory at 10 articles/s: {', '.join(MEMORY)}",
            f"{memory} MiB",
            "150 / – / 300 / 150",
            "both",
        ),
        Figure(f"memory at saturation: {', '.join(MEMORY)}", f"{most} MiB", "as above", "both"),
    ]


MEMORY = ("fetcher", "parser", "parser worker", "store", "broker", "Postgres")


def pages(count: int) -> list[str]:
    """Real ones, over and over; each gets a URL of its own, so each is an article."""
    bodies = [(SAMPLE / path).read_bytes().decode("utf-8", "replace") for path in article_paths()]
    return [bodies[number % len(bodies)] for number in range(count)]


def fetched_now(number: int, body: str) -> PageFetched:
    url = f"https://bench.example/{number}"
    # no canonical link: the copies must not be one article
    return a_page(body, url=url, fetched_at=datetime.now(UTC))


async def measured(rate: float, count: int) -> Stream:
    folder = Path(tempfile.mkdtemp())
    feeds = folder / "feeds.txt"
    feeds.write_text("", "utf-8")
    async with Stack(folder, Feeds(feeds)) as stack:
        async with publishing(stack.bootstrap_servers) as publisher:
            loop = asyncio.get_running_loop()
            started = loop.time()
            sending = []
            for number, body in enumerate(pages(count)):
                await asyncio.sleep(max(0.0, started + number / rate - loop.time()))
                event = encode(fetched_now(number, body), "/benchmark")
                sending.append(asyncio.ensure_future(publisher.publish([event])))
            await asyncio.gather(*sending)

        async def complete() -> bool:
            async with session(stack.database_url) as connection:
                rows = await queries.counts(connection)
                return rows["articles"] >= count and not await queries.audit(connection)

        await until(complete, within=600)
        taken = loop.time() - started
        memory = _memory(stack)
        async with session(stack.database_url) as connection:
            rows = await connection.fetch(
                "SELECT extract(epoch FROM max(stored_at) - min(fetched_at)) AS seconds FROM ("
                "SELECT article_id, stored_at, fetched_at FROM revisions UNION ALL "
                "SELECT article_id, stored_at, fetched_at FROM quotes UNION ALL "
                "SELECT article_id, stored_at, fetched_at FROM claims) AS x GROUP BY article_id"
            )
    return Stream(sorted(float(row["seconds"]) for row in rows), count / taken, memory)


def _memory(stack: Stack) -> dict[str, float]:
    parser, *others = family(stack.pid("parser"))
    own = {name: peak_mib(stack.pid(name)) for name in ("fetcher", "store", "broker", "Postgres")}
    workers = [peak_mib(pid) for pid in others]
    return {**own, "parser": peak_mib(parser), "parser worker": max(workers, default=0.0)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=10, help="pages a second")
    parser.add_argument("--pages", type=int, default=300)
    options = parser.parse_args()
    found = asyncio.run(measured(options.rate, options.pages))
    print(
        f"{options.pages} pages at {options.rate:g}/s, load {os.getloadavg()[0]:.1f}: the last row "
        f"of an article, p50 / p95 / p99: {found.percentiles} ms; {found.rate:.0f} articles/s"
    )
    print(", ".join(f"{name} {mib:.0f} MiB" for name, mib in found.memory.items()))


if __name__ == "__main__":
    main()
