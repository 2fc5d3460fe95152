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
HELP: Final = "what the fetcher reads: add, check, list, import, export, pause, resume"
EPILOG: Final = """\
examples:
  wortlaut feeds add https://www.tagesschau.de/index~rss2.xml
  wortlaut feeds check https://www.tagesschau.de/index~rss2.xml
  wortlaut feeds add --site https://www.tagesschau.de/     all feeds and sitemaps that it names
  wortlaut feeds add --page https://www.example.org/a      one page, now, and after a day and a week
  wortlaut feeds check https://www.tagesschau.de/
  wortlaut feeds import feeds.opml       OPML, YAML, or one URL a line
  wortlaut feeds export feeds.yaml       .opml, .yaml, or anything else for one URL a line
  wortlaut feeds list                    with the last outcome of each

RSS, Atom, JSON Feed, sitemaps and indexes of sitemaps are told apart by what is in them.

A feed that is added is polled at once. One that fails is never dropped: it is asked less often.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _configure_add(actions.add_parser("add", help="read a feed from now on"))
    for action, words in (
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
    exported = actions.add_parser("export", help="write the list of feeds")
    exported.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="default: standard output"
    )
    exported.add_argument(
        "--format", choices=("opml", "yaml", "lines"), help="default: by the name"
    )
    connections.add_database(exported)


def _configure_add(add: argparse.ArgumentParser) -> None:
    add.add_argument("url", metavar="URL")
    kind = add.add_mutually_exclusive_group()
    kind.add_argument("--site", action="store_true", help="a home page: read all that it names")
    kind.add_argument("--page", action="store_true", help="a single page, and no feed")
    add.add_argument(
        "--ignore-reservations",
        action="store_true",
        help="fetch what its publisher reserves by noindex, noai or TDM; each time it is logged",
    )
    for which in ("shortest", "longest"):
        add.add_argument(
            f"--{which}", type=float, metavar="MINUTES", help=f"the {which} pause between polls"
        )
    connections.add_database(add)


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
    from services.fetcher.urls import UnusableUrlError, parts_of

    try:
        parts_of(options.url)
        print(await (_added_page if options.page else _added_feed)(options))
    except UnusableUrlError as error:
        raise LocalError(f"{neutral(options.url)}: {error}") from error
    return 0


async def _added_page(options: argparse.Namespace) -> str:
    async with _frontier(options) as frontier:
        is_new = await frontier.add_page(options.url, _now())
    if is_new is None:
        raise LocalError(f"{neutral(options.url)} was erased on request and is not fetched again")
    return "added" if is_new else "was there already; it is fetched now"


async def _added_feed(options: argparse.Namespace) -> str:
    from services.fetcher.importing import FeedListError, source_of

    said = {
        "url": options.url,
        "kind": "site" if options.site else "feed",
        "reservations": "ignore" if options.ignore_reservations else "honour",
        "shortest_minutes": options.shortest,
        "longest_minutes": options.longest,
    }
    try:
        source = source_of(said, "feeds add")
    except FeedListError as error:
        raise LocalError(str(error)) from error
    async with _frontier(options) as frontier:
        is_new = await frontier.add_feed(source, _now())
    return "added" if is_new else "was there already; it is polled now"


async def _check(options: argparse.Namespace) -> int:
    from services.fetcher.checking import check
    from services.fetcher.settings import FetcherSettings

    report = await check(options.url, FetcherSettings())
    for said in report.lines():
        print(neutral(said))
    return 0 if report.is_source else 1


async def _export(options: argparse.Namespace) -> int:
    from services.fetcher.importing import exported

    suffix = options.file.suffix.lower() if options.file else ""
    form = options.format or {".opml": "opml", ".yaml": "yaml", ".yml": "yaml"}.get(suffix, "lines")
    async with _frontier(options) as frontier:
        text = exported(await frontier.list_feeds(), form)
    if options.file is None:
        print(text, end="")
    else:
        try:
            options.file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise LocalError(f"{options.file} cannot be written: {error.strerror}") from error
    return 0


async def _pause(options: argparse.Namespace) -> int:
    async with _frontier(options) as frontier:
        return _found(options.url, "paused", found=await frontier.pause_feed(options.url, _now()))


async def _resume(options: argparse.Namespace) -> int:
    async with _frontier(options) as frontier:
        return _found(options.url, "resumed", found=await frontier.resume_feed(options.url, _now()))


async def _import(options: argparse.Namespace) -> int:
    from services.fetcher.importing import FeedListError, feeds_in, import_feeds

    try:
        feeds_in(options.file)
    except FeedListError as error:
        raise LocalError(str(error)) from error
    async with _frontier(options) as frontier:
        new = await import_feeds(frontier, options.file, _now())
    print("1 feed is new" if new == 1 else f"{new} feeds are new")
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
    form = (feed.format or feed.kind).replace("_", " ")
    said = ", reservations ignored" if feed.reservations == "ignore" else ""
    return (
        f"{feed.state:<8} {form:<13} {outcome:<14} {feed.entries:>6} entries  polled {polled:<16}  "
        f"{neutral(feed.url)}{said}{detail}"
    )


def _found(url: str, done: str, *, found: bool) -> int:
    print(done if found else f"no such feed: {neutral(url)}")
    return 0 if found else 1


def _now() -> datetime:
    return datetime.now(UTC)


ACTIONS: Final[dict[str, Callable[[argparse.Namespace], Coroutine[None, None, int]]]] = {
    "add": _add,
    "check": _check,
    "export": _export,
    "import": _import,
    "list": _list,
    "pause": _pause,
    "resume": _resume,
}
