from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from schemas import PageFetched, article_id, urn_of
from services.fetcher import ingest
from services.fetcher.archives import Ingested, IngestError

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def pages_of(*paths: Path) -> list[Ingested]:
    return list(ingest.pages(paths, NOW))


def page_of(path: Path) -> PageFetched:
    (page,) = pages_of(path)
    assert isinstance(page, PageFetched)
    return page


def written(path: Path, body: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return path


def test_a_text_is_named_by_its_bytes(tmp_path: Path) -> None:
    page = page_of(written(tmp_path / "a.txt", "„Ja“, sagte sie.\n"))

    assert page.canonical_url == urn_of("„Ja“, sagte sie.\n".encode())
    assert page.article_id == article_id(page.canonical_url)
    assert (page.media_type, page.outlet) == ("text/plain", "local")
    assert page.body == "„Ja“, sagte sie.\n"
    assert page.fetched_at == NOW


def test_a_page_is_named_by_itself_where_it_says_so(tmp_path: Path) -> None:
    link = '<link rel="canonical" href="https://www.example.org/a?utm_source=x">'
    named = page_of(written(tmp_path / "a.html", f"<html>{link}"))
    shared = page_of(
        written(tmp_path / "b.html", "<meta property='og:url' content='http://example.org/b'>")
    )
    unnamed = page_of(written(tmp_path / "c.htm", "<link rel=canonical href=/relative>"))

    assert (named.canonical_url, named.outlet) == ("https://www.example.org/a", "example.org")
    assert shared.canonical_url == "http://example.org/b"
    assert unnamed.canonical_url.startswith("urn:sha256:")


def test_folders_are_walked_in_order_for_files_with_a_known_suffix(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.html", "a/picture.png", "c.md"):
        written(tmp_path / name, f"<html>{name}")

    bodies = [page.body for page in pages_of(tmp_path) if isinstance(page, PageFetched)]

    assert bodies == ["<html>c.md", "<html>a/1.html", "<html>b/2.txt"]


def test_a_file_named_by_itself_may_be_called_anything(tmp_path: Path) -> None:
    assert page_of(written(tmp_path / "page.php", "<!DOCTYPE html><p>x")).media_type == "text/html"
    assert page_of(written(tmp_path / "notes", "words".encode("utf-16"))).body == "words"


def test_a_file_that_is_no_page_is_named_and_the_next_one_read(tmp_path: Path) -> None:
    results = pages_of(
        tmp_path / "missing.txt",
        written(tmp_path / "empty.txt", " \n"),
        written(tmp_path / "scan.html", b"%PDF-1.4"),
        written(tmp_path / "data", b"\x00\x01\x02"),
        written(tmp_path / "long.txt", "x" * (4 * 1024 * 1024 + 1)),
        written(tmp_path / "good.txt", "x"),
    )

    reasons = [result.why for result in results if isinstance(result, IngestError)]
    assert [reason.partition(":")[0] for reason in reasons] == [
        "cannot be read",
        "the file is empty",
        "a PDF, served as text/html",
        "media type unknown",
        "more than 4,194,304 bytes as text",
    ]
    assert isinstance(results[-1], PageFetched)


def test_a_zero_byte_in_a_text_is_replaced(tmp_path: Path) -> None:
    assert page_of(written(tmp_path / "a.txt", "a\x00b")).body == "a\ufffdb"
