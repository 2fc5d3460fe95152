"""Roles that may read everything of the store and change nothing."""

from __future__ import annotations

import re
from typing import Final

from .connection import Connection

_NAME: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")
STATEMENT_SECONDS: Final = 15
CONNECTIONS: Final = 20


class NoNameError(ValueError):
    """No name for a role that needs no quoting."""


async def add_reader(connection: Connection, name: str, password: str) -> None:
    """Makes the role, or gives the one that is there this password. Asks for CREATEROLE.

    It reads the tables and views of the store, those of later migrations too, and nothing of the
    fetcher, whose feeds may hold secrets in their URLs.
    """
    if not _NAME.fullmatch(name):
        raise NoNameError(f"{name!r} is no name for a role: small letters, digits and _")
    row = await connection.fetchrow(
        "SELECT quote_literal($1) AS password, "
        "EXISTS (SELECT FROM pg_roles WHERE rolname = $2) AS is_there",
        password,
        name,
    )
    verb = "ALTER" if row["is_there"] else "CREATE"
    for command in (
        f"{verb} ROLE {name} LOGIN PASSWORD {row['password']} CONNECTION LIMIT {CONNECTIONS}",
        f"ALTER ROLE {name} SET default_transaction_read_only = on",
        f"ALTER ROLE {name} SET statement_timeout = '{STATEMENT_SECONDS}s'",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {name}",
    ):
        await connection.execute(command)
