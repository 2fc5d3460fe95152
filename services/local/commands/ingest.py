"""`wortlaut ingest PATH…`: files in, as if they had been fetched."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from services.local import connections
from services.local.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemas import PageFetched
    from services.runtime.publisher import Publisher

NAME: Final = "ingest"
HELP: Final = "bring in files and folders of HTML and text"
EPILOG: Final = """\
examples:
  wortlaut ingest article.txt            a text without a URL is named by its content
  wortlaut ingest saved-pages/           every .html, .htm and .txt below it

An HTML file takes its URL from its own <link rel=canonical>, if it has one. What cannot be read is
named, the rest goes on, and the exit code says so.
"""
BATCH: Final = 50


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    connections.add_kafka(parser)


def run(options: argparse.Namespace) -> int:
    return asyncio.run(_ingest(options.paths, connections.bootstrap_servers(options)))


async def _ingest(paths: list[Path], servers: str) -> int:
    from services.local.publishing import publishing

    async with publishing(servers) as publisher:
        return await _publish(paths, publisher)


async def _publish(paths: Iterable[Path], publisher: Publisher) -> int:
    from services.fetcher import ingest

    waiting: list[PageFetched] = []
    sent = failed = 0
    for found in ingest.pages(paths, datetime.now(UTC)):
        if isinstance(found, ingest.IngestError):
            failed += 1
            print(f"wortlaut: {neutral(str(found.path))}: {found.why}", file=sys.stderr)
            continue
        waiting.append(found)
        if len(waiting) >= BATCH:
            sent += await _send(waiting, publisher)
            waiting = []
    sent += await _send(waiting, publisher)
    print(f"{sent} pages sent, {failed} could not be read")
    return 1 if failed else 0


async def _send(pages: list[PageFetched], publisher: Publisher) -> int:
    from schemas import encode

    await publisher.publish(encode(page, "/wortlaut/ingest") for page in pages)
    return len(pages)
