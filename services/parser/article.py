"""A page → the article in it, or why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import Final

import lxml.etree
import lxml.html
import trafilatura
from lxml.html import HtmlElement
from readability import Document

from schemas import Extractor, FeedEntry, PageFetched, RejectionReason

from .extraction import languages
from .language import language_of
from .metadata import Metadata, metadata_in
from .text import normalised
from .walls import wall

MIN_TEXT: Final = 80  # code points
SUSPICIOUS: Final = 250  # code points; below, a second opinion is asked for

# A sentence: five words, of which the last is followed by a full stop. Lists of links have none.
_SENTENCE = re.compile(r"(?:\w[\w\-’'%]*[,;:]?[ \xa0]+){4,}[„“\"»«‚‘]?\w[^\n]*?[.!?…]")


@dataclass(frozen=True, slots=True)
class Article:
    title: str | None
    authors: tuple[str, ...]
    published_at: datetime | None
    language: str
    text: str
    truncated: bool
    extractor: Extractor


@dataclass(frozen=True, slots=True)
class Rejection:
    reason: RejectionReason
    detail: str | None = None


def article_in(page: PageFetched) -> Article | Rejection:
    if page.media_type == "text/plain":
        return _checked(page, page.body, Metadata(), Extractor(name="plain", version="1"))
    tree = _tree(page.body)
    if tree is None:
        return Rejection("no_content", "the page is empty")
    metadata = metadata_in(tree)
    url = page.final_url if page.final_url.startswith("http") else None
    text, extractor = _main_text(page.body, tree, url)
    if reason := wall(metadata, text, page.body):
        return Rejection(reason)
    return _checked(page, text, metadata, extractor)


def text_in(body: str) -> str | Rejection:
    """The article's text of an HTML page, as the parser would publish it."""
    tree = _tree(body)
    if tree is None:
        return Rejection("no_content", "the page is empty")
    text, _ = normalised(_main_text(body, tree, None)[0])
    return text or Rejection("no_content", "no text found")


def _tree(body: str) -> HtmlElement | None:
    if not body.strip():
        return None
    # bytes: lxml refuses a str with an encoding declaration, and must not guess an encoding
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
    try:
        return lxml.html.document_fromstring(body.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        return None


def _main_text(body: str, tree: HtmlElement, url: str | None) -> tuple[str, Extractor]:
    """trafilatura, precision first; where it yields little, readability if that yields more."""
    found = trafilatura.bare_extraction(
        tree,
        url=url,
        favor_precision=True,
        include_comments=False,
        include_tables=False,
        include_formatting=False,
    )
    text = (getattr(found, "text", None) or "").strip()
    if len(text) >= SUSPICIOUS:
        return text, _named("trafilatura")
    second = _readable(body)
    if len(second) > 2 * len(text) and _SENTENCE.search(second):
        return second, _named("readability-lxml")
    return text, _named("trafilatura")


def _readable(body: str) -> str:
    try:
        summary = Document(body).summary(html_partial=True)
        tree = lxml.html.fragment_fromstring(summary, create_parent="div")
    except Exception:  # noqa: BLE001 - readability raises what its parsers raise; no second opinion
        return ""
    blocks = [e for e in tree.iter("p", "h2", "h3", "li", "blockquote") if not _nested(e)]
    return "\n".join(t for e in blocks if (t := " ".join(e.text_content().split())))


def _nested(element: HtmlElement) -> bool:
    return any(parent.tag in {"p", "li", "blockquote"} for parent in element.iterancestors())


@cache
def _named(package: str) -> Extractor:
    return Extractor(name=package, version=version(package))


def _checked(
    page: PageFetched, raw: str, metadata: Metadata, extractor: Extractor
) -> Article | Rejection:
    text, truncated = normalised(raw)
    if len(text) < MIN_TEXT:
        return Rejection("no_content", f"{len(text)} characters of text")
    if not _SENTENCE.search(text):
        return Rejection("not_article", "no full sentence in it")
    language = language_of(text, metadata.language)
    if language not in languages():
        return Rejection("language", f"no rules for {language}")
    entry = page.entry or FeedEntry()
    return Article(
        title=metadata.title or entry.title,
        authors=metadata.authors or ((entry.author,) if entry.author else ()),
        published_at=entry.published_at or metadata.published_at,
        language=language,
        text=text,
        truncated=truncated,
        extractor=extractor,
    )
