"""Deleting what is old, article by article, beside stores that go on writing."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from .connection import statement
from .failures import sqlstate

if TYPE_CHECKING:
    from .postgres import Session


ATTEMPTS: Final = 5
_DEADLOCK: Final = "40P01"


@dataclass(frozen=True, slots=True)
class Old:
    """Articles last seen `before`, of all outlets or of one."""

    before: datetime
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class _Gone:
    """Rows deleted, by table, and the names that stood in them, with the words at the quote."""

    counts: Counter[str]
    names: Sequence[str | None]
    mentions: Sequence[str]


async def forget(session: Session, old: Old, batch: int) -> AsyncIterator[Counter[str]]:
    """Rows deleted, by table, one transaction at a time: an interruption leaves no half article."""
    while gone := await _patiently(session, old, batch):
        await _forget_names(session, gone)
        yield gone.counts
    while old.outlet is None and (outcomes := await _forget_outcomes(session, old, batch)):
        yield outcomes


async def counted(session: Session, old: Old) -> dict[str, int]:
    """Articles and revisions that `forget` would delete now; deletes nothing."""
    row = await session.fetchrow(statement("count_old"), old.before, old.outlet)
    assert row is not None  # aggregates alone
    return dict(row)


async def _patiently(session: Session, old: Old, batch: int) -> _Gone | None:
    """A store may hold a quote of an article that it has just begun to read anew."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await _forget_articles(session, old, batch)
        except Exception as error:
            if sqlstate(error) != _DEADLOCK or attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


async def _forget_articles(session: Session, old: Old, batch: int) -> _Gone | None:
    """None when nothing was left to take: others may hold some of it for a moment."""
    async with session.transaction():
        rows = await session.fetch(statement("old_articles"), old.before, old.outlet, batch)
        ids = [row["article_id"] for row in rows]
        if not ids:
            return None
        revisions = await session.fetch(statement("forget_revisions"), ids, old.before)
        statements = await session.fetchrow(
            statement("forget_statements"),
            [row["article_id"] for row in revisions],
            [row["revision"] for row in revisions],
        )
        heads = await session.fetchrow(statement("forget_articles"), ids, old.before)
    assert statements is not None  # aggregates alone
    told = {name: statements[name] for name in ("quotes", "claims")}
    counts = _counts({"revisions": len(revisions)}, told, heads)
    return _Gone(counts, statements["names"], statements["mentions"]) if counts else None


async def _forget_names(session: Session, gone: _Gone) -> None:
    """Those that no row has any more, while no store writes: it would take them for known."""
    async with session.transaction():
        await session.execute(statement("lock_erasures"))
        await session.execute(statement("forget_names"), gone.names, gone.mentions)


async def _forget_outcomes(session: Session, old: Old, batch: int) -> Counter[str]:
    return _counts(await session.fetchrow(statement("forget_outcomes"), old.before, batch))


def _counts(*rows: Any) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(dict(row))
    return +counts
