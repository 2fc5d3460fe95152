"""The process as it is started, stopped and left without its broker."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import urllib.request
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from schemas import Event
from schemas.topics import every_topic
from services.fetcher.importing import import_feeds
from services.local.ports import free_port
from services.runtime.provision import create_topics
from tests.integration.fetcher.conftest import Clock, fetcher, published
from tests.support.stack import until
from tests.support.web import Site, article, feed, html, item, rss

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[3]


@asynccontextmanager
async def process(broker: str, database_url: str, **settings: str) -> AsyncIterator[Process]:
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.fetcher",
        cwd=ROOT,
        stdout=DEVNULL,
        stderr=PIPE,
        env={
            **os.environ,
            "WORTLAUT_BOOTSTRAP_SERVERS": broker,
            "WORTLAUT_DATABASE_URL": database_url,
            "WORTLAUT_FETCHER_ALLOW_NETWORKS": "127.0.0.0/8",
            **settings,
        },
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return str(answer.read().decode())


async def events(broker: str, count: int) -> list[Event]:
    async def there() -> bool:
        return len(await published(broker)) >= count

    await until(there)
    return await published(broker)


def a_small_site(site: Site, path: Path) -> None:
    site.routes["/feed"] = feed(rss(*(item(site.url(f"/{n}")) for n in range(5))))
    site.routes |= {f"/{n}": html(article(n)) for n in range(5)}
    path.write_text(f"{site.url('/feed')}  # ours\n", encoding="utf-8")


async def test_the_process_reads_its_list_publishes_tells_and_ends_when_told(
    broker: str, database_url: str, tmp_path: Path
) -> None:
    port = str(free_port())
    listed = {
        "WORTLAUT_FETCHER_FEEDS_FILE": str(tmp_path / "feeds.txt"),
        "WORTLAUT_HTTP_PORT": port,
    }
    await create_topics(broker, every_topic(), partitions=2)
    async with Site() as site:
        a_small_site(site, tmp_path / "feeds.txt")
        async with process(broker, database_url, **listed) as running:
            await events(broker, 5)
            ready = await asyncio.to_thread(get, f"http://127.0.0.1:{port}/readyz")
            metrics = await asyncio.to_thread(get, f"http://127.0.0.1:{port}/metrics")
            running.send_signal(signal.SIGTERM)
            _, errors = await asyncio.wait_for(running.communicate(), 20)

    assert json.loads(ready)["ready"]
    assert 'wortlaut_fetches_total{kind="article",outcome="ok"} 5.0' in metrics
    assert running.returncode == 0
    logged = [json.loads(line)["event"] for line in errors.decode().splitlines()]
    assert logged.count("page.fetched") == 5
    assert logged[-1] == "service.stopped"


async def test_a_list_that_cannot_be_read_is_one_line_and_an_exit_code(
    broker: str, database_url: str, tmp_path: Path
) -> None:
    listed = tmp_path / "feeds.yaml"
    listed.write_text("feeds: [{url: 'https://a.example/feed', kind: blog}]\n", encoding="utf-8")

    settings = {"WORTLAUT_FETCHER_FEEDS_FILE": str(listed)}
    async with process(broker, database_url, **settings) as running:
        _, errors = await asyncio.wait_for(running.communicate(), 20)

    (line,) = errors.decode().splitlines()
    assert running.returncode == 2
    assert "feeds.yaml" in json.loads(line)["why"]


async def test_a_killed_process_is_replaced_and_nothing_is_lost(
    broker: str, database_url: str, tmp_path: Path
) -> None:
    settings = {
        "WORTLAUT_FETCHER_FEEDS_FILE": str(tmp_path / "feeds.txt"),
        "WORTLAUT_FETCHER_LEASE_SECONDS": "2",
        "WORTLAUT_HTTP_PORT": str(free_port()),
        "WORTLAUT_FETCHER_PRIVATE_PACE_SECONDS": "0.3",
    }
    await create_topics(broker, every_topic(), partitions=2)
    async with Site() as site:
        a_small_site(site, tmp_path / "feeds.txt")
        async with process(broker, database_url, **settings) as first:
            await events(broker, 2)
            first.kill()
        async with process(broker, database_url, **settings):
            await until(lambda: _all_there(broker))

    asked = [path for path in site.paths() if path != "/feed"]
    assert len(asked) <= 5 + 2, "at most what was in hand is asked again"


async def _all_there(broker: str) -> bool:
    return len({event.article_id for event in await published(broker)}) == 5


async def test_without_the_database_the_process_ends_with_one_clear_line(broker: str) -> None:
    nowhere = f"postgresql://wortlaut@127.0.0.1:{free_port()}/wortlaut"
    soon = {"WORTLAUT_START_DEADLINE_SECONDS": "1", "WORTLAUT_HTTP_PORT": str(free_port())}
    await create_topics(broker, every_topic(), partitions=2)
    async with process(broker, nowhere, **soon) as running:
        _, errors = await asyncio.wait_for(running.communicate(), 20)

    last = json.loads(errors.decode().splitlines()[-1])
    assert running.returncode == 3
    assert "postgres did not answer" in last["why"]


async def test_what_leaves_the_list_is_paused_and_comes_back_with_it(
    broker: str, database_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "feeds.txt"
    urls = ["http://a.invalid/feed", "http://b.invalid/feed"]
    async with fetcher(broker, database_url) as running:
        now = running.tools.clock()
        path.write_text("\n".join([*urls, "ftp://refused.invalid/"]), encoding="utf-8")
        assert await import_feeds(running.frontier, path, now) == 2
        path.write_text(urls[0], encoding="utf-8")
        assert await import_feeds(running.frontier, path, now) == 0
        assert (await running.feed(urls[1]))["state"] == "paused"
        await running.frontier.pause_feed(urls[0], now)
        path.write_text("\n".join(urls), encoding="utf-8")
        await import_feeds(running.frontier, path, now)

        assert (await running.feed(urls[1]))["state"] != "paused"
        assert (await running.feed(urls[0]))["state"] == "paused", "by hand stays by hand"
        assert await running.frontier.resume_feed(urls[0], now)
        assert not await running.frontier.resume_feed("http://c.invalid/", now)


async def test_a_page_is_written_down_only_when_the_broker_has_it(
    broker: str, database_url: str
) -> None:
    clock = Clock()
    async with Site() as site, fetcher(broker, database_url, clock=clock) as running:
        site.routes |= {"/feed": feed(rss(item(site.url("/0")))), "/0": html(article(0))}
        await running.tools.publisher.close()
        await running.follow(site.url("/feed"))
        await running.polled(site.url("/feed"))

        async def asked() -> bool:
            return "/0" in site.paths()

        await until(asked)
        assert (await running.entries())[site.url("/0")]["outcome"] is None
        await running.tools.publisher.open()
        clock.ahead = timedelta(seconds=1)
        rows = await running.all_asked(1)

        assert rows[site.url("/0")]["outcome"] == "ok"
        assert len(await running.pages()) == 1
