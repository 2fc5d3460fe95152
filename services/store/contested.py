"""What is contested: two sides of one thing, as the command line and the demo ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

from .connection import Connection, statement

RelationType: TypeAlias = Literal["contradicts", "quantity_conflict"]
Status: TypeAlias = Literal["conflict", "denial", "differs", "update"]
STATUSES: Final[tuple[Status, ...]] = ("conflict", "denial", "differs", "update")
_FIELDS: Final = (
    "id",
    "claimed_at",
    "outlets",
    "outlet",
    "url",
    "claimant_name",
    "claimant_mention",
    "claimant_role",
    "attribution",
    "polarity",
    "certainty",
    "text",
    "surface",
    "value",
    "least",
    "most",
)


@dataclass(frozen=True, slots=True)
class Side:
    """One claim; `outlets` is how many say so. The numbers are None where polarities differ."""

    id: UUID
    claimed_at: datetime
    outlets: int
    outlet: str
    url: str
    claimant_name: str | None
    claimant_mention: str | None
    claimant_role: str | None
    attribution: str
    polarity: str
    certainty: str
    text: str
    surface: str | None
    value: float | None
    least: float | None
    most: float | None

    @property
    def who(self) -> str:
        """The name, or the words in its place; the outlet where it speaks for itself."""
        named = self.claimant_name or self.claimant_mention
        return named or (self.outlet if self.attribution == "author" else "nobody named")


@dataclass(frozen=True, slots=True)
class Contested:
    """The earlier claim and the later one."""

    type: RelationType
    status: Status
    about: Sequence[str]
    one: Side
    other: Side


async def contested(
    connection: Connection,
    *,
    since: datetime | None = None,
    outlet: str | None = None,
    statuses: Sequence[Status] = (),
    limit: int = 1000,
) -> list[Contested]:
    """Conflicts and denials first, then the newest."""
    rows = await connection.fetch(statement("contested"), since, outlet, list(statuses), limit)
    return [_contested(row) for row in rows]


def _contested(row: Any) -> Contested:
    return Contested(
        type=row["type"],
        status=row["status"],
        about=row["about"],
        one=Side(**{name: row[name] for name in _FIELDS}),
        other=Side(**{name: row[f"partner_{name}"] for name in _FIELDS}),
    )
