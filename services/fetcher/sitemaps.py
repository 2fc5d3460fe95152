"""Sitemaps and indexes of them → entries and children: in pieces, without a DTD, within limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeAlias, cast

from lxml import etree

from . import unpacking, urls
from .feeds import BadFeedError, Child, Entry, Feed, date_of, line_of, tags_of

MOST_URLS: Final = 50_000  # what the protocol allows a file
MOST_CHILDREN: Final = 100
_UNPACKED: Final = 64 * 1024 * 1024  # the protocol allows 50 MB
_ROOT: Final = re.compile(rb"<(?:[\w.-]+:)?(urlset|sitemapindex)[\s>/]")
_DTD: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
Element: TypeAlias = "etree._Element"  # noqa: SLF001 - lxml has no public name for it
_GZIP: Final = b"\x1f\x8b"
_HEAD: Final = 64 * 1024
_CHUNK: Final = 64 * 1024


def is_sitemap(body: bytes) -> bool:
    """By its root element, be it packed as a file."""
    return _ROOT.search(_head_of(body)) is not None


def parse(body: bytes, url: str, since: datetime | None) -> Feed:
    """What it names and, where it says so, was changed since then. Raises BadFeedError."""
    head = _head_of(body)
    if _DTD.search(head):
        raise BadFeedError("a sitemap with a DTD: document types and entities are not read")
    reading = _Reading(url, since)
    parser = etree.XMLPullParser(
        events=("end",),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        _feed(parser, body, reading)
    except (etree.XMLSyntaxError, ValueError) as error:
        reading.is_cut = True  # what was read until then counts
        if not reading.entries and not reading.children:
            raise BadFeedError(f"broken sitemap: {str(error)[:200]}") from error
    return reading.feed()


def _feed(parser: etree.XMLPullParser, body: bytes, reading: _Reading) -> None:
    for piece in _pieces(body):
        parser.feed(piece)
        if not reading.read(parser):
            return


def _head_of(body: bytes) -> bytes:
    head = b""
    try:
        for piece in _pieces(body):
            head += piece
            if len(head) >= _HEAD:
                break
    except BadFeedError:
        pass
    return head[:_HEAD]


def _pieces(body: bytes) -> Iterator[bytes]:
    """A file that is packed though no header says so is unpacked here, within limits."""
    if not body.startswith(_GZIP):
        yield from (body[at : at + _CHUNK] for at in range(0, len(body), _CHUNK))
        return
    room = _UNPACKED
    try:
        for piece in unpacking.unpacked(unpacking.codings("gzip"), body):
            room -= len(piece)
            if room < 0:
                break
            yield piece
    except unpacking.BrokenPackingError as error:
        raise BadFeedError(f"a packed sitemap that is damaged: {error}") from error
    if room < 0:
        raise BadFeedError(f"unpacks to more than {_UNPACKED:,} bytes")


@dataclass(slots=True)
class _Reading:
    """One way through a file; elements are dropped as soon as they are understood."""

    url: str
    since: datetime | None
    entries: dict[str, Entry] = field(default_factory=dict)
    children: dict[str, Child] = field(default_factory=dict)
    invalid: list[str] = field(default_factory=list)
    old: int = 0
    seen: int = 0
    is_news: bool = False
    is_index: bool = False
    is_cut: bool = False

    def read(self, parser: etree.XMLPullParser) -> bool:
        """False when there is enough."""
        for _, found in parser.read_events():
            element = cast("Element", found)  # as only ends were asked for
            name = _local(element)
            if name in ("url", "sitemap"):
                self._note(name, element)
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
            if self.seen >= MOST_URLS:
                self.is_cut = True
                return False
        return True

    def _note(self, name: str, element: Element) -> None:
        self.seen += 1
        said = _texts(element)
        try:
            link = _link(self.url, said.get("loc"))
            key = urls.canonical_url(link)
        except urls.UnusableUrlError as error:
            self.invalid.append(str(error))
            return
        changed = date_of(said.get("publication_date") or said.get("lastmod"))
        if changed is not None and self.since is not None and changed < self.since:
            self.old += 1
        elif name == "sitemap":
            self._child(link, key, changed)
        else:
            self._entry(link, key, changed, said)

    def _child(self, link: str, key: str, changed: datetime | None) -> None:
        self.is_index = True
        if not urls.same_site(link, self.url):
            self.invalid.append(f"a sitemap on another site: {urls.shown(link)}")
        elif len(self.children) < MOST_CHILDREN:
            self.children.setdefault(key, Child(link, changed))
        else:
            self.is_cut = True

    def _entry(self, link: str, key: str, changed: datetime | None, said: dict[str, str]) -> None:
        is_news = "publication_date" in said
        self.is_news = self.is_news or is_news
        keywords = said.get("keywords", "").split(",")
        entry = Entry(
            url=link,
            title=line_of(said.get("title"), 1000),
            # when a page was last touched is not when it was published
            published_at=changed if is_news else None,
            author=None,
            tags=tags_of([{"term": word.strip()} for word in keywords if word.strip()]),
            is_dated=changed is not None,
        )
        self.entries.setdefault(key, entry)

    def feed(self) -> Feed:
        form = "sitemap_index" if self.is_index else "news_sitemap" if self.is_news else "sitemap"
        return Feed(
            title=None,
            entries=tuple(self.entries.values()),
            invalid=tuple(self.invalid),
            is_cut=self.is_cut,
            ttl=None,
            format=form,
            children=tuple(self.children.values()),
            old=self.old,
        )


def _link(base: str, loc: str | None) -> str:
    if not loc:
        raise urls.UnusableUrlError("an address without <loc>")
    return urls.absolute_url(base, loc)


def _texts(element: Element) -> dict[str, str]:
    """Of `<url>` or `<sitemap>`: its words by local name; the news extension's too, no images'."""
    said: dict[str, str] = {}
    for child in element.iter(etree.Element):
        parent = child.getparent()
        if parent is not None and _local(parent) != "image":
            said.setdefault(_local(child), (child.text or "").strip())
    return said


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def look_back(now: datetime, days: int) -> datetime | None:
    return now - timedelta(days=days) if days else None
