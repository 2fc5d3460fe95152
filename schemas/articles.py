"""Events of `wortlaut.articles.v1`: what became of a page."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from .base import Event, Instant, Text, Value, Words, instant_text
from .extensible import extensible
from .ids import revision
from .values import Engine, GoneReason, Language, RevisionName, Url

RejectionReason = Literal[
    "no_content",
    "not_article",
    "paywall",
    "consent",
    "bot_wall",
    "language",
    "too_large",
    "noindex",
]


class Extractor(Value):
    """What took the text out of the page."""

    name: str = Field(
        description="the program; plain: the page was text already",
        examples=["trafilatura", "readability", "plain"],
    )
    version: str = Field(description="its version, for people", examples=["2.3.1"])


class _ArticleEvent(Event):
    topic: ClassVar[str] = "wortlaut.articles.v1"

    fetched_at: Instant = Field(
        description="when the page was fetched; orders revisions; RFC 3339 in UTC"
    )

    @property
    def occurred_at(self) -> datetime:
        return self.fetched_at


class ArticleParsed(_ArticleEvent):
    """A text, and how many quotes and claims were found in it."""

    ce_type: ClassVar[str] = "wortlaut.article.parsed.v1"

    revision: RevisionName
    engine: Engine = Field(description="what found the quotes and claims that are announced here")
    url: Url = Field(description="where it can be read")
    outlet: Words = Field(
        description="who published it, most often by registered domain",
        examples=["zeitung.example"],
    )
    title: Words | None = Field(
        description="its headline; null if none was found", examples=["Brücke bleibt gesperrt"]
    )
    authors: tuple[Words, ...] = Field(
        description="as the page names them; empty if it does not", examples=[["Ida Brandt"]]
    )
    published_at: Instant | None = Field(
        description="when it was published, as it says itself; RFC 3339 in UTC"
    )
    language: Language
    text: Text = Field(
        description="the article alone, without title, menus and advertisements; NFC, newlines "
        "as \\n. At most 1,000,000 Unicode code points. Every span of a quote or claim counts "
        "code points of it",
        examples=["Die Brücke bleibt gesperrt. „Wir prüfen jeden Pfeiler“, sagte Jana Vogt."],
    )
    truncated: bool = Field(
        description="whether the text was longer and has been cut at a paragraph", examples=[False]
    )
    fingerprint: tuple[Annotated[int, Field(ge=0, lt=2**32)], ...] = Field(
        description="MinHash of the text's 4-word shingles: the share of equal places estimates "
        "how much two texts have in common",
        examples=[[1, 2, 4294967295]],
    )
    extractor: Extractor
    quote_count: int = Field(
        ge=0,
        description="how many quotes were found in this revision, and so how many quote events "
        "there are with this revision and engine.sequence",
        examples=[1],
    )
    claim_count: int = Field(ge=0, description="likewise of claims", examples=[1])

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

    url: Url = Field(description="the page")
    reason: Annotated[RejectionReason, extensible(fallback="not_article")] = Field(
        description="no_content: hardly any text. not_article: a list, a form, a player. "
        "paywall, consent, bot_wall: what stands in the article's place. language: one that has no "
        "rules here. too_large: more than 4 MiB. noindex: the publisher asks not to be read by "
        "machines",
        examples=["paywall"],
    )
    detail: Words | None = Field(
        default=None,
        description="more about it, for a person",
        examples=["language fr has no rules"],
    )

    @property
    def identity(self) -> str:
        return f"{self.reason}|{instant_text(self.fetched_at)}"


class ArticleWithdrawn(_ArticleEvent):
    """The page is gone; what the article sent earlier is no longer current."""

    ce_type: ClassVar[str] = "wortlaut.article.withdrawn.v1"

    reason: GoneReason

    @property
    def identity(self) -> str:
        return f"{self.reason}|{instant_text(self.fetched_at)}"
