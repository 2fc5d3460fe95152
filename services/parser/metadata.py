"""What a page says of itself, in JSON-LD first: it is written for machines, and means one thing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
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
_FIRST_YEAR: Final = 1990  # an earlier date of publication on the web is a placeholder
_DATES: Final = ("article:published_time", "og:article:published_time", "date", "dc.date.issued")

# Content systems wrap scripts in what XHTML once needed.
_WRAPPING = re.compile(r"\A\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*\Z")
_BY = re.compile(r"(?:von|by|autor(?:in)?)(?::\s*|\s+)(?=[A-ZÄÖÜ])", re.IGNORECASE)
_NO_NAME = re.compile(r"https?://|@|\A\W*\Z")


@dataclass(frozen=True, slots=True)
class Metadata:
    """None where the page does not say."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    language: str | None = None
    robots: frozenset[str] = frozenset()
    is_free: bool | None = None
    is_article: bool = False
    is_live: bool = False
    body: str | None = None


def metadata_in(tree: HtmlElement) -> Metadata:
    article = next(_articles_in(tree), {})
    said = _said(tree)
    dates = (article.get("datePublished"), *(said.get(name) for name in _DATES))
    free = _free(article.get("isAccessibleForFree"))
    return Metadata(
        title=_text(article.get("headline")) or said.get("og:title") or _heading(tree),
        authors=_authors(article) or _names([said.get("author")]),
        published_at=next((moment for date in dates if (moment := instant_in(date))), None),
        language=_text(tree.get("lang")),
        robots=frozenset(re.findall(r"[\w-]+", said.get("robots", "").lower())),
        is_free=False if said.get("article:content_tier") == "locked" else free,
        is_article=bool(article) or said.get("og:type") == "article",
        is_live="LiveBlogPosting" in _kinds(article),
        body=article["articleBody"] if isinstance(article.get("articleBody"), str) else None,
    )


def instant_in(value: object) -> datetime | None:
    """ISO 8601 or RFC 5322 with a time zone, or none: one without could be off by half a day."""
    if not isinstance(value, str):
        return None
    try:
        moment = _moment(value.strip())
        if moment.tzinfo is None or moment.year < _FIRST_YEAR:
            return None
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _moment(value: str) -> datetime:
    try:
        return datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d)", "", value))
    except ValueError:
        return parsedate_to_datetime(value)


def _articles_in(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            # strict=False: line breaks within strings are common and harmless
            data = json.loads(_WRAPPING.sub("", script.text or ""), strict=False)
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
        if _ARTICLE_TYPES & _kinds(data):
            yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _articles(data.get(key), depth - 1)


def _kinds(data: dict[str, Any]) -> set[str]:
    kinds = data.get("@type")
    return {kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if type(kind) is str}


def _authors(article: dict[str, Any]) -> tuple[str, ...]:
    authors = article.get("author")
    listed = authors if isinstance(authors, list) else [authors]
    return _names(author.get("name") if isinstance(author, dict) else author for author in listed)


def _names(values: Iterable[object]) -> tuple[str, ...]:
    """„Von Ida Brandt“ is called Ida Brandt; an address is no name."""
    texts = (_BY.sub("", text, count=1) for value in values if (text := _text(value)))
    return tuple(dict.fromkeys(name for name in texts if not _NO_NAME.search(name)))


def _said(tree: HtmlElement) -> dict[str, str]:
    """`<meta>` by its lower-case name; the first one counts, but of robots all do."""
    said: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        content = _text(element.get("content"))
        if name and content:
            said[name] = (
                f"{said[name]}, {content}"
                if name in said and name == "robots"
                else (said.get(name, content))
            )
    return said


def _heading(tree: HtmlElement) -> str | None:
    for path in (".//h1", ".//title"):
        element = tree.find(path)
        if element is not None and (title := _text(element.text_content())):
            return title
    return None


def _text(value: object) -> str | None:
    """On one line; entities are resolved once more, since editors' systems escape twice."""
    if not isinstance(value, str):
        return None
    return " ".join(unescape(value).split()) or None


def _free(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        return None
    word = value.rpartition("/")[2].lower()  # schema.org/False
    return word == "true" if word in {"true", "false"} else None
