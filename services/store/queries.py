"""What the command line and the demo ask of the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from schemas import article_id, text_fragment

from .connection import Connection, statement

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class Voice:
    """A quote of a current article, with how sure its least certain claim is."""

    article_id: UUID
    id: UUID
    type: str
    text: str
    speaker_name: str | None
    speaker_mention: str | None
    speaker_role: str | None
    speaker_kind: str | None
    speech_act: str
    certainty: str | None
    polarity: str | None
    confidence: str
    url: str
    outlet: str
    title: str | None
    published_at: datetime | None
    last_seen_at: datetime

    @property
    def link(self) -> str:
        """Opens the article at the quote."""
        return text_fragment(self.url, self.text)

    @property
    def speaker(self) -> str | None:
        """The name, or the words that stand in its place."""
        return self.speaker_name or self.speaker_mention


@dataclass(frozen=True, slots=True)
class TracedArticle:
    """An article's row; `revision` and what follows are None if only its withdrawal is known."""

    article_id: UUID
    revision: str | None
    engine_sequence: int | None
    fetched_at: datetime | None
    withdrawn_at: datetime | None
    url: str | None
    title: str | None
    is_current: bool | None


@dataclass(frozen=True, slots=True)
class TracedRevision:
    """The counts are those announced by the newest engine, and those of its rows."""

    revision: str
    first_seen_at: datetime
    fetched_at: datetime
    engine_sequence: int | None
    title: str | None
    characters: int | None
    quote_count: int | None
    claim_count: int | None
    quotes_stored: int
    claims_stored: int


@dataclass(frozen=True, slots=True)
class TracedOutcome:
    outcome: str
    reason: str
    first_seen_at: datetime
    fetched_at: datetime
    detail: str | None


@dataclass(frozen=True, slots=True)
class Trace:
    """All that is known of one page."""

    article_id: UUID
    article: TracedArticle | None
    revisions: Sequence[TracedRevision]
    outcomes: Sequence[TracedOutcome]
    erased_at: datetime | None

    @property
    def is_known(self) -> bool:
        return bool(self.article or self.revisions or self.outcomes or self.erased_at)


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A revision of which not as much is stored as its article event announced."""

    article_id: UUID
    url: str | None
    revision: str
    quotes_announced: int
    quotes_stored: int
    claims_announced: int
    claims_stored: int


@dataclass(frozen=True, slots=True)
class Checksum:
    """Of a table's event-derived columns; equal for every order in which the events came."""

    name: str
    rows: int
    sum: str


async def voices(connection: Connection, url: str) -> list[Voice]:
    """Who says what in one article, in the order of its text."""
    rows = await connection.fetch(statement("voices"), url, article_id(url))
    return [row_as(Voice, row) for row in rows]


async def latest(connection: Connection, limit: int) -> list[Voice]:
    """Quotes of the articles seen last, newest articles first."""
    rows = await connection.fetch(statement("latest"), limit)
    return [row_as(Voice, row) for row in rows]


async def counts(connection: Connection) -> dict[str, int]:
    """Rows of each table and view."""
    return dict(await connection.fetchrow(statement("counts")))


async def announced(connection: Connection) -> int:
    """Quotes and claims that the stored articles announced."""
    row = await connection.fetchrow(statement("announced"))
    return int(row["quotes"] + row["claims"])


async def audit(connection: Connection) -> list[Discrepancy]:
    """Empty when all that was announced is here, and no more; what is under way shows too."""
    return [row_as(Discrepancy, row) for row in await connection.fetch(statement("audit"))]


async def trace(connection: Connection, url: str) -> list[Trace]:
    """All that is known of a URL; more than one if several pages were read at it."""
    rows = await connection.fetch(statement("ids_of_url"), url, article_id(url))
    found = [await _trace(connection, row["article_id"]) for row in rows]
    return [one for one in found if one.is_known]


async def checksums(connection: Connection) -> list[Checksum]:
    """Of a session in UTC, as `postgres.session` opens it: times are hashed as text."""
    rows = await connection.fetch(statement("checksums"))
    return [row_as(Checksum, row) for row in rows]


async def _trace(connection: Connection, identity: UUID) -> Trace:
    article = await connection.fetchrow(statement("trace_articles"), identity)
    revisions = await connection.fetch(statement("trace_revisions"), identity)
    outcomes = await connection.fetch(statement("trace_outcomes"), identity)
    erasure = await connection.fetchrow(statement("trace_erasure"), identity)
    return Trace(
        article_id=identity,
        article=None if article is None else row_as(TracedArticle, article),
        revisions=[row_as(TracedRevision, row) for row in revisions],
        outcomes=[row_as(TracedOutcome, row) for row in outcomes],
        erased_at=None if erasure is None else erasure["requested_at"],
    )


def row_as(kind: type[T], row: Any) -> T:
    return kind(**{field.name: row[field.name] for field in fields(kind)})
