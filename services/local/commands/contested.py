"""`wortlaut contested`: claims about the same thing that say something else."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from services.local import connections
from services.local.contest import contest_lines
from services.local.errors import LocalError
from services.local.terminal import Style, neutral

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
        "--since", metavar="TIME", help=f"ISO 8601, or `all` (default: the last {DAYS} days)"
    )
    parser.add_argument("--outlet", metavar="NAME", help="only what this outlet says on one side")
    parser.add_argument(
        "--status", action="append", choices=STATUSES, default=[], help="may be given again"
    )
    parser.add_argument("--limit", type=int, default=1000, metavar="N", help="default: 1000")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    connections.add_database(parser)


def run(options: argparse.Namespace) -> int:
    if options.limit < 1:
        raise LocalError(f"--limit {options.limit}: give 1 or more")
    since = _since(options.since, datetime.now(UTC))
    return asyncio.run(_contested(options, since))


def _since(given: str | None, now: datetime) -> datetime | None:
    if given is None:
        return now - timedelta(days=DAYS)
    if given == "all":
        return None
    try:
        instant = datetime.fromisoformat(given)
    except ValueError as error:
        raise LocalError(
            f"--since {neutral(given)}: no time; write 2026-03-01, 2026-03-01T08:00 or all"
        ) from error
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


async def _contested(options: argparse.Namespace, since: datetime | None) -> int:
    from services.store.contested import contested
    from services.store.postgres import session

    async with session(connections.database_url(options)) as connection:
        found = await contested(
            connection,
            since=since,
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
