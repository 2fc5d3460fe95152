"""An answer → a page to publish, or why there is none. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from schemas import MAX_BODY_BYTES, Known, article_id

from . import charset, html, urls
from .answers import Answer
from .model import DueEntry
from .outcomes import Outcome


@dataclass(slots=True)
class Page:
    """A page to be published: what `PageFetched` says, its body as it goes out."""

    article_id: UUID
    canonical_url: str
    entry: DueEntry
    answer: Answer
    fetched_at: datetime
    media_type: str
    utf8: bytes
    sha256: str
    known: Known | None


@dataclass(slots=True)
class Judged:
    """`page` is there exactly when the outcome is ok."""

    outcome: Outcome
    detail: str = ""
    page: Page | None = None
    overridden: str | None = None
    """What the publisher objects to, and the source's owner chose not to obey."""


@dataclass(slots=True)
class Content:
    """A page as far as it can be read; `objection` is its publisher's."""

    media_type: str
    text: str
    utf8: bytes
    """The same text."""
    sha256: str
    canonical_url: str
    objection: str | None


def judged(
    entry: DueEntry, answer: Answer, known: Known | None, now: datetime, *, honour: bool
) -> Judged:
    """`honour`: respect what the publisher says against machine reading."""
    if answer.outcome != "ok":
        return Judged(answer.outcome, answer.detail)
    if not answer.body or answer.body.isspace():
        return Judged("empty", "the page is empty")
    sha256 = hashlib.sha256(answer.body).hexdigest()
    if known is not None and sha256 == entry.body_sha256:
        return Judged("not_modified", "the same bytes as last time")
    try:
        content = content_of(answer, sha256, honour=honour)
    except html.UnsupportedMediaError as error:
        return Judged("unsupported", str(error))
    if isinstance(content, Judged):
        return content
    said = content.objection
    detail = f"published although {said}, as its source's settings say" if said else ""
    return Judged("ok", detail, _page(entry, answer, known, now, content), said)


def content_of(answer: Answer, sha256: str, *, honour: bool) -> Content | Judged:
    media_type = html.media_type_of(answer.body, answer.content_type)
    text, utf8 = charset.read(answer.body, answer.content_type)
    head = html.head_of(text) if media_type == "text/html" else html.Head()
    why = html.objection(head, answer.headers)
    if why is not None and honour:
        return Judged("reserved", why)
    if len(utf8) > MAX_BODY_BYTES:
        return Judged("too_large", f"more than {MAX_BODY_BYTES:,} bytes as text")
    canonical = html.canonical_of(answer.url, head)
    if len(canonical) > urls.MAX_CANONICAL:
        return Judged("refused", f"a canonical URL of {len(canonical)} characters")
    return Content(media_type, text, utf8, sha256, canonical, why)


def _page(
    entry: DueEntry, answer: Answer, known: Known | None, now: datetime, content: Content
) -> Page:
    named = article_id(content.canonical_url)
    return Page(
        article_id=named,
        canonical_url=content.canonical_url,
        entry=entry,
        answer=answer,
        fetched_at=now,
        media_type=content.media_type,
        utf8=content.utf8,
        sha256=content.sha256,
        known=known if named == (entry.article_id or entry.id) else None,
    )


def header(answer: Answer, name: str) -> str | None:
    value = answer.headers.get(name)
    return value[:1000] if value else None
