"""Archives → pages: JSONL, a page a line, and WARC, as crawlers keep what they fetched."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final, TypeAlias
from uuid import UUID

from multidict import CIMultiDict
from pydantic import ValidationError
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from schemas import MAX_BODY_BYTES, FeedEntry, HttpResponse, PageFetched, article_id, urn_of

from . import html, pages, urls
from .answers import Answer
from .feeds import date_of
from .pages import Content, Judged

JSONL_SUFFIXES: Final = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
WARC_SUFFIXES: Final = (".warc", ".warc.gz")
_LINE: Final = 4 * MAX_BODY_BYTES  # escaped, a page is longer than itself
_FIELDS: Final = frozenset(
    {"url", "html", "text", "fetched_at", "title", "published_at", "author", "tags", "feed"}
)


@dataclass(frozen=True, slots=True)
class IngestError:
    """What became no page and should have been one; `path` may name a line or record of a file."""

    path: Path | str
    why: str


@dataclass(frozen=True, slots=True)
class Passed:
    """What is no page by its nature or its publisher's word: counted, and no fault."""

    path: Path | str
    why: str


Ingested: TypeAlias = PageFetched | IngestError | Passed


class _BadRecordError(ValueError):
    """The text says what is wrong with it."""


def is_archive(path: Path) -> bool:
    return path.name.lower().endswith(JSONL_SUFFIXES + WARC_SUFFIXES)


def pages_of(path: Path, now: datetime, *, honour: bool) -> Iterator[Ingested]:
    """Every page in it; what is broken in the middle costs itself, what breaks off the rest."""
    read = _lines if path.name.lower().endswith(JSONL_SUFFIXES) else _records
    try:
        with path.open("rb") as file:
            yield from read(path, file, now, honour=honour)
    except OSError as error:
        yield IngestError(path, f"cannot be read: {error.strerror or error}")
    except (EOFError, zlib.error) as error:
        yield IngestError(path, f"breaks off or is damaged: {error}")


# -- JSONL -------------------------------------------------------------------------------------


def _lines(path: Path, file: IO[bytes], now: datetime, *, honour: bool) -> Iterator[Ingested]:
    stream: Any = gzip.open(file) if path.suffix == ".gz" else file  # noqa: SIM115 - closed with it
    number = 0
    while line := stream.readline(_LINE + 1):
        number += 1
        place = f"{path}:{number}"
        if len(line) > _LINE:
            yield IngestError(place, f"a line of more than {_LINE:,} bytes")
            while line and not line.endswith(b"\n"):
                line = stream.readline(_LINE)
        elif line.strip():
            yield _of_a_line(place, line, now, honour=honour)


def _of_a_line(place: str, line: bytes, now: datetime, *, honour: bool) -> Ingested:
    try:
        said = json.loads(line)
        if not isinstance(said, dict):
            raise _BadRecordError("no JSON object")
        return _of_an_object(place, said, now, honour=honour)
    except (ValueError, RecursionError) as error:
        return IngestError(place, _said(error))


def _of_an_object(place: str, said: Mapping[str, Any], now: datetime, *, honour: bool) -> Ingested:
    """Raises ValueError."""
    media_type, body = _body_of(said)
    url = said.get("url") or urn_of(body)
    fetched_at = _instant(said, "fetched_at") or now
    content = _content(str(url), media_type, body, honour=honour)
    if isinstance(content, Judged):
        return Passed(place, f"{content.outcome}: {content.detail}")
    entry = FeedEntry(
        title=said.get("title"),
        published_at=_instant(said, "published_at"),
        author=said.get("author"),
        tags=tuple(said.get("tags") or ()),
    )
    return _page(str(url), content, fetched_at, feed=said.get("feed"), entry=entry)


