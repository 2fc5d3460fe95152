"""From fetched to row at a steady rate: `python -m benchmarks.latency --rate 10 --pages 300`.

The embedded stack on this machine; pages are put on the topic with the time as their `fetched_at`,
and Postgres tells when their rows were written. Both clocks are this machine's.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
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

PERCENTILES = (0.5, 0.95, 0.99)


def pages(count: int) -> list[str]:
    """Real ones, over and over; each gets a URL of its own, so each is an article."""
    bodies = [(SAMPLE / path).read_bytes().decode("utf-8", "replace") for path in article_paths()]
    return [bodies[number % len(bodies)] for number in range(count)]


def fetched_now(number: int, body: str) -> PageFetched:
    url = f"https://bench.example/{number}"
    # no canonical link: the copies must not be one article
    return a_page(body, url=url, fetched_at=datetime.now(UTC))


async def measured(rate: float, count: int) -> list[float]:
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

        await until(complete, within=120)
        async with session(stack.database_url) as connection:
            rows = await connection.fetch(
                "SELECT extract(epoch FROM max(stored_at) - min(fetched_at)) AS seconds FROM ("
                "SELECT article_id, stored_at, fetched_at FROM revisions UNION ALL "
                "SELECT article_id, stored_at, fetched_at FROM quotes UNION ALL "
                "SELECT article_id, stored_at, fetched_at FROM claims) AS x GROUP BY article_id"
            )
    return sorted(float(row["seconds"]) for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=10, help="pages a second")
    parser.add_argument("--pages", type=int, default=300)
    options = parser.parse_args()
    seconds = asyncio.run(measured(options.rate, options.pages))
    load = os.getloadavg()[0]
    print(
        f"{options.pages} pages at {options.rate:g}/s, load {load:.1f}: the last row of an article"
    )
    for share in PERCENTILES:
        print(f"  p{share * 100:g}  {seconds[int(share * (len(seconds) - 1))] * 1000:.0f} ms")


if __name__ == "__main__":
    main()
