"""The store's tables, made and brought up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from services.runtime import migrations as runtime

from .postgres import session

SCHEMA: Final = "public"  # so that `SELECT * FROM current_quotes` needs no more words
FOLDER: Final = Path(__file__).with_name("migrations")


async def migrate(dsn: str) -> list[str]:
    """The names of the migrations applied now; waits for another one that is at it."""
    async with session(dsn) as connection:
        applied = await runtime.migrate(connection, SCHEMA, FOLDER)
    await why_unindexed(dsn)
    return applied


async def why_unindexed(dsn: str) -> str | None:
    """Makes the index by which parts of names are found, where it is missing; None if it is there.

    It takes an extension that not every server has. Searches do without it, and read all names.
    """
    async with session(dsn) as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", runtime.LOCK)
        reason = await connection.fetchval("SELECT index_names()")
    return None if reason is None else str(reason)
