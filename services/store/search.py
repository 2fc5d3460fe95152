"""What `search` and `show` ask of the database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

from schemas import text_fragment

from .connection import Connection, statement
from .queries import row_as

Kind: TypeAlias = Literal["quote", "claim"]
_Window: TypeAlias = tuple[datetime, datetime]

_ID: Final = re.compile(r"[0-9a-f-]{8,36}")
_DIGITS: Final = 32
_SPECIAL: Final = re.compile(r"([\\%_])")

_FIRST: Final = timedelta(hours=1)  # what is looked at first
_FEW: Final = 2  # windows are looked at before an index is asked for all the rest
_MOST: Final = 500  # names that are looked up one by one
_PREFIX: Final = 100  # code points of a mention that the index holds
_OLDEST: Final = datetime.min.replace(tzinfo=UTC)
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


class NoIdError(ValueError):
    """Neither an id nor the beginning of one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """None is no condition."""

    words: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    language: str | None = None
    type: str | None = None
    is_denied: bool = False
    since: datetime | None = None
    limit: int = 20

    @property
    def conditions(self) -> tuple[object, ...]:
        """All but the words, in the order in which `search` and the exports ask for them."""
        return (
            _containing(self.speaker),
            self.outlet and self.outlet.lower(),
            self.language and self.language.lower(),
            self.type,
            self.is_denied,
            self.since,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A quote or claim of a current article."""

    kind: Kind
    article_id: UUID
    id: UUID
    text: str
    who: str | None
    role: str | None
    how: str
    is_direct: bool
    is_denied: bool
    outlet: str
    title: str | None
    url: str
    at: datetime

    @property
    def link(self) -> str:
        """Opens the article at the words."""
        return text_fragment(self.url, self.text)


@dataclass(frozen=True, slots=True)
class Statement:
    """A quote or claim of any revision; spans are pairs of start and end."""

    kind: Kind
    article_id: UUID
    id: UUID
    revision: str
    engine_sequence: int
    text: str
    spans: Sequence[Sequence[int]]
    who: str | None
    role: str | None
    how: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A revision of a statement's article; `text` is None if only its name is known."""

    revision: str
    first_seen_at: datetime
    fetched_at: datetime
    url: str | None
    outlet: str | None
    title: str | None
    published_at: datetime | None
    text: str | None
    is_current: bool | None
    holds_it: bool


async def search(connection: Connection, wanted: Wanted) -> list[Found]:
    """The newest first. Older articles are looked at only if the newer ones do not give enough;
    then all at once where the indexes know the speaker.
    """
    # a plan for any condition is one for none
    await connection.execute("SET plan_cache_mode = force_custom_plan")
    names = await _names(connection, wanted.speaker)
    if names is not None and not names.any:
        return []
    there = await connection.fetchrow(statement("newest"))
    found: list[Found] = []
    for window in _windows(there["at"], there["since"], wanted.since, _FEW if names else None):
        left = replace(wanted, limit=wanted.limit - len(found))
        # the planner counts eight partitions for each article, and would rather read all of them
        reading = "off" if _is_small(window, there["at"], there["since"]) else "on"
        await connection.execute(f"SET enable_seqscan = {reading}")
        found += await _search(connection, left, window, names)
        if len(found) == wanted.limit:
            break
    return found


@dataclass(frozen=True, slots=True)
class _Names:
    """Whole ones, and the beginnings of mentions that stand where there is no name."""

    whole: Sequence[str]
    mentions: Sequence[str]

    @property
    def any(self) -> bool:
        return bool(self.whole or self.mentions)


async def _names(connection: Connection, speaker: str | None) -> _Names | None:
    """Those of which `speaker` is a part; None if nobody is asked for, or half of all are meant."""
    if not speaker:
        return None
    rows = await connection.fetch(statement("names_like"), _containing(speaker), _MOST + 1)
    if len(rows) > _MOST:
        return None
    whole = {row["name"] for row in rows if row["name"] is not None}
    mentions = {row["mention"][:_PREFIX] for row in rows if row["name"] is None}
    return _Names(sorted(whole), sorted(mentions))


def _windows(
    newest: datetime | None, oldest: datetime, since: datetime | None, most: int | None
) -> Iterator[_Window]:
    """Each eight times as long as the one before, so that all of them cost little more than the
    last. That is the rest: after `most`, or as soon as it is no more than eight times the next.
    """
    before, length, number = _NEVER, _FIRST, 0
    while newest and newest - max(oldest, since or oldest) > 8 * length and number != most:
        yield newest - length, before
        before, length, number = newest - length, length * 8, number + 1
    yield since or _OLDEST, before


def _is_small(window: _Window, newest: datetime | None, oldest: datetime) -> bool:
    """An eighth of all there is, or less."""
    return newest is not None and newest - window[0] <= (newest - oldest) / 8


async def _search(
    connection: Connection, wanted: Wanted, window: _Window, names: _Names | None
) -> list[Found]:
    earliest, before = window
    rows = await connection.fetch(
        statement("search"),
        _containing(wanted.words),
        *replace(wanted, since=earliest).conditions,
        before,
        wanted.limit,
        names and (names.whole or [""]),  # of an empty list the planner knows nothing
        names and (names.mentions or [""]),
    )
    return [row_as(Found, row) for row in rows]


async def statements(connection: Connection, identity: str) -> list[Statement]:
    """More than one if it is the beginning of several ids. NoIdError if it is of none."""
    rows = await connection.fetch(statement("statement"), *_ids(identity.lower()))
    return [row_as(Statement, row) for row in rows]


def _ids(beginning: str) -> tuple[UUID, UUID]:
    """The first and the last one that begin so."""
    digits = beginning.replace("-", "")
    if _ID.fullmatch(beginning) and len(digits) <= _DIGITS:
        first, last = UUID(digits.ljust(_DIGITS, "0")), UUID(digits.ljust(_DIGITS, "f"))
        if str(first).startswith(beginning):
            return first, last
    raise NoIdError(f"{beginning!r} is no id: a uuid, or at least its first 8 characters")


async def revisions_of(connection: Connection, found: Statement) -> list[Seen]:
    """Of its article, in the order in which they were first seen."""
    arguments = (found.article_id, found.text, found.kind)
    rows = await connection.fetch(statement("statement_revisions"), *arguments)
    return [row_as(Seen, row) for row in rows]


def _containing(words: str | None) -> str | None:
    """As a pattern for ILIKE, in which what was typed means itself."""
    escaped = words and _SPECIAL.sub(r"\\\1", words)
    return f"%{escaped}%" if escaped else None
