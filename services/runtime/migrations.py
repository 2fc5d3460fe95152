"""Plain SQL, numbered, forward only: applied once, in order, under an advisory lock."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from .errors import ServiceError

LOCK: Final = 0x776F72746C617574  # „wortlaut“ in ASCII


class Connection(Protocol):
    """What is needed of an asyncpg connection."""

    async def execute(self, query: str, *args: Any) -> str: ...
    async def fetch(self, query: str, *args: Any) -> Sequence[Any]: ...
    def transaction(self) -> AbstractAsyncContextManager[Any]: ...


class MigrationError(ServiceError):
    """The database and the migrations here do not fit together."""


@dataclass(frozen=True, slots=True)
class Migration:
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations_in(folder: Path) -> list[Migration]:
    return [Migration(f.stem, f.read_text("utf-8")) for f in sorted(folder.glob("[0-9]*.sql"))]


async def migrate(connection: Connection, schema: str, folder: Path) -> list[str]:
    """The names of those applied now. Two at once wait for each other, and the second does nothing.

    Raises MigrationError when an applied file was edited, or the database is newer than the files.
    """
    wanted = migrations_in(folder)
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
        await connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        await connection.execute(
            f'CREATE TABLE IF NOT EXISTS "{schema}".migrations ('
            "name text PRIMARY KEY, checksum text NOT NULL, "
            "applied_at timestamptz NOT NULL DEFAULT now())"
        )
        rows = await connection.fetch(f'SELECT name, checksum FROM "{schema}".migrations')  # noqa: S608 - ours
        applied = {row["name"]: row["checksum"] for row in rows}
        _compare(applied, wanted)
        pending = [m for m in wanted if m.name not in applied]
        for migration in pending:
            await connection.execute(migration.sql)
            await connection.execute(
                f'INSERT INTO "{schema}".migrations (name, checksum) VALUES ($1, $2)',  # noqa: S608
                migration.name,
                migration.checksum,
            )
    return [m.name for m in pending]


def _compare(applied: dict[str, str], wanted: Sequence[Migration]) -> None:
    known = {m.name: m.checksum for m in wanted}
    if newer := sorted(applied.keys() - known.keys()):
        raise MigrationError(f"the database is newer than this program: it has {newer[0]}")
    for name, checksum in applied.items():
        if known[name] != checksum:
            raise MigrationError(f"migration {name} was edited after it had been applied")
