"""Erasing in every table of ours at once: the store's rows, the fetcher's state, both lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from schemas import PageGone
from services.local.errors import LocalError

if TYPE_CHECKING:
    from services.store.postgres import Session

_SQL: Final = Path(__file__).with_name("sql")


@dataclass(frozen=True, slots=True)
class Subject:
    """The word that was given, and what it means: URLs, the canonical one first, or an id."""

    name: str
    urls: tuple[str, ...] = ()
    article_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ErasedSubject:
    """What was deleted, by table; `events` tell everybody else of it."""

    rows: dict[str, int]
    events: tuple[PageGone, ...]


def subject(name: str) -> Subject:
    """A URL as a person has it, or an article's id."""
    from services.fetcher import urls

    word = name.strip()
    try:
        return Subject(word, article_id=UUID(word))
    except ValueError:
        pass
    if word.startswith("urn:"):
        return Subject(word, (word,))
    try:
        canonical = urls.canonical_url(word)
    except urls.UnusableUrlError as error:
        raise LocalError(f"{word!r} is neither a URL nor an article's id: {error}") from error
    return Subject(word, tuple(dict.fromkeys((canonical, word))))


async def erase(session: Session, wanted: Subject, requested_at: datetime) -> ErasedSubject:
    """In one transaction: at no time is the page forgotten and not on the lists."""
    from services.store import erasing

    async with session.transaction():
        ids = await _ids(session, wanted)
        rows = await erasing.erase(session, ids, requested_at)
        pages = await _forget_pages(session, ids, requested_at)
        listed = await erasing.erased(session, ids)
    url = wanted.urls[0] if wanted.urls else f"urn:uuid:{wanted.article_id}"
    events = tuple(
        PageGone(
            article_id=one.article_id, url=url, fetched_at=one.requested_at, reason="erased"
        )  # of the first request: a second one repeats its bytes
        for one in listed
    )
    return ErasedSubject({**rows, "pages": pages}, events)


async def _ids(session: Session, wanted: Subject) -> list[UUID]:
    from services.store import erasing

    ids = await erasing.ids_of(session, wanted.urls)
    if wanted.article_id is not None:
        ids.add(wanted.article_id)
    if await _exists(session, "fetcher.entries"):
        ids |= {row["article_id"] for row in await session.fetch(_statement("pages_of"), list(ids))}
    return sorted(ids)


async def _forget_pages(session: Session, ids: Sequence[UUID], at: datetime) -> int:
    """A fetcher may keep its state elsewhere, or none: files come in without one."""
    from services.fetcher.statements import statement

    if not await _exists(session, "fetcher.erased"):
        return 0
    return int(await session.fetchval(statement("erase"), ids, at))


async def _exists(session: Session, table: str) -> bool:
    return bool(await session.fetchval("SELECT to_regclass($1) IS NOT NULL", table))


@cache
def _statement(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text("utf-8")
