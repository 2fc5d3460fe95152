"""What a page says of itself, in JSON-LD first: it is written for machines, and means one thing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from lxml.html import HtmlElement

_ARTICLE_TYPES: Final = frozenset(
    {
        "AnalysisNewsArticle",
        "Article",
        "BackgroundNewsArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "NewsArticle",
        "OpinionNewsArticle",
        "Report",
        "ReportageNewsArticle",
        "ReviewNewsArticle",
    }
)
_DEPTH: Final = 6  # of nested JSON-LD; deeper is not metadata any more


@dataclass(frozen=True, slots=True)
class Metadata:
    """None where the page does not say."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    language: str | None = None
    robots: str = ""
    is_free: bool | None = None
    is_article: bool = False


def metadata_in(tree: HtmlElement) -> Metadata:
    article = next(_articles_in(tree), {})
    return Metadata(
        title=_text(article.get("headline")) or _meta(tree, "og:title") or _heading(tree),
        authors=_authors(article) or _named(_meta(tree, "author")),
        published_at=instant_in(
            article.get("datePublished") or _meta(tree, "article:published_time")
        ),
        language=_text(tree.get("lang")),
        robots=(_meta(tree, "robots") or "").lower(),
        is_free=_free(article.get("isAccessibleForFree")),
        is_article=bool(article) or _meta(tree, "og:type") == "article",
    )


def instant_in(value: object) -> datetime | None:
    """ISO 8601 with a time zone, or none: a time without one could be off by a day's half."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None


def _articles_in(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        yield from _articles(data, _DEPTH)


def _articles(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(data, list):
        for item in data:
            yield from _articles(item, depth - 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        if _ARTICLE_TYPES.intersection(kinds if isinstance(kinds, list) else [kinds]):
            yield data
        yield from _articles(data.get("@graph"), depth - 1)
        yield from _articles(data.get("mainEntity"), depth - 1)


def _authors(article: dict[str, Any]) -> tuple[str, ...]:
    authors = article.get("author")
    found = []
    for author in authors if isinstance(authors, list) else [authors]:
        name = _text(author.get("name") if isinstance(author, dict) else author)
        if name and name not in found:
            found.append(name)
    return tuple(found)


def _named(author: str | None) -> tuple[str, ...]:
    return (author,) if author else ()


def _meta(tree: HtmlElement, name: str) -> str | None:
    for attribute in ("property", "name"):
        element = tree.find(f".//meta[@{attribute}='{name}']")
        if element is not None and (content := _text(element.get("content"))):
            return content
    return None


def _heading(tree: HtmlElement) -> str | None:
    for path in (".//h1", ".//title"):
        element = tree.find(path)
        if element is not None and (title := _text(element.text_content())):
            return title
    return None


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(value.split()) or None


def _free(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    return None
