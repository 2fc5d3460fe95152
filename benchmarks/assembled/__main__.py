"""Wortlaut against what one would put together oneself, on the same pages.

`python -m benchmarks.assembled [--pages 200] [--only quality speed outage]`. Pages are our
annotated articles (tests/quality/articles) as HTML, again and again under URLs of their own; what
is found is measured on each article once, against the annotation. The outage takes Postgres away
for 20 s while pages come at five a second; ours runs on a real Apache Kafka then (WORTLAUT_TOOLS).
"""

from __future__ import annotations

import argparse
import asyncio
import html
import logging
import random
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import asyncpg

from benchmarks.assembled import pipeline
from benchmarks.figures import machine
from schemas import PageFetched, encode
from services.local.database import EmbeddedPostgres
from services.local.publishing import publishing
from services.local.stack import Feeds, Stack
from services.parser.extraction import extract
from services.store import queries
from services.store.postgres import session
from tests.chaos.machine import PARSERS, STORES, a_machine, eventually
from tests.chaos.postgres import Postgres
from tests.quality.articles.annotated import articles
from tests.quality.articles.scores import Compared, Measure
from tests.support.events import a_page
from tests.support.stack import until
from tools.matching import (
    Reading,
    Voice,
    annotated,
    found,
    mention_met,
    speaker_right,
)

OUTAGE_SECONDS: Final = 20.0
RATE: Final = 5.0
HERE: Final = Path(__file__).parent


def pages(count: int) -> list[PageFetched]:
    texts = [(name, article["text"]) for name, article in articles().items()]
    made = []
    for number in range(count):
        name, text = texts[number % len(texts)]
        paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line)
        body = (
            f"<html lang='de'><head><title>{name}</title></head><body><nav><a href='/'>Start</a>"
            f"</nav><article><h1>{name}</h1>{paragraphs}</article></body></html>"
        )
        made.append(a_page(body, url=f"https://bench.example/{number}/{name}"))
    return made


# -- what is found -----------------------------------------------------------------------------


def _by_regex(text: str) -> Iterable[Reading]:
    for said in pipeline.statements_in(text):
        voice = None
        if said.speaker is not None:
            name = text[slice(*said.speaker)].strip()
            voice = Voice((frozenset(range(*said.speaker)),), "person", (name,))
        yield Reading("direct", frozenset(range(said.start, said.end)), voice, said.text)


def _by_engine(text: str) -> Iterable[Reading]:
    return map(found, extract(text, "de").quotes)


def quality(read: Callable[[str], Iterable[Reading]]) -> str:
    measure = Measure(
        [
            Compared(name, tuple(map(annotated, one["quotes"])), tuple(read(one["text"])))
            for name, one in articles().items()
        ]
    )
    score = measure.quotes()
    voices = [(pair.gold.voice, pair.found.voice) for one in measure.compared for pair in one.pairs]
    met = sum(mention_met(*pair) for pair in voices)
    right = sum(speaker_right(*pair) for pair in voices)
    return (
        f"{score.hits} of {score.gold} statements found ({score.found} claimed), the speaker's "
        f"words met in {met}, the right person named in {right}"
    )


# -- how fast ----------------------------------------------------------------------------------


async def speed_assembled(chosen: Sequence[PageFetched]) -> float:
    """Pages a second; the feed is read as well."""
    items = "".join(f"<item><link>{html.escape(page.url)}</link></item>" for page in chosen)
    feed = f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    bodies = {page.url: page.body for page in chosen}
    async with EmbeddedPostgres(durable=True) as server:
        await _make_tables(server.url())
        started = time.monotonic()
        stored = [
            await pipeline.handle(server.url(), url, bodies[url]) for url in pipeline.links_in(feed)
        ]
        assert all(stored)
        return len(chosen) / (time.monotonic() - started)


