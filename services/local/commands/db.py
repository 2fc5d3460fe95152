"""`wortlaut db migrate`: makes the tables, or brings them up to date."""

from __future__ import annotations

import argparse
import asyncio
from typing import Final

from services.local import connections

NAME: Final = "db"
HELP: Final = "make the tables, or bring them up to date"
EPILOG: Final = """\
examples:
  wortlaut db migrate --database-url postgresql://wortlaut@db/wortlaut

Migrations are applied once, in order, under a lock: running it twice, or twice at once, is safe.
The password may come from the file that WORTLAUT_DATABASE_PASSWORD_FILE names.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    migrate = actions.add_parser("migrate", help="apply what is missing")
    connections.add_database(migrate)


def run(options: argparse.Namespace) -> int:
    from services.local.tables import migrate

    applied = asyncio.run(migrate(connections.database_url(options)))
    for name in applied:
        print(f"applied {name}")
    print(f"{len(applied)} migrations applied" if applied else "nothing to do")
    return 0
