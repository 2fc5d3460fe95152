"""What is needed of a connection: asyncpg's has it, and so has one out of a pool."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, Protocol

SQL: Final = Path(__file__).with_name("sql")


class Connection(Protocol):
    async def execute(self, query: str, *args: Any) -> str: ...
    async def fetch(self, query: str, *args: Any) -> Sequence[Any]: ...
    async def fetchrow(self, query: str, *args: Any) -> Any: ...
    async def copy_records_to_table(
        self, table_name: str, *, records: Iterable[Any], columns: Iterable[str]
    ) -> str: ...
    async def copy_to_table(
        self,
        table_name: str,
        *,
        source: Any,
        columns: Iterable[str],
        format: Literal["binary"],  # noqa: A002 - as asyncpg names it
    ) -> str: ...


@cache
def statement(name: str) -> str:
    """The statement in `sql/<name>.sql`."""
    return (SQL / f"{name}.sql").read_text("utf-8")
