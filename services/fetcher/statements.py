"""The SQL beside this module, by name: one statement a file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

SQL: Final = Path(__file__).parent / "sql"
MIGRATIONS: Final = Path(__file__).parent / "migrations"
SCHEMA: Final = "fetcher"


@cache
def statement(name: str) -> str:
    return (SQL / f"{name}.sql").read_text("utf-8")
