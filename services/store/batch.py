"""Events as a batch of rows: one row for one key, sorted by key.

Sorted, so that two stores that write the same rows take their locks in one order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, Protocol, Self, TypeAlias, TypeVar
from uuid import UUID

from schemas import (
    ArticleChecked,
    ArticleParsed,
    ArticleRejected,
    ArticleWithdrawn,
    ClaimExtracted,
    Event,
    QuoteExtracted,
)

from . import translation
from .reading import StatedClaim, StatedQuote, Statement
from .rows import Claim, Erasure, Outcome, Outlet, Parse, Quote, Sighting, Withdrawal

Table: TypeAlias = Literal["revisions", "outcomes", "quotes", "claims", "erasures"]

STORED: Final = frozenset(
    (
        StatedQuote,
        StatedClaim,
        ArticleParsed,
        ArticleChecked,
        ArticleRejected,
        ArticleWithdrawn,
        QuoteExtracted,
        ClaimExtracted,
    )
)
"""The events that become rows."""


class _Row(Protocol):
    @property
    def key(self) -> Any: ...
    def joined(self, other: Self, /) -> Self: ...


class _OfArticle(Protocol):
    @property
    def article_id(self) -> UUID: ...


R = TypeVar("R", bound=_Row)
A = TypeVar("A", bound=_OfArticle)


@dataclass(frozen=True, slots=True)
class Batch:
    """The rows of one transaction. `offered` counts the events that they come from."""

    offered: Mapping[Table, int]
    outlets: Sequence[Outlet]
    parses: Sequence[Parse]
    sightings: Sequence[Sighting]
    withdrawals: Sequence[Withdrawal]
    outcomes: Sequence[Outcome]
    quotes: Sequence[Quote | StatedQuote]
    claims: Sequence[Claim | StatedClaim]
    erasures: Sequence[Erasure]

    @property
    def tables(self) -> list[Table]:
        """Those that something was offered to."""
        return [table for table, number in self.offered.items() if number]

    @property
    def article_ids(self) -> list[UUID]:
        """Of what would be written; the erasures are written in any case."""
        others = (row for rows in (self.withdrawals, self.outcomes) for row in rows)
        found = {article_id.int: article_id for article_id, _ in self.revisions}
        return list((found | {row.article_id.int: row.article_id for row in others}).values())

    @property
    def revisions(self) -> list[tuple[UUID, str]]:
        """Of which there is a sighting or a statement. (UUIDs are slow to hash: integers.)"""
        of_revisions = (self.sightings, self.quotes, self.claims)
        found = {
            (row.article_id.int, row.revision): (row.article_id, row.revision)
            for rows in of_revisions
            for row in rows
        }
        return list(found.values())

    def without(self, erased: Collection[UUID]) -> Batch:
        """Outlets stay: what was erased is the article, and not who had published it."""
        return replace(
            self,
            parses=_except(erased, self.parses),
            sightings=_except(erased, self.sightings),
            withdrawals=_except(erased, self.withdrawals),
            outcomes=_except(erased, self.outcomes),
            quotes=_except(erased, self.quotes),
            claims=_except(erased, self.claims),
        )


def batch_of(events: Iterable[Event | Statement]) -> Batch:
    """Events that are none of `STORED` are left out."""
    by_type: defaultdict[type, list[Any]] = defaultdict(list)
    for event in events:
        by_type[type(event)].append(event)
    parsed, checked = by_type[ArticleParsed], by_type[ArticleChecked]
    quotes = [*by_type[StatedQuote], *map(translation.quote, by_type[QuoteExtracted])]
    claims = [*by_type[StatedClaim], *map(translation.claim, by_type[ClaimExtracted])]
    erased = [event for event in by_type[ArticleWithdrawn] if event.reason == "erased"]
    gone = [event for event in by_type[ArticleWithdrawn] if event.reason != "erased"]
    rejections = [translation.rejection(event) for event in by_type[ArticleRejected]]
    losses = [translation.loss(event) for event in gone]
    offered: dict[Table, int] = {
        "revisions": len(parsed) + len(checked),
        "outcomes": len(rejections) + len(losses),
        "quotes": len(quotes),
        "claims": len(claims),
        "erasures": len(erased),
    }
    return Batch(
        offered=offered,
        outlets=_merged(map(translation.outlet, parsed)),
        parses=_merged(map(translation.parse, parsed)),
        sightings=_merged(map(translation.sighting, [*parsed, *checked])),
        withdrawals=_merged(map(translation.withdrawal, gone)),
        outcomes=_merged([*rejections, *losses]),
        quotes=_merged(quotes),
        claims=_merged(claims),
        erasures=_merged(map(translation.erasure, erased)),
    )


def _merged(rows: Iterable[R]) -> list[R]:
    found: dict[Any, R] = {}
    for row in rows:
        known = found.setdefault(row.key, row)
        if known is not row:
            found[row.key] = known.joined(row)
    return [found[key] for key in sorted(found)]


def _except(erased: Collection[UUID], rows: Iterable[A]) -> list[A]:
    return [row for row in rows if row.article_id not in erased]
