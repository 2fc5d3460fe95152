"""`wortlaut erase URL`: a page and all that came of it, at once and for ever."""

from __future__ import annotations

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from services.local import connections
from services.local.errors import LocalError
from services.local.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas import PageGone
    from services.local.erasing import ErasedSubject, Subject

NAME: Final = "erase"
HELP: Final = "erase a page and all that came of it, for ever"
EPILOG: Final = """\
examples:
  wortlaut erase https://example.org/article     its rows now, its events wherever they turn up
  wortlaut erase 5f7c…                           an article by its id
  wortlaut erase --list > erased.txt             the list; keep it with your backups
  wortlaut erase --from erased.txt               once more, in a database restored from one

There is no way back. Rows and the fetcher's state go in one transaction; the id stays on a list
that every later event, replay and fetch meets, and an event tells subscribers. The topics forget by
themselves: pages after 3 days, dead letters after 30, articles, quotes and claims after 90.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("urls", nargs="*", metavar="URL", help="a URL, or an article's id")
    parser.add_argument("--from", dest="file", type=Path, metavar="FILE", help="one of them a line")
    parser.add_argument("--list", action="store_true", help="the ids that were erased")
    connections.add_database(parser)
    connections.add_kafka(parser)


def run(options: argparse.Namespace) -> int:
    dsn = connections.database_url(options)
    if options.list:
        return asyncio.run(_list(dsn))
    from services.local import erasing

    wanted = [erasing.subject(word) for word in _words(options.urls, options.file)]
    if not wanted:
        raise LocalError("say what: a URL, an article's id, or --from FILE")
    return asyncio.run(_erase(wanted, dsn, connections.bootstrap_servers(options)))


def _words(urls: Sequence[str], file: Path | None) -> list[str]:
    """Of a line the first word counts: `--list` writes a time after it."""
    if file is None:
        return list(urls)
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LocalError(f"{file} cannot be read: {error}") from error
    return [*urls, *(line.split()[0] for line in lines if line.strip())]


async def _list(dsn: str) -> int:
    from services.store.erasing import erased
    from services.store.postgres import session

    async with session(dsn) as connection:
        for one in await erased(connection):
            print(f"{one.article_id} {one.requested_at.isoformat()}")
    return 0


async def _erase(wanted: Sequence[Subject], dsn: str, servers: str) -> int:
    from services.local import erasing
    from services.store.postgres import session

    now = datetime.now(UTC)
    events: list[PageGone] = []
    async with session(dsn) as connection:
        for one in wanted:
            done = await erasing.erase(connection, one, now)
            events += done.events
            print(line(one, done))
    await _tell(events, servers)
    return 0


async def _tell(events: Sequence[PageGone], servers: str) -> None:
    from schemas import encode
    from services.local.publishing import publishing
    from services.runtime.errors import KafkaError, ServiceError

    try:
        async with publishing(servers) as publisher:
            await publisher.publish(encode(event, "/wortlaut/erase") for event in events)
    except (KafkaError, ServiceError) as error:
        raise LocalError(
            f"erased here, but Kafka does not answer ({error}) and subscribers were not told: "
            "run the same command again"
        ) from error


def line(wanted: Subject, done: ErasedSubject) -> str:
    there = [f"{number} {table}" for table, number in done.rows.items() if number]
    return f"{neutral(wanted.name)}: erased {', '.join(there) or 'before anything was there'}"
