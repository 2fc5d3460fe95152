"""`wortlaut archive`: a subscriber of pages that keeps them as WARC files."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from services.local import connections
from services.local.counts import count
from services.local.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from services.local.archiving import Archive
    from services.local.following import AnyRecord, Follower

NAME: Final = "archive"
HELP: Final = "keep the pages as WARC files, to prove what was published"
EPILOG: Final = """\
examples:
  wortlaut archive --out archive/              what is there, then what arrives; Ctrl-C ends it
  wortlaut archive --out archive/ --no-follow  what is there, and out

Continues where it ended: the folder knows its offsets. A file ends in .warc.gz when it is whole.
Each page is a resource record with the digest of its text, and a metadata record with the digest of
the bytes as received, the server's headers, and whether the archived bytes are these. Topics keep
pages for three days: whoever wants all of them runs this all the time. Of an erased page it says
so: what is in the files is yours to remove.
"""
MIB: Final = 1024 * 1024


def configure(parser: argparse.ArgumentParser) -> None:
    connections.add_kafka(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--no-follow", dest="follow", action="store_false", help="end when all has been read"
    )
    parser.add_argument(
        "--file-size",
        type=count,
        default=1024,
        metavar="MIB",
        help="then a new file; default: 1024",
    )


def run(options: argparse.Namespace) -> int:
    return asyncio.run(_archive(options))


async def _archive(options: argparse.Namespace) -> int:
    from schemas.topics import PAGES
    from services.local.archiving import Archive
    from services.local.following import following

    archive = Archive(options.out, options.file_size * MIB)
    archive.open()
    servers, security = connections.bootstrap_servers(options), connections.security(options)
    reading = _Reading(archive)
    try:
        async with following(PAGES.name, servers, security, offsets=archive.offsets()) as follower:
            await _until_told(reading.follow(follower, forever=options.follow))
    finally:
        archive.close()
    print(f"{reading.pages} pages, {reading.ended} ends of pages, {reading.skipped} skipped")
    return 0


async def _until_told(work: Coroutine[None, None, None]) -> None:
    """SIGTERM and Ctrl-C end it between two batches, so that the last file is whole."""
    task = asyncio.ensure_future(work)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        return


class _Reading:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.pages = self.ended = self.skipped = 0

    async def follow(self, follower: Follower, *, forever: bool) -> None:
        async for records in follower.records(follow=forever):
            for record in records:
                self._take(record)
            if records:
                self._archive.keep(await follower.offsets())

    def _take(self, record: AnyRecord) -> None:
        from schemas import PageFetched, PageGone, UndecodableError, decode
        from services.local.warc import record_of_end, records_of

        try:
            event = decode(record)
        except UndecodableError as error:
            self.skipped += 1
            _complain(f"partition {record.partition}, offset {record.offset}: {error}")
            return
        if isinstance(event, PageFetched):
            self.pages += 1
            self._archive.write(*records_of(event))
        elif isinstance(event, PageGone):
            self.ended += 1
            self._archive.write(record_of_end(event))
            if event.reason == "erased":
                _complain(f"{event.url} was erased on request: remove it from the archive")


def _complain(what: str) -> None:
    print(f"wortlaut: {neutral(what)}", file=sys.stderr, flush=True)
