"""Current quotes and claims as flat rows, one after the other."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

from schemas import text_fragment

from .connection import Connection, statement
from .search import Wanted

Kind: TypeAlias = Literal["quotes", "claims"]
Row: TypeAlias = Mapping[str, Any]

PIECE: Final = 2000  # rows in memory at once
NESTED: Final = frozenset(
    {"medium", "spans", "hedges", "times", "places", "quantities", "about", "signals"}
)
_START: Final = (UUID(int=0), UUID(int=0))


async def exported(connection: Connection, kind: Kind, wanted: Wanted) -> AsyncIterator[Row]:
    """In the order of their keys, all as they were at one moment however long it takes."""
    await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try:
        place = _START
        while rows := await _after(connection, kind, place, wanted):
            for row in rows:
                yield _flat(row)
            place = (rows[-1]["article_id"], rows[-1]["id"])
    finally:
        await connection.execute("ROLLBACK")


async def _after(
    connection: Connection, kind: Kind, place: tuple[UUID, UUID], wanted: Wanted
) -> Any:
    return await connection.fetch(
        statement(f"export_{kind}"),
        *place,
        PIECE,
        *wanted.conditions,
    )


def _flat(row: Any) -> Row:
    """Ids as text, JSON as what it says, and the link that opens the article at the words."""
    flat: dict[str, Any] = {
        name: json.loads(value)
        if name in NESTED
        else str(value)
        if isinstance(value, UUID)
        else value
        for name, value in row.items()
    }
    flat["spans"] = [{"start": span[0], "end": span[1]} for span in flat["spans"]]
    flat["link"] = text_fragment(flat["url"], flat["text"])
    return flat
