"""Erasing on request: the rows at once, and the id on the list that every later event meets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from schemas import article_id

from .connection import Connection, statement


@dataclass(frozen=True, slots=True)
class Erasing:
    """An entry of the erasure list."""

    article_id: UUID
    requested_at: datetime


async def ids_of(connection: Connection, urls: Sequence[str]) -> set[UUID]:
    """Of every article known by one of the URLs, and of the one that the first of them names."""
    if not urls:
        return set()
    named = article_id(urls[0])
    found = [await connection.fetch(statement("ids_of_url"), url, named) for url in urls]
    return {row["article_id"] for rows in found for row in rows}


async def erase(
    connection: Connection, ids: Sequence[UUID], requested_at: datetime
) -> Mapping[str, int]:
    """Rows deleted, by table. Within a transaction: waits for every store that has looked at the
    list, and no other one looks at it until the end.
    """
    ordered = sorted(ids)
    await connection.execute(statement("lock_erasures"))
    await connection.fetch(statement("erasures"), ordered, [requested_at] * len(ordered))
    return dict(await connection.fetchrow(statement("erase"), ordered))


async def erased(connection: Connection, ids: Sequence[UUID] | None = None) -> list[Erasing]:
    """The list, or what it says of these; oldest requests first."""
    rows = await connection.fetch(statement("erased"), ids)
    return [Erasing(row["article_id"], row["requested_at"]) for row in rows]
