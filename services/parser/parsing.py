"""A page → the events that follow from it. Pure: the same page gives the same bytes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter
from typing import Literal, TypeAlias

import schemas
from schemas import (
    ArticleChecked,
    ArticleRejected,
    Event,
    Message,
    PageFetched,
    encode,
)

from .article import Article, Rejection, article_in
from .extraction import extract
from .records import SOURCE, records_of
from .statements import engine

Outcome: TypeAlias = Literal["ok", "unchanged"] | schemas.RejectionReason
Field: TypeAlias = Literal["title", "published_at", "author"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """Records to produce, and what a service wants to count of the work."""

    messages: tuple[Message, ...]
    outcome: Outcome
    detail: str | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    missing: tuple[Field, ...] = ()
    text_chars: int = 0
    quotes: Counter[tuple[str, str]] = field(default_factory=Counter)  # (type, rule)
    claims: Counter[str] = field(default_factory=Counter)  # attribution


def parsed(page: PageFetched) -> Parsed:
    started = perf_counter()
    article = article_in(page)
    extracted = perf_counter()
    seconds = {"extract": extracted - started}
    if isinstance(article, Rejection):
        event = ArticleRejected(
            article_id=page.article_id,
            fetched_at=page.fetched_at,
            url=page.url,
            reason=article.reason,
            detail=article.detail,
        )
        return Parsed(_encoded(event), article.reason, article.detail, seconds)
    revision = schemas.revision(article.text)
    if _is_known(page, revision):
        checked = ArticleChecked(
            article_id=page.article_id, fetched_at=page.fetched_at, revision=revision
        )
        return Parsed(_encoded(checked), "unchanged", None, seconds)
    found = extract(article.text, article.language)
    seconds["statements"] = perf_counter() - extracted
    return Parsed(
        records_of(page, article, revision, found),
        "ok",
        seconds=seconds,
        missing=_missing(article),
        text_chars=len(article.text),
        quotes=Counter((quote.type, quote.rule) for quote in found.quotes),
        claims=Counter(claim.attribution for claim in found.claims),
    )


def _is_known(page: PageFetched, revision: schemas.Revision) -> bool:
    """The database has this text as current, read by an engine at least as new as this one."""
    known = page.known
    if known is None or known.revision != revision:
        return False
    return known.engine_sequence >= engine().sequence


def _missing(article: Article) -> tuple[Field, ...]:
    missing: list[Field] = []
    if article.title is None:
        missing.append("title")
    if article.published_at is None:
        missing.append("published_at")
    if not article.authors:
        missing.append("author")
    return tuple(missing)


def _encoded(*events: Event) -> tuple[Message, ...]:
    return tuple(encode(event, SOURCE) for event in events)
