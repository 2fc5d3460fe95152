"""Rows as they go to Postgres: tuples in the order of the columns.

They are copied as they are, or turned into one array for each column; tuples do both fastest. Keys
hold UUIDs as integers or bytes, since UUIDs compare in Python code. A span is a list: asyncpg takes
a tuple in an array for a composite.
"""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID


class Parse(NamedTuple):
    """A revision, as the newest of its parses has it."""

    article_id: UUID
    revision: str
    first_seen_at: datetime
    fetched_at: datetime
    engine_sequence: int
    engine_version: str
    parse_fetched_at: datetime
    url: str
    outlet: str
    title: str | None
    authors: tuple[str, ...]
    published_at: datetime | None
    language: str
    text: str
    truncated: bool
    fingerprint: tuple[int, ...]
    extractor: str
    extractor_version: str
    quote_count: int
    claim_count: int

    @property
    def key(self) -> tuple[int, str]:
        return self.article_id.int, self.revision

    @property
    def place(self) -> tuple[UUID, str]:
        return self.article_id, self.revision

    @property
    def sighting(self) -> Sighting:
        return Sighting(self.article_id, self.revision, self.first_seen_at, self.fetched_at)

    def joined(self, other: Parse) -> Parse:
        newest = max(self, other, key=attrgetter("engine_sequence", "parse_fetched_at"))
        return newest._replace(
            first_seen_at=min(self.first_seen_at, other.first_seen_at),
            fetched_at=max(self.fetched_at, other.fetched_at),
        )


class Sighting(NamedTuple):
    """When a revision was first and last seen."""

    article_id: UUID
    revision: str
    first_seen_at: datetime
    fetched_at: datetime

    @property
    def key(self) -> tuple[int, str]:
        return self.article_id.int, self.revision

    def joined(self, other: Sighting) -> Sighting:
        return self._replace(
            first_seen_at=min(self.first_seen_at, other.first_seen_at),
            fetched_at=max(self.fetched_at, other.fetched_at),
        )


class Outlet(NamedTuple):
    outlet: str
    first_seen_at: datetime

    @property
    def key(self) -> str:
        return self.outlet

    def joined(self, other: Outlet) -> Outlet:
        return min(self, other, key=attrgetter("first_seen_at"))


class Withdrawal(NamedTuple):
    article_id: UUID
    withdrawn_at: datetime

    @property
    def key(self) -> int:
        return self.article_id.int

    def joined(self, other: Withdrawal) -> Withdrawal:
        return max(self, other, key=attrgetter("withdrawn_at"))


class Erasure(NamedTuple):
    article_id: UUID
    requested_at: datetime

    @property
    def key(self) -> int:
        return self.article_id.int

    def joined(self, other: Erasure) -> Erasure:
        return min(self, other, key=attrgetter("requested_at"))


class Outcome(NamedTuple):
    article_id: UUID
    outcome: str
    reason: str
    first_seen_at: datetime
    fetched_at: datetime
    url: str | None
    detail: str | None

    @property
    def key(self) -> tuple[int, str, str]:
        return self.article_id.int, self.outcome, self.reason

    def joined(self, other: Outcome) -> Outcome:
        latest = max(self, other, key=attrgetter("fetched_at"))
        return latest._replace(first_seen_at=min(self.first_seen_at, other.first_seen_at))


class Quote(NamedTuple):
    article_id: UUID
    id: UUID
    revision: str
    engine_sequence: int
    engine_version: str
    fetched_at: datetime
    type: str
    partial: bool
    medium: tuple[str, ...]
    text: str
    spans: tuple[list[int], ...]
    prefix: str
    suffix: str
    speaker_name: str | None
    speaker_is_person: bool
    speaker_role: str | None
    speaker_kind: str | None
    speaker_resolution: str | None
    speaker: str | None
    cue: str | None
    frame: str | None
    addressee: str | None
    speech_act: str
    nested_in: UUID | None
    rule: str
    confidence: str

    @property
    def key(self) -> bytes:
        return self.article_id.bytes + self.id.bytes

    @property
    def age(self) -> tuple[int, datetime]:
        return self.engine_sequence, self.fetched_at

    def joined(self, other: Quote) -> Quote:
        return max(self, other, key=attrgetter("age"))


class Claim(NamedTuple):
    article_id: UUID
    id: UUID
    revision: str
    engine_sequence: int
    engine_version: str
    fetched_at: datetime
    quote_id: UUID | None
    text: str
    spans: tuple[list[int], ...]
    prefix: str
    suffix: str
    claimant_name: str | None
    claimant_is_person: bool
    claimant_role: str | None
    claimant_kind: str | None
    claimant_resolution: str | None
    claimant: str | None
    attribution: str
    polarity: str
    certainty: str
    mood: str
    hedges: str
    times: str
    places: str
    quantities: str
    about: tuple[str, ...]
    signals: tuple[str, ...]
    rule: str
    confidence: str
    predicate: str | None
    setting: tuple[str, ...]
    claimed_at: datetime
    matching: tuple[int, ...]
    names: tuple[str, ...]
    scene: tuple[str, ...]
    counted: tuple[str, ...]
    amounts: tuple[float | None, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]

    @property
    def key(self) -> bytes:
        return self.article_id.bytes + self.id.bytes

    @property
    def age(self) -> tuple[int, datetime]:
        return self.engine_sequence, self.fetched_at

    def joined(self, other: Claim) -> Claim:
        return max(self, other, key=attrgetter("age"))
