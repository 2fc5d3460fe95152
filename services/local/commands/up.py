"""`wortlaut up`: the whole stack on one machine, until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
from collections.abc import Coroutine, Iterable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from services.local import connections
from services.local.connections import STATE, STATE_MODE, Running
from services.local.errors import LocalError

if TYPE_CHECKING:
    from services.local.stack import Feeds, Stack

METRICS: Final = tuple(f"http://127.0.0.1:{port}/metrics" for port in (8001, 8002, 8003))

NAME: Final = "up"
HELP: Final = "the whole stack on this machine, until Ctrl-C"
EPILOG: Final = """\
examples:
  wortlaut up                            on the bundled sample site
  wortlaut up --feeds feeds.opml         on your feeds: OPML, YAML, or one URL a line

Broker and Postgres are embedded: nothing has to be installed, no Docker. Postgres keeps its data in
.wortlaut/postgres; topics live in memory and end with the command. While it runs, the other
commands find it by themselves: try `wortlaut tail quotes` in a second terminal.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--feeds", type=Path, metavar="FILE", help="OPML, YAML, or one URL a line")
    parser.add_argument(
        "--contact", default="", metavar="URL", help="a page about you, told to the sites you read"
    )


def run(options: argparse.Namespace) -> int:
    if options.feeds:
        _check_feeds(options.feeds)
    if up := connections.running():
        raise LocalError(f"it is up already, in this folder, as process {up.pid}")
    feeds = options.feeds.absolute() if options.feeds else None
    return asyncio.run(_up(feeds, options.contact))


def _check_feeds(file: Path) -> None:
    from services.fetcher.importing import FeedListError, feeds_in

    if not file.is_file():
        raise LocalError(f"{file}: there is no such file of feeds")
    try:
        found = feeds_in(file)
    except FeedListError as error:
        raise LocalError(str(error)) from error
    if not found:
        raise LocalError(f"{file}: no feed in it: OPML, YAML, or one URL a line")


async def _up(feeds_file: Path | None, contact: str) -> int:
    from services.local.cluster import data_folder
    from services.local.stack import PREFERRED_PORTS, Stack

    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    STATE.mkdir(mode=STATE_MODE, exist_ok=True)
    async with AsyncExitStack() as stack:
        feeds = await _feeds(stack, feeds_file, contact)
        print("starting broker, Postgres, fetcher, parser, store …", flush=True)
        running = await _or_stopped(
            stack.enter_async_context(
                Stack(STATE, feeds, data=data_folder(STATE), ports=PREFERRED_PORTS)
            ),
            stopped,
        )
        if running is None:
            return 0
        _announce(running)
        stack.callback(connections.forget)
        await _until(stopped, running)
        print("\nstopping: what is in hand is finished first …", flush=True)
    return 0


async def _feeds(stack: AsyncExitStack, file: Path | None, contact: str) -> Feeds:
    from services.local.site import SampleSite
    from services.local.stack import Feeds

    if file is not None:
        return Feeds(file, agent_contact=contact)
    site = await stack.enter_async_context(SampleSite())
    listed = STATE / "sample-feeds.txt"
    listed.write_text(f"{site.feed_url}\n", encoding="utf-8")
    return Feeds(listed.absolute(), allow_networks="127.0.0.0/8")


async def _or_stopped(
    starting: Coroutine[None, None, Stack], stopped: asyncio.Event
) -> Stack | None:
    """The stack, once it is up; None when we are told to stop while it starts."""
    start = asyncio.ensure_future(starting)
    stop = asyncio.ensure_future(stopped.wait())
    await asyncio.wait({start, stop}, return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    if not start.done():
        start.cancel()
        await asyncio.gather(start, return_exceptions=True)
        return None
    return start.result()


async def _until(stopped: asyncio.Event, stack: Stack) -> None:
    stop = asyncio.ensure_future(stopped.wait())
    watch = asyncio.ensure_future(stack.watch())
    try:
        await asyncio.wait({stop, watch}, return_when=asyncio.FIRST_COMPLETED)
        if watch.done():
            watch.result()  # raises what died
    finally:
        stop.cancel()
        watch.cancel()


def _announce(stack: Stack) -> None:
    metrics = {n: f"http://127.0.0.1:{p}/metrics" for n, p in stack.ports.items()}
    running = Running(os.getpid(), stack.bootstrap_servers, stack.database_url, metrics)
    connections.remember(running)
    print("up. Ctrl-C stops it.\n")
    print(look_further(metrics.values()))
    print(f"  topics        {running.bootstrap_servers} (Kafka)")


def look_further(metrics: Iterable[str] = METRICS) -> str:
    """Where to look, as lines to copy."""
    urls = ("\n" + " " * 16).join(metrics)
    return (
        f"  metrics       {urls}\n"
        "  follow        .venv/bin/wortlaut tail quotes\n"
        "  database      .venv/bin/wortlaut db psql -c 'TABLE current_quotes LIMIT 10'\n"
        "  one text      .venv/bin/wortlaut extract FILE\n"
        f"  logs          {STATE}/*.log"
    )
