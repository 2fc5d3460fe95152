"""`wortlaut feeds`: what the fetcher reads."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from services.local import connections
from services.local.errors import LocalError
from services.local.terminal import cut, neutral

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from services.fetcher.frontier import Frontier
    from services.fetcher.model import FeedRow

NAME: Final = "feeds"
HELP: Final = "what the fetcher reads: add, check, list, import, pause, resume"
EPILOG: Final = """\
examples:
  wortlaut feeds add https://www.tagesschau.de/index~rss2.xml
  wortlaut feeds check https://www.tagesschau.de/index~rss2.xml
  wortlaut feeds import feeds.opml       OPML, or one URL a line
  wortlaut feeds list                    with the last outcome of each

A feed that is added is polled at once. One that fails is never dropped: it is asked less often.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for action, words in (
        ("add", "read a feed from now on"),
        ("pause", "stop reading it, and keep what is known of it"),
        ("resume", "read it again"),
    ):
        one = actions.add_parser(action, help=words)
        one.add_argument("url", metavar="URL")
        connections.add_database(one)
    checked = actions.add_parser("check", help="what is there, and what would be fetched")
    checked.add_argument("url", metavar="URL")
    connections.add_database(actions.add_parser("list", help="all feeds"))
    imported = actions.add_parser("import", help="read the feeds of a file from now on")
    imported.add_argument("file", type=Path, metavar="FILE")
    connections.add_database(imported)


def run(options: argparse.Namespace) -> int:
    return asyncio.run(ACTIONS[options.action](options))


@asynccontextmanager
async def _frontier(options: argparse.Namespace) -> AsyncIterator[Frontier]:
    from services.fetcher.frontier import Frontier

    frontier = Frontier(connections.database_url(options), pool=1)
    await frontier.open()
    try:
        yield frontier
    finally:
        await frontier.close()


async def _add(options: argparse.Namespace) -> int:
    from services.fetcher.urls import UnusableUrlError

    async with _frontier(options) as frontier:
        try:
            is_new = await frontier.add_feed(options.url, datetime.now(UTC))
        except UnusableUrlError as error:
            raise LocalError(f"{neutral(options.url)}: {error}") from error
    print("added" if is_new else "was there already; it is polled now")
    return 0


async def _check(options: argparse.Namespace) -> int:
    from services.fetcher.checking import check
    from services.fetcher.settings import FetcherSettings

    report = await check(options.url, FetcherSettings())
    for said in report.lines():
        print(neutral(said))
    return 0 if report.feed else 1


async def _pause(options: argparse.Namespace) -> int:
    async with _frontier(options) as frontier:
        return _found(options.url, "paused", found=await frontier.pause_feed(options.url, _now()))


async def _resume(options: argparse.Namespace) -> int:
    async with _frontier(options) as frontier:
        return _found(options.url, "resumed", found=await frontier.resume_feed(options.url, _now()))


async def _import(options: argparse.Namespace) -> int:
    from services.fetcher.importing import import_feeds

    async with _frontier(options) as frontier:
        new = await import_feeds(frontier, options.file, _now())
    print(f"{new} feeds are new")
    return 0


async def _list(options: argparse.Namespace) -> int:
    async with _frontier(options) as frontier:
        feeds = await frontier.list_feeds()
    for feed in feeds:
        print(line(feed))
    if not feeds:
        print("no feeds yet: `wortlaut feeds add URL`")
    return 0


def line(feed: FeedRow) -> str:
    polled = f"{feed.polled_at:%Y-%m-%d %H:%M}" if feed.polled_at else "never"
    outcome = feed.last_outcome or "–"
    detail = f"  ({cut(feed.last_detail, 60)})" if feed.last_detail else ""
    return (
        f"{feed.state:<8} {outcome:<14} {feed.entries:>6} entries  polled {polled:<16}  "
        f"{neutral(feed.url)}{detail}"
    )


def _found(url: str, done: str, *, found: bool) -> int:
    print(done if found else f"no such feed: {neutral(url)}")
    return 0 if found else 1


def _now() -> datetime:
    return datetime.now(UTC)


ACTIONS: Final[dict[str, Callable[[argparse.Namespace], Coroutine[None, None, int]]]] = {
    "add": _add,
    "check": _check,
    "import": _import,
    "list": _list,
    "pause": _pause,
    "resume": _resume,
}
