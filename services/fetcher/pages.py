"""An answer → a page to publish, or why there is none. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from schemas import (
    MAX_BODY_BYTES,
    FeedEntry,
    HttpResponse,
    Known,
    PageFetched,
    article_id,
    without_unstorable,
)

from . import charset, html, urls
from .model import DueEntry
from .outcomes import Outcome
from .web import Answer


@dataclass(frozen=True, slots=True)
class Judged:
    """`page` is there exactly when the outcome is ok."""

    outcome: Outcome
    detail: str = ""
    page: PageFetched | None = None
    overridden: str | None = None
    """What the publisher objects to, and the source's owner chose not to obey."""


@dataclass(frozen=True, slots=True)
class Content:
    """A page as far as it can be read; `objection` is its publisher's."""

    media_type: str
    text: str
    sha256: str
    canonical_url: str
    objection: str | None


def judged(
    entry: DueEntry, answer: Answer, known: Known | None, now: datetime, *, honour: bool
) -> Judged:
    """`honour`: respect what the publisher says against machine reading."""
    if answer.outcome != "ok":
        return Judged(answer.outcome, answer.detail)
    if not answer.body.strip():
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
    text = charset.decoded(answer.body, answer.content_type)
    head = html.head_of(text) if media_type == "text/html" else html.Head()
    why = html.objection(head, answer.headers)
    if why is not None and honour:
        return Judged("reserved", why)
    if is_too_large(text):
        return Judged("too_large", f"more than {MAX_BODY_BYTES:,} bytes as text")
    return Content(media_type, text, sha256, html.canonical_of(answer.url, head), why)


def is_too_large(text: str) -> bool:
    if len(text) > MAX_BODY_BYTES:
        return True
    is_surely_small = len(text) * 4 <= MAX_BODY_BYTES
    return not is_surely_small and len(without_unstorable(text).encode()) > MAX_BODY_BYTES


def _page(
    entry: DueEntry,
    answer: Answer,
    known: Known | None,
    now: datetime,
    content: Content,
) -> PageFetched:
    named = article_id(content.canonical_url)
    return PageFetched(
        article_id=named,
        url=entry.url,
        canonical_url=content.canonical_url,
        final_url=answer.url,
        outlet=urls.outlet_of(content.canonical_url),
        feed=entry.feed,
        fetched_at=now,
        entry=FeedEntry(
            title=entry.title,
            published_at=entry.published_at,
            author=entry.author,
            tags=entry.tags,
        ),
        http=_http(answer),
        media_type=content.media_type,
        body=content.text,
        body_sha256=content.sha256,
        known=known if named == (entry.article_id or entry.id) else None,
    )


def _http(answer: Answer) -> HttpResponse:
    return HttpResponse(
        status=answer.status or 200,
        etag=header(answer, "ETag"),
        last_modified=header(answer, "Last-Modified"),
        content_type=header(answer, "Content-Type"),
    )


def header(answer: Answer, name: str) -> str | None:
    value = answer.headers.get(name)
    return value[:1000] if value else None
