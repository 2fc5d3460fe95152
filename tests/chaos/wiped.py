"""`python -m tests.chaos.wiped`: the broker loses everything in mid-run, and the database stays.

A sample site is fetched, and some of it parsed; nothing is stored when the broker's data are
deleted and topics are made anew, empty. The fetcher remembers what it has published, and asks again
for what nobody answered for and for what was parsed and is in no row: every article must arrive.
Run by `make chaos-wiped`.
"""

from __future__ import annotations

import asyncio
import logging
import random
import shutil
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

from schemas.topics import ARTICLES, PAGES, Topic, every_topic
from services.local.__main__ import main as command
from services.local.site import SampleSite
from services.runtime.provision import create_topics
from services.store import queries
from services.store.postgres import session
from tests.chaos.machine import PARSERS, SAMPLE, STORES, Machine, a_machine, eventually
from tests.support.consuming import everything_in

SITES: Final = 3  # two are read after the loss
HEARD: Final = 5  # articles that the fetcher may have heard of, though no store has
ENVIRONMENT: Final = {
    "WORTLAUT_FETCHER_REPAIR_MINUTES": "0.1",
    "WORTLAUT_FETCHER_POLL_FIRST_MINUTES": "0.1",
}
"""Of the fetcher: it waits hours, and a test has minutes."""


async def articles(machine: Machine) -> int:
    async with session(machine.database_url) as connection:
        return (await queries.counts(connection))["current_articles"]


async def is_complete(machine: Machine, wanted: int) -> bool:
    async with session(machine.database_url) as connection:
        rows = await queries.counts(connection)
        return rows["current_articles"] == wanted and not await queries.audit(connection)


async def wipe(machine: Machine) -> str:
    """Everything that was in topics, and every group's offsets."""
    lost = [len(await everything_in(machine.node.address, t.name)) for t in (PAGES, ARTICLES)]
    await machine.node.kill()
    machine.node.wipe()
    await asyncio.to_thread(machine.kafka.prepare)
    await machine.node.start()
    await create_topics(machine.node.address, every_topic(), partitions=6)
    left = await everything_in(machine.node.address, PAGES.name, ARTICLES.name)
    assert not left
    return f"{lost[0]} pages and {lost[1]} articles were in the topics, none is"


async def run(folder: Path) -> int:
    chance = random.Random(5)
    async with AsyncExitStack() as stack:
        sites = [await stack.enter_async_context(SampleSite()) for _ in range(SITES - 1)]
        machine = await stack.enter_async_context(
            a_machine(folder, small_disk=False, environment=ENVIRONMENT, start=("fetcher",))
        )
        await eventually(lambda: _count(machine, PAGES, SAMPLE), 120, "not all was fetched")
        await machine.start(*PARSERS)
        await eventually(lambda: _count(machine, ARTICLES, HEARD), 60, "nothing was parsed")
        await asyncio.sleep(chance.uniform(0, 0.5))  # the instant of the loss
        print(f"{await articles(machine)} articles stored; {await wipe(machine)}", flush=True)
        await machine.start(*STORES)
        started = time.monotonic()
        for site in sites:  # what is answered for later tells the fetcher what never was
            added = ["feeds", "add", site.feed_url, "--database-url", machine.database_url]
            assert await asyncio.to_thread(command, added) == 0
        await eventually(lambda: is_complete(machine, SAMPLE * SITES), 300, "not complete")
        print(f"all {SAMPLE * SITES} there {time.monotonic() - started:.0f} s later", flush=True)
    return 0


async def _count(machine: Machine, topic: Topic, number: int) -> bool:
    return len(await everything_in(machine.node.address, topic.name)) >= number


def main() -> int:
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # of our own clients
    folder = Path(tempfile.mkdtemp(prefix="wortlaut-wiped-", dir="/tmp"))
    folder.chmod(0o711)
    try:
        return asyncio.run(run(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
