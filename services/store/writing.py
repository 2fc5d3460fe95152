"""A batch into tables, within one transaction that somebody else began.

No statement depends on what came earlier: each merges a row with what is there by a rule that gives
the same in every order (`docs/database.md`). Most quotes and claims are new, and COPY stores those
at half the price of an upsert.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple, TypeAlias
from uuid import UUID

from . import translation
from .batch import Batch, Table
from .binary import pieces
from .connection import Connection, statement
from .literals import literal
from .naming import names_in
from .packing import CLAIM_COLUMNS, QUOTE_COLUMNS, packed_claim, packed_quote
from .reading import StatedClaim, StatedQuote
from .rows import Claim, Erasure, Parse, Quote

RowOutcome: TypeAlias = Literal["inserted", "updated", "unchanged", "erased", "rejected"]
Statements: TypeAlias = Sequence[Quote | Claim | StatedQuote | StatedClaim]


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a batch: events by table and outcome, and the revisions that were new."""

    outcomes: Mapping[tuple[Table, RowOutcome], int]
    new_parses: Sequence[Parse]


class _Changes(NamedTuple):
    inserted: int = 0
    updated: int = 0


_Key: TypeAlias = bytes
_Revision: TypeAlias = tuple[UUID, str]
_Age: TypeAlias = tuple[int, datetime]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is there of a batch. `ages` are those of quotes and claims: no two share an id.

    `outlets` are those that need no change: nearly all, which saves a round trip a batch.
    """

    erased: frozenset[UUID]
    revisions: frozenset[_Revision]
    outlets: frozenset[str]
    ages: Mapping[_Key, _Age]


async def write(connection: Connection, batch: Batch, *, may_copy: bool = True) -> Written:
    """Raises asyncpg's UniqueViolationError when another store was faster; then, not `may_copy`."""
    changes: dict[Table, _Changes] = {"erasures": await _erase(connection, batch.erasures)}
    known = await _known(connection, batch)
    kept = batch.without(known.erased) if known.erased else batch
    there = known if may_copy else None
    outlets = [row for row in kept.outlets if row.outlet not in known.outlets]
    await _fetched(connection, "outlets", outlets)
    new, changed = await _write_revisions(connection, kept, there)
    changes["revisions"] = _Changes(len(new), len(changed))
    await _fetched(connection, "withdrawals", kept.withdrawals)
    changes["outcomes"] = await _upserted(connection, "outcomes", kept.outcomes)
    changes["quotes"] = await _write_statements(connection, "quotes", kept.quotes, there)
    changes["claims"] = await _write_statements(connection, "claims", kept.claims, there)
    await _fetched(connection, "names", names_in([*kept.quotes, *kept.claims]))
    return Written(
        outcomes=_outcomes(batch, kept, changes),
        new_parses=[parse for parse in kept.parses if parse.place in new],
    )


async def _erase(connection: Connection, erasures: Sequence[Erasure]) -> _Changes:
    """Waits for every transaction that has looked at the list: it may still write such a row."""
    if not erasures:
        return _Changes()
    await connection.execute(statement("lock_erasures"))
    changes = await _upserted(connection, "erasures", erasures)
    await connection.execute(statement("erase"), [row.article_id for row in erasures])
    return changes


async def _known(connection: Connection, batch: Batch) -> _Known:
    revisions = batch.revisions
    rows = await connection.fetch(
        statement("known"),
        batch.article_ids,
        [article_id for article_id, _ in revisions],
        [revision for _, revision in revisions],
        [row.outlet for row in batch.outlets],
        [row.first_seen_at for row in batch.outlets],
    )
    return _Known(
        erased=frozenset(row["article_id"] for row in rows if row["name"] == "erasures"),
        revisions=frozenset(_revision(row) for row in rows if row["name"] == "revisions"),
        outlets=frozenset(row["revision"] for row in rows if row["name"] == "outlets"),
        ages={
            row["article_id"].bytes + row["id"].bytes: (row["engine_sequence"], row["fetched_at"])
            for row in rows
            if row["id"] is not None
        },
    )


