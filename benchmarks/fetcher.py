"""The fetcher against bare aiohttp on the same local server, pacing off; each client on one core.

    python -m benchmarks.fetcher [--pages 2000] [--hosts 8] [--rounds 3]

The fetcher asks robots.txt, reads feeds, keeps its frontier in Postgres and waits for the broker's
acknowledgement of every page; the server, the broker and Postgres share the other cores.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import resource
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
PAGE_BYTES = 54 * 1024


def a_page(number: int) -> bytes:
    """As large as news pages are on average, half of it mark-up; another one for each number."""
    draw = random.Random(number)
    endings = ("ung", "keit", "er", "in", "isch", "würde", "en", "te")
    words = [f"{draw.choice('ABDEFGH')}{draw.randrange(5000):x}{e}" for e in endings * 100]
    link = (
        '<div class="teaser teaser--{0}"><a href="/politik/{1}.html" rel="nofollow">{2}</a></div>'
    )
    lines = [link.format(n % 7, n, " ".join(draw.choices(words, k=9))) for n in range(400)]
    head = f"<!doctype html><html><head><title>{number}</title></head><body>"
    return (head + "\n".join(lines)).encode()[:PAGE_BYTES]


def serve(addresses: list[str], pages: int, core: int, ready: Connection) -> None:
    os.sched_setaffinity(0, {core})
    asyncio.run(_serve(addresses, pages, ready))


async def _serve(addresses: list[str], pages: int, ready: Connection) -> None:
    bodies = [a_page(number) for number in range(64)]

    async def page(request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        return web.Response(body=bodies[number % len(bodies)], content_type="text/html")

    async def feed(request: web.Request) -> web.Response:
        base = f"http://{request.host}"
        items = "".join(
            f"<item><title>Meldung {n}</title><link>{base}/p/{n}</link></item>"
            for n in range(pages)
        )
        body = f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
        return web.Response(text=body, content_type="application/rss+xml")

    app = web.Application()
    app.router.add_get("/p/{number}", page)
    app.router.add_get("/feed.xml", feed)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    port = 0
    for address in addresses:
        site = web.TCPSite(runner, address, port)
        await site.start()
        port = runner.addresses[0][1]
    ready.send(port)
    await asyncio.Event().wait()


async def bare(hosts: list[str], pages: int) -> float:
    """Pages a second: GET and read, nothing else."""
    queue = [f"{host}/p/{n}" for n in range(pages) for host in hosts]
    total = len(queue)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:

        async def worker() -> None:
            while queue:
                async with session.get(queue.pop()) as response:
                    await response.read()

        started = time.perf_counter()
        await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
        return total / (time.perf_counter() - started)


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


async def fetched(hosts: list[str], pages: int, dsn: str, bootstrap: str) -> float:
    """Pages a second, from adding the feeds to the last row written after its acknowledgement."""
    async with crawling(dsn, bootstrap) as (frontier, metrics):
        await asyncio.sleep(0.3)  # it has looked once and sleeps
        started = time.perf_counter()
        for host in hosts:
            await frontier.add_feed(Source(f"{host}/feed.xml"), now())
        arrived = metrics.fetches.labels("article", "ok")
        while arrived._value.get() < pages * len(hosts):  # noqa: ASYNC110, SLF001 - a scrape costs
            await asyncio.sleep(0.01)
        return pages * len(hosts) / (time.perf_counter() - started)


async def measure(pages: int, hosts: int, rounds: int) -> Figure:
    cores = sorted(os.sched_getaffinity(0))
    ours, theirs = cores[0], cores[-1]
    addresses = [f"127.0.0.{n + 2}" for n in range(hosts)]
    context = get_context("fork")
    receive, send = context.Pipe()
    each = pages // hosts
    server = context.Process(target=serve, args=(addresses, each, theirs, send), daemon=True)
    server.start()
    port = receive.recv()
    bases = [f"http://{address}:{port}" for address in addresses]
    os.sched_setaffinity(0, {theirs})  # inherited by the broker and Postgres
    async with EmbeddedBroker() as broker, EmbeddedPostgres() as postgres:
        os.sched_setaffinity(0, {ours})
        await create_topics(broker.bootstrap_servers, [PAGES], partitions=4)
        rates, costs = [], []
        for number in range(rounds + 1):
            cpu = time.process_time()
            plain = await bare(bases, each)
            plain_cost = (time.process_time() - cpu) / (each * hosts)
            dsn = await postgres.create_database()
            cpu = time.process_time()
            rate = await fetched(bases, each, dsn, broker.bootstrap_servers)
            cost = (time.process_time() - cpu) / (each * hosts)
            if number == 0:
                continue  # warm: imports, the list of public suffixes, the first plans
            rates.append(rate / plain)
            costs.append(plain_cost / cost)
            print(
                f"round {number}: bare aiohttp {plain:5.0f}/s, {plain_cost * 1000:.2f} ms CPU; "
                f"fetcher {rate:5.0f}/s, {cost * 1000:.2f} ms CPU; "
                f"ratio {rates[-1]:.2f} by the clock, {costs[-1]:.2f} by CPU"
            )
    server.terminate()
    os.sched_setaffinity(0, set(cores))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    print(
        f"median ratio {statistics.median(rates):.2f} by the clock, "
        f"{statistics.median(costs):.2f} by CPU (floor 0.4, aim 0.6)"
    )
    return Figure(
        "fetcher against bare aiohttp, robots, frontier and publish included",
        f"{spread(rates)} × ({rate:,.0f} pages/s)",
        "0.4 ×, aim 0.6 ×",
        "python -m benchmarks.fetcher",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--hosts", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    asyncio.run(measure(options.pages, options.hosts, options.rounds))


if __name__ == "__main__":
    main()
