"""`wortlaut contested`: claims about the same thing that say something else."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from services.local import connections
from services.local.contest import contest_lines
from services.local.counts import count
from services.local.instants import instant
from services.local.terminal import Style

if TYPE_CHECKING:
    from services.store.contested import Contested

NAME: Final = "contested"
HELP: Final = "claims about the same thing that differ: who says what, since when, how many outlets"
EPILOG: Final = """\
examples:
  wortlaut contested                                     of the last seven days
  wortlaut contested --since 2026-03-01 --status conflict --status denial
  wortlaut contested --since all --outlet example.org --json | jq -r '.one.text, .other.text'

conflict  both cannot hold: different claimants, at most seven days apart
denial    one denies what the other asserts
differs   two bounds or round numbers that could both hold
update    the same claimant again, or a later count that replaces an earlier one

What several outlets say alike is one line; near-duplicate articles count as one outlet.
"""
DAYS: Final = 7
STATUSES: Final = ("conflict", "denial", "differs", "update")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--since",
        type=_since,
        default=f"{DAYS}d",
        metavar="TIME",
        help=f"30d, 2026-03-01, or `all` (default: {DAYS}d)",
    )
    parser.add_argument("--outlet", metavar="NAME", help="only what this outlet says on one side")
    parser.add_argument(
        "--status", action="append", choices=STATUSES, default=[], help="may be given again"
    )
    parser.add_argument("--limit", type=count, default=1000, metavar="N", help="default: 1000")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    connections.add_database(parser)


def run(options: argparse.Namespace) -> int:
    return asyncio.run(_contested(options))


def _since(text: str) -> datetime | None:
    return None if text == "all" else instant(text)


async def _contested(options: argparse.Namespace) -> int:
    from services.store.contested import contested
    from services.store.postgres import session

    async with session(connections.database_url(options)) as connection:
        found = await contested(
            connection,
            since=options.since,
            outlet=options.outlet,
            statuses=options.status,
            limit=options.limit,
        )
    if options.json:
        for one in found:
            print(json.dumps(_plain(one), ensure_ascii=False, default=str))
    else:
        _show(found)
    return 0


def _plain(found: Contested) -> dict[str, Any]:
    return asdict(found)


def _show(found: list[Contested]) -> None:
    if not found:
        print("nothing is contested in that time")
        return
    print("\n\n".join(contest_lines(one, Style.of(sys.stdout)) for one in found))