def _body_of(said: Mapping[str, Any]) -> tuple[str, bytes]:
    if unknown := said.keys() - _FIELDS:
        known = ", ".join(sorted(_FIELDS))
        raise _BadRecordError(f"unknown field {min(unknown)[:40]!r}; the fields are {known}")
    given = [name for name in ("html", "text") if said.get(name)]
    if len(given) != 1 or not isinstance(said[given[0]], str):
        raise _BadRecordError("needs either `html` or `text`, as a string that is not empty")
    # lone surrogates can stand in JSON and in no text
    body = said[given[0]].encode("utf-8", "replace")
    return ("text/html" if given == ["html"] else "text/plain"), body


def _instant(said: Mapping[str, Any], name: str) -> datetime | None:
    if said.get(name) is None:
        return None
    found = date_of(said[name])
    if found is None:
        raise _BadRecordError(f"{name} is no ISO 8601 date: {str(said[name])[:40]!r}")
    return found


# -- WARC --------------------------------------------------------------------------------------


def _records(path: Path, file: IO[bytes], now: datetime, *, honour: bool) -> Iterator[Ingested]:
    try:
        for number, record in enumerate(ArchiveIterator(file), start=1):
            if record.rec_type == "response":
                yield _of_a_record(f"{path}:{number}", record, now, honour=honour)
    except ArchiveLoadFailed as error:
        yield IngestError(path, f"no WARC from here on: {_said(error)}")


def _of_a_record(place: str, record: Any, now: datetime, *, honour: bool) -> Ingested:
    try:
        return _of_a_response(place, record, now, honour=honour)
    except (ValueError, OSError, EOFError, zlib.error) as error:
        return IngestError(place, _said(error))


def _of_a_response(place: str, record: Any, now: datetime, *, honour: bool) -> Ingested:
    status = record.http_headers.get_statuscode() if record.http_headers else ""
    if status != "200":
        return Passed(place, f"status {status[:10] or 'unknown'}")
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    headers = CIMultiDict(record.http_headers.headers)
    body = record.content_stream().read(MAX_BODY_BYTES + 1)
    if len(body) > MAX_BODY_BYTES:
        return Passed(place, f"too_large: more than {MAX_BODY_BYTES:,} bytes")
    if not body.strip():
        return Passed(place, "empty")
    answer = Answer("ok", url, status=200, headers=headers, body=body)
    try:
        content = pages.content_of(answer, hashlib.sha256(body).hexdigest(), honour=honour)
    except html.UnsupportedMediaError as error:
        return Passed(place, f"unsupported: {error}")
    if isinstance(content, Judged):
        return Passed(place, f"{content.outcome}: {content.detail}")
    fetched_at = date_of(record.rec_headers.get_header("WARC-Date")) or now
    http = HttpResponse(
        status=200,
        etag=pages.header(answer, "ETag"),
        last_modified=pages.header(answer, "Last-Modified"),
        content_type=pages.header(answer, "Content-Type"),
    )
    return _page(url, content, fetched_at, http=http)


# -- both --------------------------------------------------------------------------------------


def _content(url: str, media_type: str, body: bytes, *, honour: bool) -> Content | Judged:
    """Of a text that is decoded already."""
    kind = f"{media_type}; charset=utf-8"
    answer = Answer("ok", url, status=200, headers={"Content-Type": kind}, body=body)
    sha256 = hashlib.sha256(body).hexdigest()
    if url.startswith("urn:"):
        return Content(media_type, body.decode(), body, sha256, url, None)
    try:
        return pages.content_of(answer, sha256, honour=honour)
    except html.UnsupportedMediaError as error:
        return Judged("unsupported", str(error))


def _page(
    url: str,
    content: Content,
    fetched_at: datetime,
    *,
    feed: str | None = None,
    entry: FeedEntry | None = None,
    http: HttpResponse | None = None,
) -> PageFetched:
    named: UUID = article_id(content.canonical_url)
    return PageFetched(
        article_id=named,
        url=url,
        canonical_url=content.canonical_url,
        final_url=url,
        outlet=urls.outlet_of(content.canonical_url),
        feed=feed,
        fetched_at=fetched_at.astimezone(UTC),
        entry=entry,
        http=http,
        media_type=content.media_type,
        body=content.text,
        body_sha256=content.sha256,
    )


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return " ".join(str(error).split())[:200]
