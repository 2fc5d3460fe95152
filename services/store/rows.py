"""Rows as they go to Postgres: tuples in the order of the columns.

They are turned into one array for each column, which tuples do fastest; what cannot be an array of
arrays is a literal (`literals.py`). Keys hold UUIDs as bytes, as UUIDs compare in Python code.
"""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID


class Parse(NamedTuple):
    """What a parse says of a revision."""

    article_id: UUID
    revision: str
    fetched_at: datetime
    engine_sequence: int
    engine_version: str
    url: str
    outlet: str
    title: str | None
    authors: str
    published_at: datetime | None
    language: str
    text: str
    truncated: bool
    fingerprint: str
    extractor: str
    extractor_version: str
    quote_count: int
    claim_count: int

    @property
    def key(self) -> tuple[bytes, str]:
        return self.article_id.bytes, self.revision

    def joined(self, other: Parse) -> Parse:
        return max(self, other, key=attrgetter("engine_sequence", "fetched_at"))


class Sighting(NamedTuple):
    """When a revision was first and last seen."""

    article_id: UUID
    revision: str
    first_seen_at: datetime
    fetched_at: datetime

    @property
    def key(self) -> tuple[bytes, str]:
        return self.article_id.bytes, self.revision

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
    def key(self) -> bytes:
        return self.article_id.bytes

    def joined(self, other: Withdrawal) -> Withdrawal:
        return max(self, other, key=attrgetter("withdrawn_at"))


class Erasure(NamedTuple):
    article_id: UUID
    requested_at: datetime

    @property
    def key(self) -> bytes:
        return self.article_id.bytes

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
    def key(self) -> tuple[bytes, str, str]:
        return self.article_id.bytes, self.outcome, self.reason

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
    medium: str
    text: str
    spans: str
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
    def key(self) -> tuple[bytes, bytes]:
        return self.article_id.bytes, self.id.bytes

    def joined(self, other: Quote) -> Quote:
        return max(self, other, key=attrgetter("engine_sequence", "fetched_at"))


class Claim(NamedTuple):
    article_id: UUID
    id: UUID
    revision: str
    engine_sequence: int
    engine_version: str
    fetched_at: datetime
    quote_id: UUID | None
    text: str
    spans: str
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
    about: str
    signals: str
    rule: str
    confidence: str

    @property
    def key(self) -> tuple[bytes, bytes]:
        return self.article_id.bytes, self.id.bytes

    def joined(self, other: Claim) -> Claim:
        return max(self, other, key=attrgetter("engine_sequence", "fetched_at"))
