"""Events of `wortlaut.articles.v1`: what became of a page."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from .base import Event, Instant, Text, Value, Words, instant_text
from .ids import revision
from .values import Engine, Language, RevisionName, Url

RejectionReason = Literal[
    "no_content", "not_article", "paywall", "bot_wall", "language", "too_large", "noindex"
]


class Extractor(Value):
    """What took the text out of the page."""

    name: str = Field(examples=["trafilatura", "readability", "plain"])
    version: str


class _ArticleEvent(Event):
    topic: ClassVar[str] = "wortlaut.articles.v1"

    fetched_at: Instant = Field(description="when the page was fetched; orders revisions")

    @property
    def occurred_at(self) -> datetime:
        return self.fetched_at


class ArticleParsed(_ArticleEvent):
    """A text, and how many quotes and claims were found in it."""

    ce_type: ClassVar[str] = "wortlaut.article.parsed.v1"

    revision: RevisionName = Field(description="names the text; does not order")
    engine: Engine
    url: Url
    outlet: Words
    title: Words | None
    authors: tuple[Words, ...]
    published_at: Instant | None
    language: Language
    text: Text = Field(description="NFC, newlines as \\n; every offset counts in it")
    truncated: bool
    fingerprint: tuple[Annotated[int, Field(ge=0, lt=2**32)], ...] = Field(
        description="MinHash of the text's 4-word shingles: the share of equal places estimates "
        "how much two texts have in common"
    )
    extractor: Extractor
    quote_count: int = Field(ge=0)
    claim_count: int = Field(ge=0)

    @model_validator(mode="after")
    def _revision_of_its_text(self) -> Self:
        if self.revision != revision(self.text):
            msg = f"revision {self.revision} does not name this text"
            raise ValueError(msg)
        return self

    @property
    def identity(self) -> str:
        return f"{self.revision}|{self.engine.sequence}|{instant_text(self.fetched_at)}"


class ArticleChecked(_ArticleEvent):
    """Fetched again and unchanged: no quote or claim is sent again."""

    ce_type: ClassVar[str] = "wortlaut.article.checked.v1"

    revision: RevisionName

    @property
    def identity(self) -> str:
        return f"{self.revision}|{instant_text(self.fetched_at)}"


class ArticleRejected(_ArticleEvent):
    """No article was found in the page, or none that may or can be read."""

    ce_type: ClassVar[str] = "wortlaut.article.rejected.v1"

    url: Url
    reason: RejectionReason
    detail: Words | None = Field(
        default=None, description="for a person", examples=["language fr has no rules"]
    )

    @property
    def identity(self) -> str:
        return f"{self.reason}|{instant_text(self.fetched_at)}"


class ArticleWithdrawn(_ArticleEvent):
    """The page is gone; what the article sent earlier is no longer current."""

    ce_type: ClassVar[str] = "wortlaut.article.withdrawn.v1"

    reason: Literal["gone", "not_found", "erased"]

    @property
    def identity(self) -> str:
        return f"{self.reason}|{instant_text(self.fetched_at)}"
