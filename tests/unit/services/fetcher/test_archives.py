"""Archives as other programs write them."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from schemas import PageFetched
from services.fetcher import archives, ingest
from services.fetcher.archives import Ingested, IngestError, Passed

NOW = datetime(2026, 11, 24, tzinfo=UTC)
URL = "https://www.zeitung.de/a"


def a_line(**said: Any) -> str:
    return json.dumps({"url": URL, "html": "<p>„Ja“, sagte sie.", **said}) + "\n"


def read(path: Path, *, honour: bool = True) -> list[Ingested]:
    return list(ingest.pages([path], NOW, honour=honour))


def of_lines(folder: Path, text: str | bytes, name: str = "a.jsonl") -> list[Ingested]:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return read(folder / name)


def test_a_line_is_a_page_with_what_is_known_of_it(tmp_path: Path) -> None:
    line = a_line(
        fetched_at="2020-05-01T10:00:00+02:00",
        published_at="2020-04-30",
        title="Titel",
        author="Ada",
        tags=["Politik"],
        feed="https://www.zeitung.de/rss",
    )

    (page,) = of_lines(tmp_path, line)

    assert isinstance(page, PageFetched)
    assert (page.canonical_url, page.outlet, page.media_type) == (URL, "zeitung.de", "text/html")
    assert page.fetched_at == datetime(2020, 5, 1, 8, tzinfo=UTC), "older than any live fetch"
    assert page.entry is not None
    assert (page.entry.title, page.entry.author, page.entry.tags) == ("Titel", "Ada", ("Politik",))
    assert page.entry.published_at == datetime(2020, 4, 30, tzinfo=UTC)


def test_a_text_needs_no_url_and_packed_lines_are_unpacked(tmp_path: Path) -> None:
    line = json.dumps({"text": "„Nein“, sagte er."}).encode() + b"\n\n"

    (page,) = of_lines(tmp_path, gzip.compress(line), "a.jsonl.gz")

    assert isinstance(page, PageFetched)
    assert page.canonical_url.startswith("urn:sha256:")
    assert (page.media_type, page.body) == ("text/plain", "„Nein“, sagte er.")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "Expecting"),
        ("[1]", "no JSON object"),
        ("[" * 100_000, "recursion"),
        ("{}", "either `html` or `text`"),
        (a_line(text="x"), "either `html` or `text`"),
        (a_line(html=3), "either `html` or `text`"),
        (a_line(body="x"), "unknown field 'body'"),
        (a_line(url="ftp://x/"), "scheme"),
        (a_line(fetched_at="gestern"), "fetched_at is no ISO 8601 date"),
        (a_line(title=["x"]), "title"),
    ],
)
def test_a_bad_line_is_named_by_file_and_number_and_the_next_one_read(
    tmp_path: Path, line: str, said: str
) -> None:
    bad, good = of_lines(tmp_path, f"{line.strip()}\n{a_line()}")

    assert isinstance(bad, IngestError)
    assert str(bad.path).endswith("a.jsonl:1")
    assert said in bad.why
    assert isinstance(good, PageFetched)


def test_an_endless_line_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_LINE", 1000)

    bad, good = of_lines(tmp_path, a_line(html="x" * 5000) + a_line())

    assert isinstance(bad, IngestError)
    assert "more than 1,000 bytes" in bad.why
    assert isinstance(good, PageFetched)


def test_a_packed_file_that_breaks_off_keeps_what_it_had(tmp_path: Path) -> None:
    packed = gzip.compress("".join(a_line(title=str(n)) for n in range(2000)).encode())

    found = of_lines(tmp_path, packed[:-200], "a.jsonl.gz")

    assert isinstance(found[0], PageFetched)
    assert isinstance(found[-1], IngestError)
    assert "breaks off" in found[-1].why


# -- WARC --------------------------------------------------------------------------------------


def a_record(kind: str, url: str, content: bytes, media_type: str) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2026-11-01T08:30:00Z\r\nWARC-Record-ID: <urn:uuid:{uuid4()}>\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + content + b"\r\n\r\n")


def a_warc(folder: Path, *responses: tuple[str, str, dict[str, str], bytes]) -> Path:
    """As CC-NEWS lays it out: warcinfo, then request and response of each page, each packed."""
    path = folder / "CC-NEWS-20261101.warc.gz"
    http = "application/http; msgtype="
    with path.open("wb") as file:
        file.write(a_record("warcinfo", "", b"software: a crawler\r\n", "application/warc-fields"))
        for url, status, headers, body in responses:
            asked = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
            file.write(a_record("request", url, asked, f"{http}request"))
            lines = [f"HTTP/1.1 {status}", *(f"{k}: {v}" for k, v in headers.items())]
            answered = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
            file.write(a_record("response", url, answered, f"{http}response"))
    return path


HTML = {"Content-Type": "text/html; charset=iso-8859-1", "ETag": '"e"'}
PAGE = "<html><p>Größe".encode("latin-1")


def test_the_pages_of_a_warc_are_those_that_were_fetched_then(tmp_path: Path) -> None:
    (page,) = read(a_warc(tmp_path, (f"{URL}?utm_source=x", "200 OK", HTML, PAGE)))

    assert isinstance(page, PageFetched)
    assert (page.canonical_url, page.body) == (URL, "<html><p>Größe")
    assert page.fetched_at == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    assert page.http is not None
    assert (page.http.status, page.http.etag) == (200, '"e"')


def test_what_is_no_page_is_passed_over_and_told(tmp_path: Path) -> None:
    packed = {**HTML, "Content-Encoding": "gzip"}
    path = a_warc(
        tmp_path,
        (URL, "404 Not Found", HTML, b"x"),
        (URL, "200 OK", {"Content-Type": "image/png"}, b"\x89PNG\r\n"),
        (URL, "200 OK", {**HTML, "X-Robots-Tag": "noai"}, PAGE),
        (URL, "200 OK", HTML, b" "),
        (URL, "200 OK", packed, gzip.compress(b" " * (5 * 1024 * 1024))),
        ("http://user:x@zeitung.de/", "200 OK", HTML, PAGE),
        (URL, "200 OK", packed, gzip.compress(PAGE)),
    )

    found = read(path)

    passed = [one.why.partition(":")[0] for one in found if isinstance(one, Passed)]
    assert passed == ["status 404", "unsupported", "reserved", "empty", "too_large"]
    (error,) = (one for one in found if isinstance(one, IngestError))
    assert "user name" in error.why
    assert isinstance(found[-1], PageFetched), "packed as the server sent it"


def test_a_reservation_can_be_overridden(tmp_path: Path) -> None:
    path = a_warc(tmp_path, (URL, "200 OK", {**HTML, "X-Robots-Tag": "noai"}, PAGE))

    (page,) = read(path, honour=False)

    assert isinstance(page, PageFetched)


@pytest.mark.parametrize(
    "body",
    [b"no warc at all", gzip.compress(b"nor this", mtime=0), b""],
    ids=["text", "gzip", "nothing"],
)
def test_what_is_no_warc_is_named(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(body)

    found = read(path)

    assert all(isinstance(one, IngestError) for one in found)
    assert len(found) == (1 if body else 0)


def test_a_warc_that_breaks_off_keeps_what_it_had(tmp_path: Path) -> None:
    path = a_warc(tmp_path, *((URL, "200 OK", HTML, PAGE * 500 + bytes([n])) for n in range(9)))
    path.write_bytes(path.read_bytes()[:-300])

    found = read(path)

    assert len([one for one in found if isinstance(one, PageFetched)]) >= 8


def test_folders_hold_archives_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(a_line() * 2, encoding="utf-8")
    a_warc(tmp_path, (URL, "200 OK", HTML, PAGE))

    assert len(read(tmp_path)) == 4
