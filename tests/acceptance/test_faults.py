"""While pages flow, services and the database die and stall: nothing is lost, nothing twice."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from schemas import PageFetched, encode
from schemas.topics import CLAIMS, GROUPS, QUOTES, dead_letters
from services.local.publishing import publishing
from services.local.stack import Feeds, Stack
from services.store import queries
from services.store.postgres import session
from tests.support.consuming import everything_in
from tests.support.events import MONDAY, a_page
from tests.support.stack import until

pytestmark = pytest.mark.acceptance

PAGES = 240
SEED = 20261124
STALL_SECONDS = 4.0  # longer than the session timeout of the embedded stack
Fault = Callable[[Stack], Awaitable[None]]


def page(number: int) -> PageFetched:
    """Each with a direct and an indirect quote of its own."""
    text = (
        f"„Wir bauen Haus Nummer {number}“, sagte Bürgermeisterin Jana Vogt am Montag vor der "
        f"Presse. Der Landrat Otto Brandt erklärte, dass {number + 2} Anwohner geklagt haben."
    )
    article = f"<article><h1>Haus {number}</h1><p>{text}</p></article>"
    body = f"<html lang='de'><body>{article}</body></html>"
    url = f"https://zeitung.example/haus/{number}"
    return a_page(body, url=url, fetched_at=MONDAY + timedelta(seconds=number))


async def _kill(stack: Stack, service: str) -> None:
    assert await stack.end(service, signal.SIGKILL) == -signal.SIGKILL  # the fault has bitten
    await stack.revive(service)


async def killed_parser(stack: Stack) -> None:
    await _kill(stack, "parser")


async def killed_store(stack: Stack) -> None:
    await _kill(stack, "store")


async def told_to_stop(stack: Stack) -> None:
    for service in ("parser", "store"):
        assert await stack.end(service, signal.SIGTERM) == 0
        await stack.revive(service)


async def stalled_store(stack: Stack) -> None:
    """The group gives its partitions away while it cannot answer; then it comes back."""
    os.kill(stack.pid("store"), signal.SIGSTOP)
    await asyncio.sleep(STALL_SECONDS)
    os.kill(stack.pid("store"), signal.SIGCONT)


async def stalled_database(stack: Stack) -> None:
    """Connections stay open and nothing answers."""
    os.kill(stack.pid("Postgres"), signal.SIGSTOP)
    await asyncio.sleep(STALL_SECONDS)
    os.kill(stack.pid("Postgres"), signal.SIGCONT)


async def cut_connections(stack: Stack) -> None:
    async with session(stack.database_url) as connection:
        cut = await connection.fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND application_name LIKE 'wortlaut-store%'"
        )
    assert cut


FAULTS: tuple[Fault, ...] = (
    killed_parser,
    killed_store,
    told_to_stop,
    stalled_store,
    stalled_database,
    cut_connections,
)


@asynccontextmanager
async def a_stack(folder: Path) -> AsyncIterator[Stack]:
    feeds = folder / "feeds.txt"
    feeds.write_text("", "utf-8")
    async with Stack(folder, Feeds(feeds)) as stack:
        yield stack


async def send_slowly(stack: Stack, chance: random.Random) -> None:
    async with publishing(stack.bootstrap_servers) as publisher:
        numbers = list(range(PAGES))
        chance.shuffle(numbers)
        for number in numbers:
            await publisher.publish([encode(page(number), "/test")])
            await asyncio.sleep(chance.uniform(0, 0.02))


async def until_all_is_stored(stack: Stack) -> None:
    async def stored() -> bool:
        async with session(stack.database_url) as connection:
            rows = await queries.counts(connection)
            return rows["articles"] == PAGES and not await queries.audit(connection)

    await until(stored, within=120)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
async def test_nothing_is_lost_and_nothing_is_stored_twice(tmp_path: Path, fault: Fault) -> None:
    chance = random.Random(SEED)
    async with a_stack(tmp_path) as stack:
        sending = asyncio.ensure_future(send_slowly(stack, chance))
        for number in range(2):
            await asyncio.sleep(chance.uniform(0.2, 1.0))  # the instant of the fault, not a wait
            assert number or not sending.done(), "the first fault came when all had been sent"
            await fault(stack)
        await sending
        await until_all_is_stored(stack)
        async with session(stack.database_url) as connection:
            rows = await queries.counts(connection)
            texts = await connection.fetch("SELECT DISTINCT text FROM current_quotes")
        sent = await everything_in(stack.bootstrap_servers, QUOTES.name, CLAIMS.name)
        letters = [
            dead_letters(topic.name, group).name for group in GROUPS for topic in GROUPS[group]
        ]
        dead = await everything_in(stack.bootstrap_servers, *letters)

    assert dead == []
    assert rows["outcomes"] == 0
    assert {f"Wir bauen Haus Nummer {number}" for number in range(PAGES)} <= {
        row["text"] for row in texts
    }
    ids = {json.loads(record.value or b"")["id"] for record in sent}
    assert len(ids) == rows["quotes"] + rows["claims"]
