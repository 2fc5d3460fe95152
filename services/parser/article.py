"""A page → the article in it, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import lxml.etree
import lxml.html
from lxml.html import HtmlElement

from schemas import Extractor, FeedEntry, PageFetched, ParsedBefore, RejectionReason

from .extraction import languages
from .language import language_of
from .main_text import main_text
from .metadata import Metadata, metadata_in
from .sentences import has_sentence
from .text import normalised
from .trimming import trimmed
from .walls import wall

MIN_TEXT: Final = 80  # code points
PLAIN: Final = Extractor(name="plain", version="1")

# lxml.html asks a Python function for the class of every element that is looked at
_ELEMENTS: Final = lxml.etree.ElementDefaultClassLookup(
    element=HtmlElement,
    comment=lxml.html.HtmlComment,
    pi=lxml.html.HtmlProcessingInstruction,
    entity=lxml.html.HtmlEntity,
)


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
    if page.parsed_before is not None:
        return _stored(page.body, page.parsed_before)
    if page.media_type == "text/plain":
        return _checked(page, page.body, Metadata(), PLAIN)
    tree = _tree(page.body)
    if isinstance(tree, Rejection):
        return tree
    metadata = metadata_in(tree)
    url = page.final_url if page.final_url.startswith("http") else None
    text, extractor = _text(tree, metadata, url)
    if found := wall(metadata, text, page.body):
        return Rejection(found.reason, found.detail)
    return _checked(page, text, metadata, extractor)


def _stored(text: str, before: ParsedBefore) -> Article | Rejection:
    """It has been an article once, and offsets point into its text: only the engine looks anew."""
    if before.language not in languages():
        return Rejection("language", f"no rules for {before.language}")
    return Article(
        title=before.title,
        authors=before.authors,
        published_at=before.published_at,
        language=before.language,
        text=text,
        truncated=before.truncated,
        extractor=before.extractor,
    )


def text_in(body: str) -> str | Rejection:
    """The article's text of an HTML page, as the parser would publish it."""
    tree = _tree(body)
    if isinstance(tree, Rejection):
        return tree
    text, _ = normalised(_text(tree, metadata_in(tree))[0])
    return text or Rejection("no_content", "no text found")


def _tree(body: str) -> HtmlElement | Rejection:
    parser = _parser()
    try:
        # bytes: lxml refuses a str with an encoding declaration, and must not guess an encoding
        tree = lxml.html.document_fromstring(body.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        return Rejection("no_content", "the page is empty")
    if not _has_text(tree) and _is_cut(parser):
        return Rejection("no_content", "elements are nested too deeply to be read")
    return tree


def _parser() -> lxml.etree.HTMLParser:
    """One for each page, as the log of errors is the parser's."""
    parser = lxml.etree.HTMLParser(
        encoding="utf-8",
        huge_tree=False,
        no_network=True,
        collect_ids=False,
    )
    parser.set_element_class_lookup(_ELEMENTS)
    return parser


def _has_text(tree: HtmlElement) -> bool:
    return any(element.text_content().strip() for element in tree.iter("p", "li"))


def _is_cut(parser: lxml.etree.HTMLParser) -> bool:
    """lxml leaves out what is nested deeper than 256 elements."""
    return any("Excessive depth" in entry.message for entry in parser.error_log)


def _text(tree: HtmlElement, metadata: Metadata, url: str | None = None) -> tuple[str, Extractor]:
    found = main_text(tree, metadata, url)
    return "\n".join(trimmed(found.lines, metadata.title)), found.extractor


def _checked(
    page: PageFetched, raw: str, metadata: Metadata, extractor: Extractor
) -> Article | Rejection:
    text, truncated = normalised(raw)
    if len(text) < MIN_TEXT:
        return Rejection("no_content", f"{len(text)} characters of text")
    if not has_sentence(text.splitlines()):
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
