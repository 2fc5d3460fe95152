"""`wortlaut export`: current quotes or claims in a form that others read."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from services.local import connections, filter_options
from services.local.errors import LocalError
from services.local.instants import instant

if TYPE_CHECKING:
    from services.local.exports import Writer
    from services.store.search import Wanted

NAME: Final = "export"
HELP: Final = "write quotes or claims as JSON Lines, CSV, Parquet or JSON-LD"
EPILOG: Final = """\
examples:
  wortlaut export quotes > quotes.jsonl
  wortlaut export quotes --out quotes.parquet          the form goes by the name
  wortlaut export claims --denied --since 30d --out denied.csv
  wortlaut export claims --format jsonld               schema.org: Quotation and Claim

Current quotes and claims, as they are at one moment. In CSV, what a spreadsheet would take for a
formula begins with an apostrophe. A file appears when it is whole; the exit code is 1 when nothing
matches.
"""
NAMES: Final = ("jsonl", "csv", "parquet", "jsonld")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=("quotes", "claims"))
    connections.add_database(parser)
    parser.add_argument("--format", choices=NAMES, help="default: by the name of --out, else jsonl")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: standard output")
    group = filter_options.add(parser)
    group.add_argument("--since", type=instant, metavar="TIME", help="published since: 7d, a date")


def run(options: argparse.Namespace) -> int:
    form = form_of(options.format, options.out)
    if options.kind == "claims" and options.type:
        raise LocalError("--type means nothing to claims")
    if form == "parquet" and options.out is None and sys.stdout.isatty():
        raise LocalError("Parquet is nothing to look at: --out FILE.parquet")
    with opened(options.out) as stream:
        count = asyncio.run(_export(options, form, stream))
    if options.out:
        print(f"{count} {options.kind} in {options.out}")
    elif not count:
        print(f"wortlaut: no {options.kind} match", file=sys.stderr)
    return 0 if count else 1


def form_of(given: str | None, out: Path | None) -> str:
    if given:
        return given
    if out is None:
        return "jsonl"
    suffix = out.suffix.removeprefix(".").lower()
    if suffix not in NAMES:
        raise LocalError(f"{out}: which form? --format {'|'.join(NAMES)}, or a name that ends so")
    return suffix


async def _export(options: argparse.Namespace, form: str, stream: BinaryIO) -> int:
    from services.local.exports import FORMATS
    from services.store.exporting import exported
    from services.store.postgres import session

    count = 0
    async with session(connections.database_url(options)) as connection:
        writer: Writer = FORMATS[form](stream, options.kind)
        async for row in exported(connection, options.kind, _wanted(options)):
            writer.write(row)
            count += 1
        writer.close()
    return count


def _wanted(options: argparse.Namespace) -> Wanted:
    from services.store.search import Wanted

    return Wanted(
        speaker=options.speaker,
        outlet=options.outlet,
        language=options.language,
        type=options.type,
        is_denied=options.denied,
        since=options.since,
    )


@contextmanager
def opened(out: Path | None) -> Iterator[BinaryIO]:
    """A file beside it that takes its name when all is written: nobody reads half of one."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    partly = out.with_name(f".{out.name}.{os.getpid()}.part")
    with _written(out):
        stream = partly.open("wb")
    try:
        with stream:
            yield stream
        with _written(out):
            partly.replace(out)
    finally:
        partly.unlink(missing_ok=True)


@contextmanager
def _written(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LocalError(f"{out} cannot be written: {error.strerror or error}") from error
