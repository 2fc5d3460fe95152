"""Texts that are stored, to be read anew by a newer engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from .connection import Connection, statement

PIECE: Final = 50  # texts in memory at once
_START: Final = (UUID(int=0), "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which texts. `older_than` None: whatever engine has read them."""

    older_than: int | None = None
    since: datetime | None = None
    outlet: str | None = None
    with_history: bool = False


@dataclass(frozen=True, slots=True)
class StoredText:
    """A revision's text, and what its last parse found beside it."""

    article_id: UUID
    revision: str
    engine_sequence: int
    fetched_at: datetime
    url: str
    outlet: str
    title: str | None
    authors: tuple[str, ...]
    published_at: datetime | None
    language: str
    text: str
    truncated: bool
    extractor: str
    extractor_version: str


async def texts(
    connection: Connection, wanted: Wanted, limit: int | None = None
) -> AsyncIterator[StoredText]:
    """In the order of their ids, which does not change while stores go on writing."""
    place, left = _START, limit
    while left is None or left > 0:
        piece = PIECE if left is None else min(PIECE, left)
        rows = await _after(connection, place, wanted, piece)
        for row in rows:
            yield _text(row)
        if len(rows) < piece:
            return
        place = (rows[-1]["article_id"], rows[-1]["revision"])
        left = None if left is None else left - piece


async def _after(
    connection: Connection, place: tuple[UUID, str], wanted: Wanted, limit: int
) -> Any:
    return await connection.fetch(
        statement("reparse"),
        *place,
        wanted.older_than,
        wanted.since,
        wanted.outlet,
        wanted.with_history,
        limit,
    )


def _text(row: Any) -> StoredText:
    return StoredText(
        article_id=row["article_id"],
        revision=row["revision"],
        engine_sequence=row["engine_sequence"],
        fetched_at=row["parse_fetched_at"],
        url=row["url"],
        outlet=row["outlet"],
        title=row["title"],
        authors=tuple(row["authors"]),
        published_at=row["published_at"],
        language=row["language"],
        text=row["text"],
        truncated=row["truncated"],
        extractor=row["extractor"],
        extractor_version=row["extractor_version"],
    )
