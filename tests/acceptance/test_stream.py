"""From outside: a site goes in, rows and events and metrics come out, whatever dies in between."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from services.local.commands.demo import MODEL_ARTICLE
from services.local.processes import answers_ok
from services.local.progress import progress
from services.local.site import SampleSite, article_paths
from services.local.stack import SERVICES, Feeds, Stack
from services.store import queries
from services.store.postgres import session
from tests.support.consuming import everything_in
from tests.support.stack import until

pytestmark = pytest.mark.acceptance
EXPECTED = len(article_paths())


@asynccontextmanager
async def a_running_stack(folder: Path) -> AsyncIterator[tuple[Stack, SampleSite]]:
    feeds = folder / "feeds.txt"
    async with SampleSite() as site:
        feeds.write_text(f"{site.feed_url}\n", "utf-8")
        async with Stack(folder, Feeds(feeds, allow_networks="127.0.0.0/8")) as stack:
            yield stack, site


async def until_stored(stack: Stack, *, within: float = 90) -> None:
    async def complete() -> bool:
        async with session(stack.database_url) as connection:
            announced = await queries.announced(connection)
            rows = await queries.counts(connection)
        return rows["articles"] >= EXPECTED and announced == rows["quotes"] + rows["claims"]

    await until(complete, within=within)


async def test_what_is_on_the_site_is_in_the_tables_the_topics_and_the_metrics(
    tmp_path: Path,
) -> None:
    async with a_running_stack(tmp_path) as (stack, site):
        await until_stored(stack)
        async with session(stack.database_url) as connection:
            rows = await queries.counts(connection)
            voices = await queries.voices(connection, f"{site.url}/{MODEL_ARTICLE}")
            seen = await progress(stack.ports, connection)
        quotes = await everything_in(stack.bootstrap_servers, "wortlaut.quotes.v1")
        ready = [await answers_ok(port, "/readyz") for port in stack.ports.values()]

    assert (rows["articles"], rows["outcomes"]) == (EXPECTED, 0)
    assert {"Vasily Nebenzya", "Lloyd Austin", "Sergiy Kyslytsya"} <= {
        voice.speaker_name for voice in voices
    }
    assert len({json.loads(q.value or b"")["id"] for q in quotes}) == rows["quotes"]
    assert all(q.key for q in quotes)
    assert (seen.fetched, seen.parsed, seen.dead) == (EXPECTED, EXPECTED, 0)
    assert ready == [True, True, True]


@pytest.mark.parametrize("victim", SERVICES)
async def test_a_service_killed_in_the_middle_loses_nothing(tmp_path: Path, victim: str) -> None:
    async with a_running_stack(tmp_path) as (stack, _):
        await stack.end(victim, signal.SIGKILL)
        await stack.revive(victim)
        await until_stored(stack)
        async with session(stack.database_url) as connection:
            rows = await queries.counts(connection)
        quotes = await everything_in(stack.bootstrap_servers, "wortlaut.quotes.v1")

    assert (rows["articles"], rows["outcomes"]) == (EXPECTED, 0)
    assert len({json.loads(q.value or b"")["id"] for q in quotes}) == rows["quotes"]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_nothing_is_left_behind(tmp_path: Path) -> None:
    async with a_running_stack(tmp_path) as (stack, _):
        pids = stack.pids
        url = stack.database_url
    with pytest.raises(OSError, match="Connect call failed"):
        await asyncpg.connect(url, timeout=5)
    assert not [pid for pid in pids if is_alive(pid)]


async def test_a_stop_lets_the_batch_in_hand_finish(tmp_path: Path) -> None:
    """After SIGTERM a service ends by itself, with 0, well within its grace."""
    async with a_running_stack(tmp_path) as (stack, _):
        codes = [await stack.end(name, signal.SIGTERM) for name in SERVICES]
    assert codes == [0, 0, 0]


def test_the_demo_ends_by_itself_and_fits_eighty_columns(tmp_path: Path) -> None:
    shown = asyncio.run(_demo())

    assert "Vasily Nebenzya" in shown
    assert "denies:" in shown
    assert "WHERE TO LOOK FURTHER" in shown
    assert max(map(len, shown.splitlines())) <= 80


async def _demo() -> str:
    process = await asyncio.create_subprocess_exec(
        *(".venv/bin/wortlaut", "demo"),
        cwd=Path(__file__).parents[2],
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await asyncio.wait_for(process.communicate(), 120)
    assert process.returncode == 0
    return out.decode()
