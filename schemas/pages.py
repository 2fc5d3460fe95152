"""Events of `wortlaut.pages.v1`: what the fetcher brought back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from .articles import Extractor
from .base import Event, Instant, Value, Words, instant_text, without_unstorable
from .ids import article_id
from .values import GoneReason, Known, Language, Sha256, Url

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

    title: Words | None = Field(
        default=None, description="its title there", examples=["Brücke bleibt gesperrt"]
    )
    published_at: Instant | None = Field(
        default=None, description="its date there; RFC 3339 in UTC"
    )
    author: Words | None = Field(default=None, description="its author", examples=["Ida Brandt"])
    tags: tuple[Words, ...] = Field(
        default=(), description="its categories", examples=[["Politik", "Verkehr"]]
    )


class HttpResponse(Value):
    """The answer that carried the page."""

    status: int = Field(ge=100, le=599, description="HTTP status code", examples=[200])
    etag: Words | None = Field(
        default=None, description="the header ETag, as sent", examples=['W/"6f2a"']
    )
    last_modified: Words | None = Field(
        default=None,
        description="the header Last-Modified, as sent",
        examples=["Mon, 02 Mar 2026 09:12:00 GMT"],
    )
    content_type: Words | None = Field(
        default=None,
        description="the header Content-Type, as sent",
        examples=["text/html; charset=utf-8"],
    )


class ParsedBefore(Value):
    """What an earlier parse found in the page, and its text alone no longer shows."""

    title: Words | None = Field(description="the headline", examples=["Brücke gesperrt"])
    authors: tuple[Words, ...] = Field(description="as the page names them", examples=[["A. Beck"]])
    published_at: Instant | None = Field(
        description="when it was published, as the page says; RFC 3339 in UTC"
    )
    language: Language = Field(description="of the text, BCP 47", examples=["de"])
    truncated: bool = Field(description="cut at 1,000,000 code points", examples=[False])
    extractor: Extractor = Field(description="what made the page a text")


class PageFetched(Event):
    """A page as it was served, decoded to text and not yet understood."""

    ce_type: ClassVar[str] = "wortlaut.page.fetched.v1"
    topic: ClassVar[str] = "wortlaut.pages.v1"

    url: Url = Field(description="as the feed or the user gave it")
    canonical_url: Url = Field(
        description="normalised; the article_id derives from it. urn:sha256:… for a text without "
        "a URL"
    )
    final_url: Url = Field(description="after redirects")
    outlet: Words = Field(
        description="who published it, most often by registered domain", examples=["wikinews.org"]
    )
    feed: Url | None = Field(default=None, description="the feed it was found in, if it was in one")
    fetched_at: Instant = Field(description="when it was fetched; RFC 3339 in UTC")
    entry: FeedEntry | None = Field(default=None, description="what the feed said of it")
    http: HttpResponse | None = Field(
        default=None, description="the server's answer; null for a page that came from a file"
    )
    media_type: str = Field(
        description="of the body, without parameters", examples=["text/html", "text/plain"]
    )
    body: Annotated[Words, AfterValidator(_bounded)] = Field(
        description="the page, decoded to text; at most 4 MiB (4,194,304 bytes) in UTF-8",
        examples=[
            "<html><body><article><p>Die Brücke bleibt gesperrt.</p></article></body></html>"
        ],
    )
    body_sha256: Sha256 = Field(
        description="SHA-256 of the bytes as received, after the transfer encoding is undone, in "
        "hex"
    )
    known: Known | None = Field(
        default=None, description="the last parse of this page, if there was one"
    )
    parsed_before: ParsedBefore | None = Field(
        default=None,
        description="the body is the text of a stored revision, sent again to be read anew",
    )

    @model_validator(mode="after")
    def _id_of_its_url(self) -> Self:
        """The database does not keep the canonical URL of what it sends again."""
        if self.parsed_before is None and self.article_id != article_id(self.canonical_url):
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

    url: Url = Field(description="the page")
    fetched_at: Instant = Field(description="when this was seen, or asked for; RFC 3339 in UTC")
    reason: GoneReason

    @property
    def occurred_at(self) -> datetime:
        return self.fetched_at

    @property
    def identity(self) -> str:
        return f"{instant_text(self.fetched_at)}|{self.reason}"
