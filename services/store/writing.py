"""A batch into tables, within one transaction that somebody else began.

No statement depends on what came earlier: each merges a row with what is there by a rule that gives
the same in every order (`docs/database.md`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias
from uuid import UUID

from .batch import Batch, Table
from .connection import Connection, statement
from .rows import Erasure, Parse

RowOutcome: TypeAlias = Literal["inserted", "updated", "unchanged", "erased", "rejected"]


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a batch: events by table and outcome, and the revisions that were new."""

    outcomes: Mapping[tuple[Table, RowOutcome], int]
    new_parses: Sequence[Parse]


class _Changes(NamedTuple):
    inserted: int = 0
    updated: int = 0


async def write(connection: Connection, batch: Batch) -> Written:
    changes: dict[Table, _Changes] = {
        "erasures": await _erase(connection, batch.erasures),
    }
    erased = await _erased_among(connection, batch.article_ids)
    kept = batch.without(erased) if erased else batch
    await _fetched(connection, "outlets", kept.outlets)
    new, changed = await _write_revisions(connection, kept)
    changes["revisions"] = _Changes(len(new), len(changed))
    await _fetched(connection, "withdrawals", kept.withdrawals)
    changes["outcomes"] = await _upserted(connection, "outcomes", kept.outcomes)
    changes["quotes"] = await _upserted(connection, "quotes", kept.quotes)
    changes["claims"] = await _upserted(connection, "claims", kept.claims)
    return Written(
        outcomes=_outcomes(batch, kept, changes),
        new_parses=[parse for parse in kept.parses if (parse.article_id, parse.revision) in new],
    )


async def _erase(connection: Connection, erasures: Sequence[Erasure]) -> _Changes:
    """Waits for every transaction that has looked at the list: it may still write such a row."""
    if not erasures:
        return _Changes()
    await connection.execute(statement("lock_erasures"))
    changes = await _upserted(connection, "erasures", erasures)
    await connection.execute(statement("erase"), [row.article_id for row in erasures])
    return changes


async def _erased_among(connection: Connection, article_ids: Sequence[UUID]) -> set[UUID]:
    rows = await connection.fetch(statement("erased_among"), article_ids)
    return {row["article_id"] for row in rows}


_Keys: TypeAlias = set[tuple[UUID, str]]


async def _write_revisions(connection: Connection, batch: Batch) -> tuple[_Keys, _Keys]:
    """The new ones, and those that changed."""
    rows = [
        *await _fetched(connection, "parses", batch.parses),
        *await _fetched(connection, "sightings", batch.sightings),
    ]
    new = {(row["article_id"], row["revision"]) for row in rows if row["is_new"]}
    changed = {(row["article_id"], row["revision"]) for row in rows} - new
    if touched := sorted({row["article_id"] for row in rows}):
        await connection.execute(statement("articles"), touched)
    return new, changed


async def _upserted(connection: Connection, name: str, rows: Sequence[tuple[Any, ...]]) -> _Changes:
    counts = await _fetched(connection, name, rows)
    return _Changes(counts[0]["inserted"], counts[0]["updated"]) if counts else _Changes()


async def _fetched(
    connection: Connection, name: str, rows: Sequence[tuple[Any, ...]]
) -> Sequence[Any]:
    """The answer to a statement that takes one array for each column."""
    return await connection.fetch(statement(name), *zip(*rows, strict=True)) if rows else ()


def _outcomes(
    batch: Batch, kept: Batch, changes: Mapping[Table, _Changes]
) -> Counter[tuple[Table, RowOutcome]]:
    refused: dict[Table, int] = {
        "revisions": len(batch.sightings) - len(kept.sightings),
        "outcomes": len(batch.outcomes) - len(kept.outcomes),
        "quotes": len(batch.quotes) - len(kept.quotes),
        "claims": len(batch.claims) - len(kept.claims),
    }
    counts: Counter[tuple[Table, RowOutcome]] = Counter()
    for table, (inserted, updated) in changes.items():
        erased = refused.get(table, 0)
        counts[table, "inserted"] = inserted
        counts[table, "updated"] = updated
        counts[table, "erased"] = erased
        counts[table, "unchanged"] = batch.offered[table] - inserted - updated - erased
    return counts
