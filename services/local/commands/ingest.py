"""`wortlaut ingest PATH…`: files and archives in, as if they had been fetched."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from services.local import connections
from services.local.errors import LocalError
from services.local.pacing import Pacer
from services.local.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemas import Message, PageFetched
    from services.fetcher.archives import Ingested
    from services.runtime.publisher import Publisher

NAME: Final = "ingest"
HELP: Final = "bring in files, folders and archives of pages"
EPILOG: Final = """\
examples:
  wortlaut ingest article.txt            a text without a URL is named by its content
  wortlaut ingest saved-pages/           every .html, .htm, .txt, .jsonl and .warc below it
  wortlaut ingest --backfill CC-NEWS-20261101000000-00001.warc.gz
  wortlaut ingest --backfill --rate 5 archive.jsonl.gz

An HTML file takes its URL from its own <link rel=canonical>, if it has one. A line of JSONL is an
object with `html` or `text`, and any of url, fetched_at, title, published_at, author, tags, feed.
Of WARC files the responses with status 200 and a text are read; WARC-Date is when each was
fetched.

--backfill sends to a topic of its own, which the parser leaves alone while live pages wait, at
--rate pages a second. What cannot be read is named, the rest goes on, and the exit code says so.
"""
BATCH: Final = 50
BACKFILL_RATE: Final = 20.0


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument(
        "--backfill", action="store_true", help="to the topic of backfills: live pages go first"
    )
    parser.add_argument(
        "--rate",
        type=_rate,
        metavar="PAGES",
        help=f"pages a second at most; 0: as fast as it goes (default: {BACKFILL_RATE:g} for "
        "--backfill, else 0)",
    )
    parser.add_argument(
        "--ignore-reservations",
        action="store_true",
        help="of archives: send what its publisher reserves by noindex, noai or TDM, too",
    )
    connections.add_kafka(parser)


def _rate(text: str) -> float:
    rate = float(text)
    if not 0 <= rate < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is no rate")
    return rate


def run(options: argparse.Namespace) -> int:
    if not any(path.exists() for path in options.paths):
        named = ", ".join(neutral(str(path)) for path in options.paths)
        raise LocalError(f"{named}: there is no such file or folder")
    return asyncio.run(_ingest(options, connections.bootstrap_servers(options)))


async def _ingest(options: argparse.Namespace, servers: str) -> int:
    from services.fetcher import ingest
    from services.local.publishing import publishing

    rate = options.rate if options.rate is not None else BACKFILL_RATE * options.backfill
    found = ingest.pages(options.paths, datetime.now(UTC), honour=not options.ignore_reservations)
    async with publishing(servers) as publisher:
        sender = Sender(publisher, Pacer(rate), is_backfill=options.backfill)
        return await _publish(found, sender)


async def _publish(found: Iterable[Ingested], sender: Sender) -> int:
    from services.fetcher.archives import IngestError, Passed

    failed = 0
    passed: Counter[str] = Counter()
    for one in found:
        if isinstance(one, IngestError):
            failed += 1
            print(f"wortlaut: {neutral(str(one.path))}: {neutral(one.why)}", file=sys.stderr)
        elif isinstance(one, Passed):
            passed[one.why.partition(":")[0]] += 1
        else:
            await sender.send(one)
    await sender.flush()
    print(f"{sender.sent} pages sent, {failed} could not be read")
    for why, count in passed.most_common(10):
        print(f"  {count} passed over: {neutral(why)}")
    return 1 if failed else 0


class Sender:
    """In small batches, and no faster than the pace allows."""

    def __init__(self, publisher: Publisher, pacer: Pacer, *, is_backfill: bool) -> None:
        self._publisher = publisher
        self._pacer = pacer
        self._is_backfill = is_backfill
        self._waiting: list[Message] = []
        self.sent = 0

    async def send(self, page: PageFetched) -> None:
        self._waiting.append(self._message(page))
        if len(self._waiting) >= self._pacer.batch(BATCH):
            await self.flush()

    async def flush(self) -> None:
        await self._publisher.publish(self._waiting)
        self.sent += len(self._waiting)
        await self._pacer.rest(len(self._waiting))
        self._waiting = []

    def _message(self, page: PageFetched) -> Message:
        from schemas import encode
        from schemas.topics import PAGES_BACKFILL

        message = encode(page, "/wortlaut/ingest")
        return replace(message, topic=PAGES_BACKFILL.name) if self._is_backfill else message
