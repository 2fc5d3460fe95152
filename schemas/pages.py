"""Events of `wortlaut.pages.v1`: what the fetcher brought back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from .base import Event, Instant, Value, Words, instant_text, without_unstorable
from .ids import article_id
from .values import Known, Sha256, Url

MAX_BODY_BYTES = 4 * 1024 * 1024


def _bounded(body: str) -> str:
    if len(body) * 4 <= MAX_BODY_BYTES:
        return body  # nearly every page: four bytes are the most that a character takes
    size = len(body) if body.isascii() else len(without_unstorable(body).encode())
    if size > MAX_BODY_BYTES:
        msg = f"body has {size} bytes in UTF-8, more than {MAX_BODY_BYTES}"
        raise ValueError(msg)
    return body


class FeedEntry(Value):
    """What the feed said of the page; often better than what the page says of itself."""

    title: Words | None = None
    published_at: Instant | None = None
    author: Words | None = None
    tags: tuple[Words, ...] = ()


class HttpResponse(Value):
    """The answer that carried the page."""

    status: int = Field(ge=100, le=599)
    etag: Words | None = None
    last_modified: Words | None = None
    content_type: Words | None = None


class PageFetched(Event):
    """A page as it was served, decoded to text and not yet understood."""

    ce_type: ClassVar[str] = "wortlaut.page.fetched.v1"
    topic: ClassVar[str] = "wortlaut.pages.v1"

    url: Url = Field(description="as the feed or the user gave it")
    canonical_url: Url = Field(description="normalised; the article_id derives from it")
    final_url: Url = Field(description="after redirects")
    outlet: Words = Field(examples=["wikinews.org"])
    feed: Url | None = Field(default=None, description="the feed it was found in")
    fetched_at: Instant
    entry: FeedEntry | None = Field(default=None, description="what the feed said")
    http: HttpResponse | None = None
    media_type: str = Field(examples=["text/html", "text/plain"])
    body: Annotated[Words, AfterValidator(_bounded)] = Field(description="at most 4 MiB in UTF-8")
    body_sha256: Sha256 = Field(description="of the bytes as received")
    known: Known | None = None

    @model_validator(mode="after")
    def _id_of_its_url(self) -> Self:
        if self.article_id != article_id(self.canonical_url):
            msg = f"article_id {self.article_id} is not derived from {self.canonical_url}"
            raise ValueError(msg)
        return self

    @property
    def occurred_at(self) -> datetime:
        return self.fetched_at

    @property
    def identity(self) -> str:
        return f"{instant_text(self.fetched_at)}|{self.body_sha256}"


class PageGone(Event):
    """The page is no more: 410, or 404 twice at least a day apart, or erased on request."""

    ce_type: ClassVar[str] = "wortlaut.page.gone.v1"
    topic: ClassVar[str] = "wortlaut.pages.v1"

    url: Url
    fetched_at: Instant = Field(description="when this was seen, or asked for")
    reason: Literal["gone", "not_found", "erased"]

    @property
    def occurred_at(self) -> datetime:
        return self.fetched_at

    @property
    def identity(self) -> str:
        return f"{instant_text(self.fetched_at)}|{self.reason}"
