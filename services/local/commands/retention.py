"""`wortlaut retention`: delete articles that have not been seen for long."""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from services.local import connections
from services.local.counts import count
from services.local.errors import LocalError
from services.local.instants import span

if TYPE_CHECKING:
    from services.store.retention import Old

NAME: Final = "retention"
HELP: Final = "delete articles that have not been seen for long"
EPILOG: Final = """\
examples:
  wortlaut retention --keep 730d --dry-run        how many that would be
  wortlaut retention --keep 730d
  wortlaut retention --keep 365d --outlet example.org --batch 100

An article goes with all its revisions, quotes, claims and outcomes, in transactions of --batch
articles, while stores go on writing; it may be interrupted and run again. What is younger than the
topics' own retention (90 days) would come back with a replay, and is refused.
"""
LEAST: Final = timedelta(days=90)  # what the topics still hold


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--keep", type=span, required=True, metavar="SPAN", help="seen so lately: 730d"
    )
    parser.add_argument("--outlet", help="of one outlet only")
    parser.add_argument("--batch", type=count, default=200, metavar="N", help="default: 200")
    parser.add_argument("--dry-run", action="store_true", help="count only")
    connections.add_database(parser)


def run(options: argparse.Namespace) -> int:
    from services.store.retention import Old

    if options.keep < LEAST:
        raise LocalError(f"--keep must be {LEAST.days}d or more: the topics hold what is younger")
    old = Old(datetime.now(UTC) - options.keep, options.outlet)
    dsn = connections.database_url(options)
    return asyncio.run(_count(old, dsn) if options.dry_run else _forget(old, options.batch, dsn))


async def _count(old: Old, dsn: str) -> int:
    from services.store.postgres import session
    from services.store.retention import counted

    async with session(dsn) as connection:
        rows = await counted(connection, old)
    told = ", ".join(f"{number} {table}" for table, number in rows.items())
    print(f"last seen before {old.before:%Y-%m-%d}: {told} would be deleted")
    return 0


async def _forget(old: Old, batch: int, dsn: str) -> int:
    from services.store.postgres import session
    from services.store.retention import forget

    gone: Counter[str] = Counter()
    async with session(dsn) as connection:
        async for some in forget(connection, old, batch):
            gone += some
    told = ", ".join(f"{number} {table}" for table, number in gone.items())
    print(f"last seen before {old.before:%Y-%m-%d}: {told or 'nothing'} deleted")
    return 0