async def speed_wortlaut(chosen: Sequence[PageFetched], folder: Path) -> float:
    feeds = folder / "feeds.txt"
    feeds.write_text("", "utf-8")
    async with Stack(folder, Feeds(feeds)) as stack, publishing(stack.bootstrap_servers) as out:
        started = time.monotonic()
        await out.publish(encode(page, "/benchmark") for page in chosen)

        async def complete() -> bool:
            async with session(stack.database_url) as connection:
                rows = await queries.counts(connection)
                return rows["articles"] == len(chosen) and not await queries.audit(connection)

        await until(complete, within=300)
        return len(chosen) / (time.monotonic() - started)


# -- what an outage costs ----------------------------------------------------------------------


@asynccontextmanager
async def outage(postgres: Postgres, after: float) -> AsyncIterator[None]:
    """While inside, Postgres is stopped once, `after` seconds from now, and comes back."""

    async def happen() -> None:
        await asyncio.sleep(after)
        await postgres.stop()
        await asyncio.sleep(OUTAGE_SECONDS)
        await postgres.start()

    task = asyncio.ensure_future(happen())
    try:
        yield
    finally:
        await task


async def arriving(
    chosen: Sequence[PageFetched], take: Callable[[PageFetched], Awaitable[object]]
) -> None:
    """One after the other, at the rate, or as fast as they are taken."""
    started = time.monotonic()
    for number, page in enumerate(chosen):
        await asyncio.sleep(max(0.0, started + number / RATE - time.monotonic()))
        await take(page)


async def lost_assembled(chosen: Sequence[PageFetched], folder: Path) -> int:
    async with Postgres(folder / "postgres") as postgres:
        await _make_tables(postgres.url)
        async with outage(postgres, 5):
            await arriving(chosen, lambda page: pipeline.handle(postgres.url, page.url, page.body))
        async with session(postgres.url) as connection:
            return len(chosen) - int(await connection.fetchval("SELECT count(*) FROM pages"))


async def lost_wortlaut(chosen: Sequence[PageFetched], folder: Path) -> int:
    async with a_machine(folder, small_disk=False) as machine:
        urls = [page.url for page in chosen]

        async def stored() -> int:
            async with session(machine.postgres.url) as connection:
                found_there = "SELECT count(*) FROM current_articles WHERE url = any($1::text[])"
                return int(await connection.fetchval(found_there, urls))

        async def all_stored() -> bool:
            return await stored() == len(chosen)

        async with outage(machine.postgres, 5), publishing(machine.node.address) as out:
            await arriving(chosen, lambda page: out.publish([encode(page, "/benchmark")]))
        try:
            await eventually(all_stored, 120, "not everything came")
        except AssertionError:
            return len(chosen) - await stored()
        return 0


async def _make_tables(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(pipeline.TABLES)
    await connection.close()


def lines_of(file: Path) -> int:
    return sum(bool(line.strip()) for line in file.read_text("utf-8").splitlines())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    kinds = ("quality", "speed", "outage")
    parser.add_argument("--only", nargs="+", choices=kinds, default=kinds)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    chosen = pages(options.pages)
    random.Random(1).shuffle(chosen)
    print(f"assembled, lines: {lines_of(HERE / 'pipeline.py')}", flush=True)
    if "quality" in options.only:
        print(f"assembled: {quality(_by_regex)}\nWortlaut: {quality(_by_engine)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="wortlaut-assembled-", dir="/tmp") as name:
        folders = [Path(name) / part for part in ("one", "two", "three")]
        Path(name).chmod(0o711)
        for folder in folders:
            folder.mkdir(mode=0o711)
        if "speed" in options.only:
            print(f"assembled: {asyncio.run(speed_assembled(chosen)):.1f} pages/s", flush=True)
            ours = asyncio.run(speed_wortlaut(chosen, folders[0]))
            print(f"Wortlaut: {ours:.1f} pages/s, whole stream", flush=True)
        if "outage" in options.only:
            lost = asyncio.run(lost_assembled(chosen, folders[1]))
            print(f"assembled: {lost} of {len(chosen)} pages lost in the outage", flush=True)
            lost = asyncio.run(lost_wortlaut(chosen, folders[2]))
            told = f"{len(PARSERS)} parsers, {len(STORES)} stores"
            print(f"Wortlaut: {lost} of {len(chosen)} lost ({told})", flush=True)
    print(machine())


if __name__ == "__main__":
    main()
