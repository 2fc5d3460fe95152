"""`wortlaut audit`: whether all that was announced is stored."""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from services.local import connections
from services.local.terminal import neutral

if TYPE_CHECKING:
    from services.store.queries import Discrepancy

NAME: Final = "audit"
HELP: Final = "whether all that was announced is stored"
EPILOG: Final = """\
examples:
  wortlaut audit && echo complete
  wortlaut audit; test $? = 1 && echo 'something is missing'
  wortlaut audit --json | jq -r '.missing[].url'

Each article's event announces how many quotes and claims were found; audit compares that with the
rows. Exit code 1, and a line for each revision, when something is missing; what is still on its way
through the topics counts as missing too. Exit code 3 when Postgres could not be asked.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object")
    connections.add_database(parser)


def run(options: argparse.Namespace) -> int:
    return asyncio.run(_audit(connections.database_url(options), as_json=options.json))


async def _audit(dsn: str, *, as_json: bool) -> int:
    from services.store import queries
    from services.store.postgres import session

    async with session(dsn) as connection:
        found = await queries.audit(connection)
        rows = await queries.counts(connection)
    if as_json:
        counts = {table: rows[table] for table in ("articles", "revisions", "quotes", "claims")}
        told = {"complete": not found, **counts, "missing": [asdict(one) for one in found]}
        print(json.dumps(told, ensure_ascii=False, default=str))
        return 1 if found else 0
    for discrepancy in found:
        print(line(discrepancy))
    print(
        f"{rows['revisions']} revisions, {rows['quotes']} quotes, {rows['claims']} claims: "
        + (f"{len(found)} revisions do not add up" if found else "complete")
    )
    return 1 if found else 0


def line(found: Discrepancy) -> str:
    return (
        f"{neutral(found.url or str(found.article_id))} {found.revision}: "
        f"quotes {found.quotes_stored} of {found.quotes_announced}, "
        f"claims {found.claims_stored} of {found.claims_announced}"
    )
