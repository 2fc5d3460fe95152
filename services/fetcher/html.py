"""What a page says about itself in its head, and what its first bytes say it is."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from . import urls

_HEAD: Final = 256 * 1024  # characters looked at
_TAG: Final = 8 * 1024
_OPENING: Final = re.compile(r"<!--|<(script|style|link|meta|body)\b|</head\b", re.IGNORECASE)
_TELLING: Final = re.compile(
    "canonical|alternate|robots|wortlaut|og:url|tdm-reservation|&"
)  # in small letters; an attribute may be spelled with entities
_ATTRIBUTE: Final = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_SEPARATORS: Final = re.compile(r"[\s,;]+")
_OBJECTIONS: Final = frozenset({"noindex", "noarchive", "none", "noai"})
_FEED_TYPES: Final = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)
_OUR_NAME: Final = "wortlaut"

# First bytes of what is no text, whatever its link or header says.
_MAGIC: Final = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"RIFF", "a RIFF file (WebP picture, sound or film)"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"ID3", "an MP3"),
    (b"OggS", "an Ogg file"),
    (b"\x1aE\xdf\xa3", "a Matroska film"),
    (b"\x7fELF", "a program"),
)
_HTML_TYPES: Final = frozenset({"text/html", "application/xhtml+xml"})
_XML_TYPES: Final = frozenset({"application/xml", "text/xml"})
_VAGUE_TYPES: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})


class UnsupportedMediaError(ValueError):
    """Not a page of text; the text says what it is."""


@dataclass(slots=True)
class Head:
    canonical: str | None = None
    og_url: str | None = None
    robots: str = ""
    tdm: str | None = None
    """`tdm-reservation` as the page itself states it: 1 or 0; None if it does not."""
    feeds: tuple[str, ...] = ()
    """Feeds that the page names, save those of comments."""


def media_type_of(body: bytes, content_type: str | None) -> str:
    """`text/html` or `text/plain`. Raises UnsupportedMediaError for anything else."""
    declared = (content_type or "").partition(";")[0].strip().lower()
    start = body[:512].lstrip()
    if not start.startswith(b"<") and (name := _binary(start)) is not None:
        raise UnsupportedMediaError(f"{name}, served as {urls.shown(declared) or 'nothing'}")
    if declared in _HTML_TYPES or declared == "text/plain":
        return "text/plain" if declared == "text/plain" else "text/html"
    if (declared in _VAGUE_TYPES or declared in _XML_TYPES) and _looks_like_html(start):
        return "text/html"
    raise UnsupportedMediaError(f"media type {urls.shown(declared)[:80] or 'unknown'}")


def _binary(start: bytes) -> str | None:
    if start[4:8] == b"ftyp":
        return "an MPEG-4 film or picture"
    return next((name for magic, name in _MAGIC if start.startswith(magic)), None)


def head_of(page: str) -> Head:
    canonical = og_url = None
    robots: list[str] = []
    feeds: list[str] = []
    tdm: str | None = None
    for name, attributes in _tags(page):
        if name == "link":
            relations = attributes.get("rel", "").lower().split()
            if "canonical" in relations:
                canonical = canonical or attributes.get("href")
            elif "alternate" in relations and _is_feed(attributes):
                feeds.append(attributes["href"])
            continue
        key = (attributes.get("name") or attributes.get("property") or "").lower()
        content = attributes.get("content", "")
        if key in ("robots", _OUR_NAME):
            robots.append(content)
        elif key == "og:url":
            og_url = og_url or content
        elif key == "tdm-reservation":
            tdm = content.strip() if tdm != "1" else tdm
    return Head(canonical, og_url, ",".join(robots), tdm, tuple(dict.fromkeys(feeds)))


def _is_feed(link: Mapping[str, str]) -> bool:
    said = f"{link.get('title', '')} {link.get('href', '')}".lower()
    is_of_comments = "kommentar" in said or "comment" in said
    return (
        bool(link.get("href"))
        and link.get("type", "").lower() in _FEED_TYPES
        and not is_of_comments
    )


def canonical_of(final_url: str, head: Head) -> str:
    """The page's own word counts within its site; a front page named by every article does not."""
    own = urls.canonical_url(final_url)
    if head.canonical is None:
        return own
    try:
        named = urls.canonical_url(urls.absolute_url(final_url, head.canonical))
    except urls.UnusableUrlError:
        return own
    return own if urls.is_front_page(named) or not urls.same_site(own, named) else named


def objection(head: Head, headers: Mapping[str, str]) -> str | None:
    """Why the publisher does not want the page used, as machines may read it; None if it may."""
    if head.robots and (found := _objections(head.robots.lower())):
        return f"meta robots: {found}"
    if (tag := headers.get("X-Robots-Tag")) and (found := _objections(_for_us(tag.lower()))):
        return f"X-Robots-Tag: {found}"
    # the page speaks for itself, and only where it is silent its header does
    tdm = head.tdm if head.tdm is not None else headers.get("tdm-reservation", "").strip()
    return "tdm-reservation: 1" if tdm == "1" else None


def _objections(rules: str) -> str:
    return ", ".join(sorted(_OBJECTIONS.intersection(_SEPARATORS.split(rules))))


def _for_us(rules: str) -> str:
    """`otherbot: noindex, noarchive` is not meant for us, `wortlaut: noindex` is."""
    kept = []
    meant = True
    for part in rules.split(","):
        agent, colon, rule = part.rpartition(":")
        if colon and agent.strip() != "unavailable_after":
            meant = agent.strip() == _OUR_NAME
        if meant:
            kept.append(rule)
    return ",".join(kept)


def _looks_like_html(start: bytes) -> bool:
    lowered = start.lower()
    return lowered.startswith((b"<!doctype html", b"<html", b"<head")) or b"<html" in lowered


def _tags(page: str) -> Iterator[tuple[str, dict[str, str]]]:
    """What tells something in the head, passing over comments and scripts; in linear time."""
    end = min(len(page), _HEAD)
    at = 0
    while (opening := _OPENING.search(page, at, end)) is not None:
        at = opening.end()
        name = (opening[1] or opening[0]).lower()
        if name in ("link", "meta"):
            start, at = at, _end_of(page, ">", at, min(end, at + _TAG))
            tag = page[start:at]
            if _TELLING.search(tag.lower()):  # four times as fast as to pass over case
                yield name, _attributes(tag)
        elif name in ("script", "style"):
            at = _end_of(page, f"</{name}", at, end)
        elif name == "<!--":
            at = _end_of(page, "-->", at, end)
        else:
            return


def _end_of(page: str, mark: str, start: int, end: int) -> int:
    found = page.find(mark, start, end)
    if found < 0 and mark.startswith("</"):
        found = page.find(mark.upper(), start, end)
    return end if found < 0 else found + len(mark)


def _attributes(tag: str) -> dict[str, str]:
    return {
        name.lower(): _plain(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(tag)
    }


def _plain(value: str) -> str:
    return html.unescape(value) if "&" in value else value
