"""Bytes of a feed → its entries: RSS, Atom and JSON Feed, without a network and without trust."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import fastfeedparser
import feedparser

from . import charset, urls

MAX_TITLE: Final = 1000
MAX_AUTHOR: Final = 300
MAX_TAGS: Final = 50
MAX_TAG: Final = 100

# Everything that may stand before the root element; a DTD can stand nowhere else.
_PROLOG: Final = re.compile(r"(?:\s+|<\?[^>]*\?>|<!--(?:[^-]|-(?!->))*-->)*")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENDS: Final = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_STARTS: Final = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_TTL: Final = re.compile(r"<ttl>\s*(\d{1,6})\s*</ttl>", re.IGNORECASE)
_PERIOD: Final = re.compile(r"<sy:updatePeriod>\s*(\w+)\s*</sy:updatePeriod>", re.IGNORECASE)
_FREQUENCY: Final = re.compile(r"<sy:updateFrequency>\s*(\d{1,4})\s*<", re.IGNORECASE)
_PERIODS: Final = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_LINK: Final = re.compile(r"<link\b[^>]{0,500}>", re.IGNORECASE)
_HREF: Final = re.compile(r"href\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_ATOM: Final = re.compile(r"<(?:\w+:)?feed[\s>]")
_MARKUP: Final = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


class BadFeedError(ValueError):
    """No feed, or one that is not read; the text says what it is instead."""


@dataclass(slots=True)
class Entry:
    """One article as its feed announces it."""

    url: str
    title: str | None = None
    published_at: datetime | None = None
    author: str | None = None
    tags: tuple[str, ...] = ()
    is_dated: bool = True
    """False in a sitemap that does not say how old it is."""


@dataclass(frozen=True, slots=True)
class Child:
    """A source that another one names: a sitemap in an index, a feed on a home page."""

    url: str
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    title: str | None
    entries: tuple[Entry, ...]
    invalid: tuple[str, ...]  # why entries were left out, one line each
    is_cut: bool  # it had more entries than are read
    ttl: timedelta | None  # how long the feed asks not to be polled
    format: str = "rss"
    children: tuple[Child, ...] = ()
    old: int = 0  # addresses that a sitemap itself calls older than we look back


def parse(body: bytes, content_type: str | None, url: str, max_entries: int = 2000) -> Feed:
    """Raises BadFeedError."""
    text = charset.decoded(body, content_type).lstrip("\ufeff")
    if text.lstrip()[:1] == "{":
        form = "json"
        raw, is_cut = _json_feed(text, max_entries)
    else:
        _refuse_what_is_no_feed(text)
        form = "atom" if _ATOM.search(text[:4096]) else "rss"
        text, is_cut = _first_entries(text, max_entries)
        raw = _xml_feed(text)
    entries, invalid = _usable(raw.get("entries") or (), url)
    title = line_of((raw.get("feed") or {}).get("title"), MAX_TITLE)
    return Feed(title, entries[:max_entries], invalid, is_cut, _ttl(text), form)


def describe(feed: Feed) -> Iterator[str]:
    """For a person: what was found in it and what would be fetched."""
    yield f"format   {feed.format.replace('_', ' ')}"
    yield f"title    {feed.title or '(none)'}"
    yield f"entries  {len(feed.entries)}" + (" (cut: it has more)" if feed.is_cut else "")
    if feed.old:
        yield f"older    {feed.old} are older than we look back and would not be fetched"
    undated = sum(not entry.is_dated for entry in feed.entries)
    if undated:
        yield f"undated  {undated} would be fetched only if they came after the first look"
    for child in feed.children[:10]:
        yield f"  names  {urls.shown(child.url)}"
    if len(feed.children) > 10:
        yield f"  … and {len(feed.children) - 10} more"
    if feed.ttl is not None:
        yield f"ttl      {feed.ttl}"
    for entry in feed.entries[:5]:
        date = entry.published_at.date().isoformat() if entry.published_at else "no date   "
        yield f"  {date}  {entry.title or '(no title)'}"
        yield f"              {urls.shown(entry.url)}"
    if len(feed.entries) > 5:
        yield f"  … and {len(feed.entries) - 5} more"
    for reason in feed.invalid[:5]:
        yield f"  left out: {reason}"


def _refuse_what_is_no_feed(text: str) -> None:
    if not text.strip():
        raise BadFeedError("the feed is empty")
    prolog = _PROLOG.match(text)
    root = text[prolog.end() if prolog else 0 :][:200].lower()
    if root.startswith(("<!doctype html", "<html", "<head", "<body")):
        raise BadFeedError(f"an HTML page, not a feed{_advice(text)}")
    if root.startswith("<!"):
        raise BadFeedError("a feed with a DTD: document types and entities are not read")
    if not root.startswith("<"):
        raise BadFeedError("neither XML nor JSON")


def _advice(page: str) -> str:
    for link in _LINK.findall(page[: 64 * 1024]):
        if ("rss+xml" in link or "atom+xml" in link) and (href := _HREF.search(link)):
            return f"; it names the feed {urls.shown(href[1])}"
    return ""


def _first_entries(text: str, count: int) -> tuple[str, bool]:
    """Cut before parsing: 50,000 entries would hold up the event loop. Parsers mend the end."""
    end = 0
    for number, found in enumerate(_ENDS.finditer(text), start=1):
        end = found.end()
        if number == count:
            break
    else:
        return text, False
    return text[:end], _STARTS.search(text, end) is not None


def _xml_feed(text: str) -> Mapping[str, Any]:
    document = _DECLARATION.sub("", text, count=1)
    quick = _said(lambda: fastfeedparser.parse(document))
    if quick.get("entries"):
        return quick
    tolerant = _said(
        lambda: feedparser.parse(
            document.encode(errors="replace"),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    )
    if not tolerant.get("entries") and not tolerant.get("version"):
        raise BadFeedError("XML, but neither RSS nor Atom")
    return tolerant


def _said(parse: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """Nothing where a parser trips: they raise what their own parts happen to raise."""
    try:
        return parse()
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        return {}


def _json_feed(text: str, count: int) -> tuple[Mapping[str, Any], bool]:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFeedError(f"broken JSON: {error}") from error
    items = feed.get("items")
    if not isinstance(items, list) or "jsonfeed.org" not in str(feed.get("version")):
        raise BadFeedError("JSON, but no JSON Feed")
    entries = [_json_entry(item) for item in items[:count] if isinstance(item, dict)]
    return {"feed": {"title": feed.get("title")}, "entries": entries}, len(items) > count


def _json_entry(item: Mapping[str, Any]) -> dict[str, Any]:
    authors = item.get("authors") or [item.get("author")]
    first = authors[0] if isinstance(authors, list) and authors else None
    tags = item.get("tags")
    return {
        "link": item.get("url") or item.get("external_url"),
        "id": item.get("id"),
        "title": item.get("title"),
        "published": item.get("date_published"),
        "author": first.get("name") if isinstance(first, dict) else None,
        "tags": [{"term": tag} for tag in tags] if isinstance(tags, list) else [],
    }


def _usable(raw: Iterable[Any], base: str) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    entries: dict[str, Entry] = {}
    invalid: list[str] = []
    for item in raw:
        try:
            entry = _entry(item, base)
            entries.setdefault(urls.canonical_url(entry.url), entry)
        except urls.UnusableUrlError as error:
            invalid.append(str(error))
    return tuple(entries.values()), tuple(invalid)


def _entry(item: Mapping[str, Any], base: str) -> Entry:
    link = item.get("link") or _permalink(item.get("id"))
    if not isinstance(link, str) or not link.strip():
        raise urls.UnusableUrlError("entry without a link")
    return Entry(
        url=urls.absolute_url(base, link),
        title=line_of(item.get("title"), MAX_TITLE),
        published_at=_instant(item),
        author=line_of(item.get("author"), MAX_AUTHOR),
        tags=tags_of(item.get("tags")),
    )


def _permalink(guid: object) -> str | None:
    return guid if isinstance(guid, str) and guid.startswith(("http://", "https://")) else None


def _instant(item: Mapping[str, Any]) -> datetime | None:
    if (parsed := item.get("published_parsed") or item.get("updated_parsed")) is not None:
        return _sane(lambda: datetime(*parsed[:6]))  # noqa: DTZ001 - UTC is added there
    return date_of(item.get("published") or item.get("updated"))


def date_of(text: object) -> datetime | None:
    """Of an ISO date or instant."""
    return _sane(lambda: datetime.fromisoformat(text)) if isinstance(text, str) else None


def _sane(read: Callable[[], datetime]) -> datetime | None:
    try:
        instant = read()
        instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        return instant.astimezone(UTC) if 1970 <= instant.year <= 2100 else None
    except (ValueError, TypeError, OverflowError):
        return None


def tags_of(raw: object) -> tuple[str, ...]:
    terms = (
        [tag.get("term") for tag in raw if isinstance(tag, dict)] if isinstance(raw, list) else []
    )
    lines = [line for term in terms if (line := line_of(term, MAX_TAG)) is not None]
    return tuple(dict.fromkeys(lines))[:MAX_TAGS]


def line_of(raw: object, longest: int) -> str | None:
    """One line of words: markup, control codes and surplus blanks have no meaning in a title."""
    if not isinstance(raw, str):
        return None
    bare = _MARKUP.sub("", raw[: longest * 4])
    printable = bare if bare.isprintable() else _printable(bare)
    return " ".join(printable.split())[:longest] or None


def _printable(text: str) -> str:
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cs") else " " for c in text)


def _ttl(text: str) -> timedelta | None:
    head = text[: 16 * 1024]
    if ttl := _TTL.search(head):
        return timedelta(minutes=int(ttl[1]))
    period = _PERIOD.search(head)
    if period is None or period[1].lower() not in _PERIODS:
        return None
    frequency = _FREQUENCY.search(head)
    return _PERIODS[period[1].lower()] / max(1, int(frequency[1]) if frequency else 1)
