"""The fetcher against bare aiohttp on the same local server, pacing off; each client on one core.

    python -m benchmarks.fetcher [--pages 4000] [--hosts 8] [--rounds 3] [--bytes 8000 54000 120000]

Pages are packed with gzip, as servers send them, and a fifth as large then. Bare aiohttp asks for
each, unpacks it and decodes it to text; it remembers nothing. The fetcher asks robots.txt, reads
feeds, keeps its frontier in Postgres, guards every connection and waits for the broker's
acknowledgement of every page. Both have 64 requests in flight and the same core to themselves; the
server, the broker and Postgres share the other cores. Clock and processor time run from the first
request, or the first feed that is added, to the last page: not while either of them starts.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import os
import random
import resource
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_network
from multiprocessing import get_context
from multiprocessing.connection import Connection

import aiohttp
from aiohttp import web
from prometheus_client import CollectorRegistry

from schemas.topics import PAGES
from services.fetcher.addresses import Guard
from services.fetcher.app import crawl, tools_of
from services.fetcher.frontier import Frontier
from services.fetcher.metrics import FetcherMetrics
from services.fetcher.model import Source
from services.fetcher.settings import FetcherSettings
from services.fetcher.web import Web
from services.local.broker import EmbeddedBroker
from services.local.database import EmbeddedPostgres
from services.runtime.health import Health
from services.runtime.metrics import RuntimeMetrics
from services.runtime.provision import create_topics
from services.runtime.publisher import Publisher
from services.runtime.settings import RuntimeSettings

from .figures import Figure, spread

AT_ONCE = 64
SIZES = (8_000, 54_000, 120_000)
"""Bytes of HTML: a bare article, a lean page, what news sites make of it (114 kB at the median)."""

_ENDINGS = ("ung", "keit", "er", "in", "isch", "würde", "en", "te", "lich", "schaft")
_STEMS = (
    "ver", "land", "stadt", "haus", "regier", "bund", "kanzl", "kris", "markt", "sprech", "polit",
    "dreh", "schein", "brück", "straß", "verkehr", "minist", "wort", "frag", "wirt",
)  # fmt: skip
_SMALL = ("der", "die", "das", "und", "in", "zu", "den", "von", "mit", "ist", "nicht", "auf")
_CARD = (
    '<div class="teaser teaser--{0}" data-tracking=\'{{"id":"{1}","pos":{0}}}\'><picture><source '
    'media="(min-width: 768px)" srcset="https://img.example/{1}/640x360.jpg 1x, '
    'https://img.example/{1}/1280x720.jpg 2x"><img loading="lazy" src="/x.jpg" alt="{2}" '
    'width="640" height="360"></picture><h3 class="teaser__title"><a class="teaser__link" '
    'href="/politik/{1}.html" rel="nofollow">{3}</a></h3><p class="teaser__text">{4}</p></div>\n'
)


def a_page(number: int, size: int) -> bytes:
    """Text, and around it cards with scripts' data; it packs as news pages do, to a fifth."""
    draw = random.Random(number)
    own = [draw.choice(_STEMS) + draw.choice(_STEMS) + draw.choice(_ENDINGS) for _ in range(900)]
    words = own + list(_SMALL) * 30

    def text(length: int) -> str:
        return " ".join(draw.choices(words, k=length))

    head = (
        f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{text(7)}</title>'
        f'<meta name="robots" content="index,follow"><meta property="og:title" content="{text(7)}">'
        f"</head><body><article><h1>{text(7)}</h1>"
    )
    parts = [head, *(f"<p>{text(60)}.</p>" for _ in range(size // 6000))]
    parts.append("</article>")
    for card in range(size // 840):
        id_ = f"{draw.randrange(16**10):010x}"
        parts.append(_CARD.format(card, id_, text(5), text(9), text(14)))
    return ("".join(parts) + "</body></html>").encode()


@dataclass(frozen=True, slots=True)
class Site:
    """What is served, and on which core."""

    addresses: list[str]
    pages: int
    size: int
    core: int


def serve(site: Site, ready: Connection) -> None:
    os.sched_setaffinity(0, {site.core})
    asyncio.run(_serve(site, ready))


async def _serve(site: Site, ready: Connection) -> None:
    bodies = [gzip.compress(a_page(number, site.size), 6) for number in range(64)]
    head = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"}

    async def page(request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        return web.Response(body=bodies[number % len(bodies)], headers=head)

    async def feed(request: web.Request) -> web.Response:
        base = f"http://{request.host}"
        items = "".join(
            f"<item><title>Meldung {n}</title><link>{base}/p/{n}</link></item>"
            for n in range(site.pages)
        )
        body = f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
        return web.Response(text=body, content_type="application/rss+xml")

    app = web.Application()
    app.router.add_get("/p/{number}", page)
    app.router.add_get("/feed.xml", feed)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    port = 0
    for address in site.addresses:
        await web.TCPSite(runner, address, port).start()
        port = runner.addresses[0][1]
    ready.send(port)
    await asyncio.Event().wait()


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a page, in seconds."""

    by_clock: float
    by_cpu: float


class Span:
    """From here on, by the clock and by processor time."""

    def __init__(self) -> None:
        self._clock = time.perf_counter()
        self._cpu = time.process_time()

    def cost(self, pages: int) -> Cost:
        return Cost(
            (time.perf_counter() - self._clock) / pages, (time.process_time() - self._cpu) / pages
        )


async def bare(hosts: list[str], pages: int) -> Cost:
    """GET, read, unpack, decode, and nothing else."""
    queue = [f"{host}/p/{n}" for n in range(pages) for host in hosts]
    total = len(queue)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:

        async def worker() -> None:
            while queue:
                async with session.get(queue.pop()) as response:
                    await response.text()

        span = Span()
        await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
        return span.cost(total)


@asynccontextmanager
async def crawling(dsn: str, bootstrap: str) -> AsyncIterator[tuple[Frontier, FetcherMetrics]]:
    settings = FetcherSettings(
        allow_networks=(ip_network("127.0.0.0/8"),),
        fetches_at_once=AT_ONCE,
        private_host_at_once=16,
        visit_items=128,
    )
    registry = CollectorRegistry()
    runtime = RuntimeMetrics(registry, "fetcher", "benchmark")
    publisher = Publisher(RuntimeSettings(bootstrap_servers=bootstrap, database_url=dsn), runtime)
    frontier = Frontier(dsn)
    metrics = FetcherMetrics(registry)
    await publisher.open()
    await frontier.open()
    async with Web(Guard(settings.allow_networks), settings.agent, settings.limits) as client:
        tools = tools_of(settings, client, frontier, publisher, metrics, clock=now)
        task = asyncio.create_task(crawl(tools, Health(runtime)))
        try:
            yield frontier, metrics
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await publisher.close()
            await frontier.close()


def now() -> datetime:
    return datetime.now(UTC)


async def fetched(hosts: list[str], pages: int, dsn: str, bootstrap: str) -> Cost:
    """From adding the feeds to the last row written after its acknowledgement."""
    async with crawling(dsn, bootstrap) as (frontier, metrics):
        await asyncio.sleep(0.3)  # it has looked once and sleeps
        span = Span()
        for host in hosts:
            await frontier.add_feed(Source(f"{host}/feed.xml"), now())
        arrived = metrics.fetches.labels("article", "ok")
        while arrived._value.get() < pages * len(hosts):  # noqa: ASYNC110, SLF001 - a scrape costs
            await asyncio.sleep(0.01)
        return span.cost(pages * len(hosts))


@dataclass(frozen=True, slots=True)
class Rounds:
    """Ratios of each round, by the clock and by processor time, and the fetcher's last figures."""

    by_clock: list[float]
    by_cpu: list[float]
    rate: float
    milliseconds: float


async def measure(pages: int, hosts: int, rounds: int, sizes: Sequence[int] = SIZES) -> Figure:
    found = [await _measured(pages, hosts, rounds, size) for size in sizes]
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    what = " / ".join(f"{size // 1000} kB" for size in sizes)
    return Figure(
        f"fetcher against bare aiohttp, robots, frontier and publish included, pages of {what}",
        " / ".join(
            f"{spread(each.by_cpu)} × by CPU, {spread(each.by_clock)} × by the clock "
            f"({each.rate:,.0f} pages/s)"
            for each in found
        ),
        "0.4 ×, aim 0.6 ×",
        "python -m benchmarks.fetcher",
    )


async def _measured(pages: int, hosts: int, rounds: int, size: int) -> Rounds:
    cores = sorted(os.sched_getaffinity(0))
    ours, theirs = cores[0], cores[-1]
    each = pages // hosts
    site = Site([f"127.0.0.{n + 2}" for n in range(hosts)], each, size, theirs)
    context = get_context("fork")
    receive, send = context.Pipe()
    server = context.Process(target=serve, args=(site, send), daemon=True)
    server.start()
    port = receive.recv()
    bases = [f"http://{address}:{port}" for address in site.addresses]
    os.sched_setaffinity(0, {theirs})  # inherited by the broker and Postgres
    try:
        async with EmbeddedBroker() as broker, EmbeddedPostgres() as postgres:
            os.sched_setaffinity(0, {ours})
            await create_topics(broker.bootstrap_servers, [PAGES], partitions=4)
            return await _compared(bases, each, rounds, postgres, broker.bootstrap_servers)
    finally:
        server.terminate()
        os.sched_setaffinity(0, set(cores))


async def _compared(
    bases: list[str], each: int, rounds: int, postgres: EmbeddedPostgres, bootstrap: str
) -> Rounds:
    found = Rounds([], [], 0, 0)
    for number in range(rounds + 1):
        plain = await bare(bases, each)
        ours = await fetched(bases, each, await postgres.create_database(), bootstrap)
        if number == 0:
            continue  # warm: imports, the list of public suffixes, the first plans
        found = Rounds(
            [*found.by_clock, plain.by_clock / ours.by_clock],
            [*found.by_cpu, plain.by_cpu / ours.by_cpu],
            1 / ours.by_clock,
            ours.by_cpu * 1000,
        )
        print(
            f"round {number}: bare aiohttp {1 / plain.by_clock:5.0f}/s, "
            f"{plain.by_cpu * 1000:.3f} ms CPU; "
            f"fetcher {1 / ours.by_clock:5.0f}/s, {ours.by_cpu * 1000:.3f} ms CPU; "
            f"ratio {found.by_clock[-1]:.2f} by the clock, {found.by_cpu[-1]:.2f} by CPU"
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=4000)
    parser.add_argument("--hosts", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bytes", type=int, nargs="+", default=list(SIZES))
    options = parser.parse_args()
    figure = asyncio.run(measure(options.pages, options.hosts, options.rounds, options.bytes))
    print(f"{figure.what}: {figure.measured} (floor {figure.target})")


if __name__ == "__main__":
    main()
