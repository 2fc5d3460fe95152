"""What the fetcher costs: bombs of half a gigabyte, ten thousand feeds, many large pages."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import brotli
import pytest

from schemas.topics import every_topic
from services.fetcher.frontier import Frontier
from services.fetcher.model import Source
from services.local.ports import free_port
from services.runtime.provision import create_topics
from tests.integration.fetcher.conftest import fetcher
from tests.integration.fetcher.test_bad_input import forget_the_peak, peak_kib
from tests.integration.fetcher.test_running import process
from tests.support.stack import until
from tests.support.web import Reply, Site, article, feed, html, item, rss

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="read from /proc"),
]

MIB = 1024 * 1024
BOMB = 512 * MIB


def blanks() -> Iterator[bytes]:
    piece = b" " * (256 * 1024)
    yield from (piece for _ in range(BOMB // len(piece)))


def _gzip() -> bytes:
    packer = zlib.compressobj(1, wbits=31)
    return b"".join(packer.compress(piece) for piece in blanks()) + packer.flush()


def _brotli() -> bytes:
    packer = brotli.Compressor(quality=1)
    return b"".join(packer.process(piece) for piece in blanks()) + bytes(packer.finish())


def _zstd() -> bytes:
    packer = zstd.ZstdCompressor()
    return b"".join(packer.compress(piece) for piece in blanks()) + bytes(packer.flush())


def _twice() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return packer.compress(_gzip()) + packer.flush()


BOMBS: dict[str, Callable[[], bytes]] = {
    "gzip": _gzip,
    "br": _brotli,
    "zstd": _zstd,
    "gzip, gzip": _twice,
}


@pytest.mark.parametrize("coding", BOMBS)
async def test_a_bomb_of_half_a_gigabyte_costs_twenty_mebibytes_at_most(
    broker: str, database_url: str, coding: str
) -> None:
    packed = BOMBS[coding]()
    async with Site() as site, fetcher(broker, database_url, total_seconds=20.0) as running:
        bomb = {"Content-Type": "text/html", "Content-Encoding": coding}
        site.routes |= {
            "/feed": feed(rss(item(site.url("/a")))),
            "/bomb.xml": Reply(packed, headers=bomb),
            "/a": Reply(packed, headers=bomb),
        }
        before = peak_afresh()
        await running.follow(site.url("/feed"))
        page = (await running.all_asked(1))[site.url("/a")]
        page_cost = peak_kib() - before
        before = peak_afresh()
        await running.follow(site.url("/bomb.xml"))
        source = await running.polled(site.url("/bomb.xml"))
        feed_cost = peak_kib() - before

    assert page["outcome"] == source["last_outcome"] == "too_large"
    print(f"{coding}: a page costs {page_cost / 1024:.1f} MiB, a feed {feed_cost / 1024:.1f} MiB")
    assert page_cost < 20 * 1024
    assert feed_cost < 20 * 1024


async def test_many_large_pages_at_once_are_bounded_by_their_bytes(
    broker: str, database_url: str
) -> None:
    count, size = 40, 3 * MIB
    async with (
        Site() as site,
        fetcher(
            broker, database_url, hand_mib=8, total_seconds=30.0, private_host_at_once=40
        ) as running,
    ):
        page = html(article(1) + "<!-- " + "x" * size + " -->")
        site.routes |= {"/feed": feed(rss(*(item(site.url(f"/{n}")) for n in range(count))))}
        site.routes |= {f"/{n}": page for n in range(count)}
        before = peak_afresh()
        await running.follow(site.url("/feed"))
        rows = await running.all_asked(count)
        cost = (peak_kib() - before) / 1024

    assert {row["outcome"] for row in rows.values()} == {"ok"}
    print(f"{count} pages of 3 MiB: {cost:.0f} MiB")
    assert cost < count * 3 * 0.75, "all of them, and what is made of them, would be far more"


async def test_ten_thousand_feeds_are_scheduled_in_little_memory_and_without_a_busy_loop(
    broker: str, database_url: str
) -> None:
    await create_topics(broker, every_topic(), partitions=2)
    await ten_thousand_feeds(database_url)
    settings = {"WORTLAUT_HTTP_PORT": str(free_port()), "WORTLAUT_SESSION_TIMEOUT_MS": "6000"}
    async with Site() as site, process(broker, database_url, **settings) as running:
        site.routes |= {"/feed": feed(rss(item(site.url("/0")))), "/0": html(article(0))}
        frontier = Frontier(database_url, pool=1)
        await frontier.open()
        await frontier.add_feed(Source(site.url("/feed")), datetime.now(UTC))

        async def the_one_that_is_due_was_read() -> bool:
            return "/0" in site.paths()

        await until(the_one_that_is_due_was_read, within=60)
        before = cpu_seconds(running.pid)
        await asyncio.sleep(5)  # what an idle fetcher costs can only be seen by waiting
        idle = cpu_seconds(running.pid) - before
        resident = peak_mib(running.pid)
        counts = await frontier.count_feeds()
        await frontier.close()

    print(f"10,001 feeds: {resident:.0f} MiB at most, {idle / 5:.1%} of a core when idle")
    assert counts == {"active": 10_001}
    assert resident < 150
    assert idle < 0.2 * 5


async def ten_thousand_feeds(database_url: str) -> None:
    """Each on a host of its own, due within the hour after the next."""
    frontier = Frontier(database_url, pool=1)
    await frontier.open()
    await frontier.close()
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(
            "WITH f AS (INSERT INTO fetcher.feeds (url, host, origin, added_at, next_at, pause) "
            "SELECT format('https://www.zeitung-%s.de/rss', n), format('zeitung-%s.de', n), "
            "'user', now(), now() + interval '1 hour' + n * interval '0.36 seconds', "
            "interval '15 minutes' "
            "FROM generate_series(1, 10000) AS n RETURNING host, next_at) "
            "INSERT INTO fetcher.hosts (host, due_at) SELECT host, next_at FROM f"
        )
    finally:
        await connection.close()


def peak_afresh() -> int:
    """KiB. What earlier tests left behind in the heap would hide what the next one takes."""
    gc.collect()
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)
    forget_the_peak()
    return peak_kib()


def peak_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
