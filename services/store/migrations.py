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
        return await runtime.migrate(connection, SCHEMA, FOLDER)