def _revision(row: Any) -> _Revision:
    return row["article_id"], row["revision"]


async def _write_revisions(
    connection: Connection, batch: Batch, known: _Known | None
) -> tuple[set[_Revision], set[_Revision]]:
    """The new ones, and those that changed. `known` None as below."""
    there = {parse.place for parse in batch.parses} if known is None else known.revisions
    copied = [parse for parse in batch.parses if parse.place not in there]
    await _copy(connection, "revisions", copied)
    new = {parse.place for parse in copied}
    told = {parse.sighting for parse in copied}
    rows = [
        *await _fetched(connection, "parses", [p for p in batch.parses if p.place not in new]),
        *await _fetched(connection, "sightings", [s for s in batch.sightings if s not in told]),
    ]
    new |= {_revision(row) for row in rows if row["is_new"]}
    changed = {_revision(row) for row in rows} - new
    if touched := sorted({article_id for article_id, _ in new | changed}):
        await connection.execute(statement("articles"), touched)
    return new, changed


async def _write_statements(
    connection: Connection,
    name: Literal["quotes", "claims"],
    rows: Statements,
    known: _Known | None,
) -> _Changes:
    """`known` None: it is not known what is there, so that each row has to be merged.

    A stored row only ever gives way to a newer one: whoever is older than it now, stays so.
    """
    if known is None:
        return await _merged(connection, name, rows)
    ages = known.ages
    met = [row for row in rows if row.key in ages] if ages else []
    newer = [row for row in met if ages[row.key] < row.age]
    new = [row for row in rows if row.key not in ages] if met else rows
    quotes = (packed_quote(row) for row in new if isinstance(row, StatedQuote))
    claims = (packed_claim(row) for row in new if isinstance(row, StatedClaim))
    await _copy_packed(connection, "quotes", QUOTE_COLUMNS, quotes)
    await _copy_packed(connection, "claims", CLAIM_COLUMNS, claims)
    await _copy(connection, name, [row for row in new if isinstance(row, tuple)])
    changes = await _merged(connection, name, newer)
    return _Changes(len(new) + changes.inserted, changes.updated)


async def _merged(connection: Connection, name: str, rows: Statements) -> _Changes:
    return await _upserted(connection, name, list(map(_row, rows)))


def _row(row: Quote | Claim | StatedQuote | StatedClaim) -> Quote | Claim:
    if isinstance(row, StatedQuote):
        return translation.quote(row)
    return translation.claim(row) if isinstance(row, StatedClaim) else row


async def _copy_packed(
    connection: Connection, table: str, columns: Sequence[str], packed: Iterable[bytes]
) -> None:
    for piece in pieces(packed):
        await connection.copy_to_table(
            table,
            source=memoryview(piece),  # asyncpg takes bytes for a path
            columns=columns,
            format="binary",
        )


async def _copy(connection: Connection, table: str, rows: Sequence[Any]) -> None:
    if rows:
        await connection.copy_records_to_table(table, records=rows, columns=rows[0]._fields)


async def _upserted(connection: Connection, name: str, rows: Sequence[tuple[Any, ...]]) -> _Changes:
    counts = await _fetched(connection, name, rows)
    return _Changes(counts[0]["inserted"], counts[0]["updated"]) if counts else _Changes()


async def _fetched(
    connection: Connection, name: str, rows: Sequence[tuple[Any, ...]]
) -> Sequence[Any]:
    """The answer to a statement that takes one array for each column."""
    if not rows:
        return ()
    return await connection.fetch(statement(name), *map(_array, zip(*rows, strict=True)))


def _array(column: Sequence[Any]) -> Sequence[Any]:
    return [literal(value) for value in column] if isinstance(column[0], tuple) else column


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
