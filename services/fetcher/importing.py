"""Lists of feeds: OPML, or one URL a line."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, XMLParser, fromstring

from services.runtime.errors import ServiceError

from . import urls
from .frontier import Frontier

log = logging.getLogger("wortlaut.fetcher")


class FeedListError(ServiceError):
    """The list of feeds cannot be read."""


@dataclass(frozen=True, slots=True)
class Listed:
    url: str
    title: str | None = None


def feeds_listed(text: str, name: str) -> list[Listed]:
    """Of OPML or plain text, each URL once. Raises FeedListError that names the file."""
    found = _of_opml(text, name) if text.lstrip("\ufeff \t\r\n")[:1] == "<" else _of_lines(text)
    return list({listed.url: listed for listed in found}.values())


def feeds_in(path: Path) -> list[Listed]:
    try:
        return feeds_listed(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise FeedListError(f"cannot read the feeds in {path}: {error}") from error


async def import_feeds(frontier: Frontier, path: Path, now: datetime) -> int:
    """Add what the file lists; pause what it listed earlier and lists no more. How many are new."""
    origin = f"file:{path.name}"
    usable = list(_usable(feeds_in(path), path.name))
    new = [await frontier.add_feed(f.url, now, origin, f.title) for f in usable]
    retired = await frontier.retire_feeds(origin, [f.url for f in usable])
    counts = {"file": path.name, "listed": len(usable), "new": sum(new), "paused": len(retired)}
    log.info("feeds.imported", extra=counts)
    return sum(new)


def _usable(listed: list[Listed], name: str) -> Iterator[Listed]:
    for feed in listed:
        try:
            urls.parts_of(feed.url)
        except urls.UnusableUrlError as error:
            extra = {"file": name, "feed": urls.shown(feed.url), "why": str(error)}
            log.warning("feed.refused", extra=extra)
        else:
            yield feed


def _of_lines(text: str) -> Iterator[Listed]:
    """`#` begins a comment at the start of a line or after a blank: URLs may hold one."""
    for line in text.splitlines():
        url = re.split(r"(?:^|\s)#", line.lstrip("\ufeff"), maxsplit=1)[0].strip()
        if url:
            yield Listed(url)


def _of_opml(text: str, name: str) -> Iterator[Listed]:
    for outline in _tree(text, name).iter("outline"):
        attributes = {key.lower(): value for key, value in outline.attrib.items()}
        if url := attributes.get("xmlurl", "").strip():
            yield Listed(url, attributes.get("title") or attributes.get("text") or None)


def _tree(text: str, name: str) -> Element:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise FeedListError(f"{name}: document types and entities are not read")
    try:
        parser = XMLParser(encoding="utf-8")  # noqa: S314 - a DTD was refused above
        return fromstring(text.lstrip("\ufeff \t\r\n").encode(), parser)  # noqa: S314 - likewise
    except ParseError as error:
        raise FeedListError(f"{name} is no OPML: {error}") from error
