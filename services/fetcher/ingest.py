"""Files → pages: HTML, plain text and archives from a disk instead of the web."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from schemas import MAX_BODY_BYTES, PageFetched, article_id, urn_of

from . import archives, charset, html, urls
from .archives import Ingested, IngestError

HTML_SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml"})
TEXT_SUFFIXES: Final = frozenset({".txt", ".text", ".md"})
_TYPES: Final = {
    **dict.fromkeys(HTML_SUFFIXES, "text/html"),
    **dict.fromkeys(TEXT_SUFFIXES, "text/plain"),
}
_READ_AT_MOST: Final = 4 * MAX_BODY_BYTES  # UTF-16 and its like are longer in a file


def pages(paths: Iterable[Path], now: datetime, *, honour: bool = True) -> Iterator[Ingested]:
    """Of folders, the files with a known suffix; a file named by itself may be called anything.

    `honour`: of archives, what a publisher reserves is passed over. A file of one's own is not
    asked for.
    """
    for path in paths:
        for file in _files_in(path) if path.is_dir() else (path,):
            if archives.is_archive(file):
                yield from archives.pages_of(file, now, honour=honour)
            else:
                yield page_of(file, now)


def page_of(path: Path, now: datetime) -> PageFetched | IngestError:
    try:
        if path.stat().st_size > _READ_AT_MOST:
            return IngestError(path, f"larger than {_READ_AT_MOST:,} bytes")
        body = path.read_bytes()
    except OSError as error:
        return IngestError(path, f"cannot be read: {error.strerror or error}")
    if not body.strip():
        return IngestError(path, "the file is empty")
    try:
        media_type = html.media_type_of(body, _TYPES.get(path.suffix.lower()) or _guess(body))
    except html.UnsupportedMediaError as error:
        return IngestError(path, str(error))
    text, utf8 = charset.read(body)
    if len(utf8) > MAX_BODY_BYTES:
        return IngestError(path, f"more than {MAX_BODY_BYTES:,} bytes as text")
    return _page(body, text, media_type, now)


def _files_in(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):  # links to folders are not followed
        folders.sort()
        files = (Path(parent, name) for name in sorted(names))
        yield from (f for f in files if f.suffix.lower() in _TYPES or archives.is_archive(f))


def _guess(body: bytes) -> str | None:
    """What a file without a telling name holds: no text has zero bytes, save that with a mark."""
    start = body[:4096].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return "text/html"
    is_marked = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "text/plain" if is_marked or b"\x00" not in body else None


def _page(body: bytes, text: str, media_type: str, now: datetime) -> PageFetched:
    url = (_named_url(text) if media_type == "text/html" else None) or urn_of(body)
    return PageFetched(
        article_id=article_id(url),
        url=url,
        canonical_url=url,
        final_url=url,
        outlet=urls.outlet_of(url),
        fetched_at=now,
        media_type=media_type,
        body=text,
        body_sha256=hashlib.sha256(body).hexdigest(),
    )


def _named_url(page: str) -> str | None:
    """Where the page says it belongs; a relative link says nothing without a place of its own."""
    head = html.head_of(page)
    for link in (head.canonical, head.og_url):
        try:
            if link:
                return urls.canonical_url(link)
        except urls.UnusableUrlError:
            continue
    return None
