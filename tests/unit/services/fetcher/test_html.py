from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fetcher import html
from services.fetcher.html import Head


def test_the_head_is_read_without_its_comments_scripts_and_body() -> None:
    page = """<!doctype html><html><HEAD>
      <!-- <link rel="canonical" href="/comment"> -->
      <script>var x = '<link rel="canonical" href="/script">';</SCRIPT>
      <link href='/a?x=1&amp;y=2' REL='amphtml CANONICAL'>
      <meta property=og:url content=https://example.org/og>
      <meta name="robots" content="max-image-preview:large"><meta name="wortlaut" content="noai">
      <meta content="1" name="tdm-reservation"></head>
      <body><link rel="canonical" href="/body"></body>"""

    assert html.head_of(page) == Head(
        canonical="/a?x=1&y=2",
        og_url="https://example.org/og",
        robots="max-image-preview:large,noai",
        tdm="1",
    )


@pytest.mark.parametrize(
    ("named", "canonical"),
    [
        ("/b", "https://www.example.org/b"),
        ("https://m.example.org/b?utm_source=x", "https://www.example.org/b"),
        ("https://elsewhere.example/b", "https://www.example.org/a"),
        ("https://www.example.org/", "https://www.example.org/a"),
        ("javascript:x", "https://www.example.org/a"),
        ("http://[x", "https://www.example.org/a"),
        (None, "https://www.example.org/a"),
    ],
)
def test_a_page_names_its_canonical_url_only_within_its_site(
    named: str | None, canonical: str
) -> None:
    assert html.canonical_of("https://www.example.org/a#x", Head(canonical=named)) == canonical


@pytest.mark.parametrize(
    ("head", "headers", "why"),
    [
        (Head(robots="index, follow"), {}, None),
        (Head(robots="NOINDEX,follow"), {}, "meta robots: noindex"),
        (Head(robots="none"), {}, "meta robots: none"),
        (Head(robots="noimageai, noai"), {}, "meta robots: noai"),
        (Head(robots="nofollow, max-snippet:-1"), {}, None),
        (Head(robots="index, noarchive"), {}, "meta robots: noarchive"),
        (Head(), {"X-Robots-Tag": "noindex"}, "X-Robots-Tag: noindex"),
        (Head(), {"X-Robots-Tag": "otherbot: noindex, nofollow"}, None),
        (Head(), {"X-Robots-Tag": "otherbot: nofollow, wortlaut: noai"}, "X-Robots-Tag: noai"),
        (Head(), {"X-Robots-Tag": "unavailable_after: 2027-01-01"}, None),
        (Head(tdm="1"), {}, "tdm-reservation: 1"),
        (Head(), {"tdm-reservation": "1"}, "tdm-reservation: 1"),
        (Head(), {"tdm-reservation": "0"}, None),
        (Head(tdm="0"), {"tdm-reservation": "1"}, None),
    ],
)
def test_what_a_publisher_objects_to_is_named(
    head: Head, headers: dict[str, str], why: str | None
) -> None:
    assert html.objection(head, headers) == why


@pytest.mark.parametrize(
    ("body", "content_type", "media_type"),
    [
        (b"<p>", "text/html; charset=utf-8", "text/html"),
        (b"<p>", "application/xhtml+xml", "text/html"),
        (b"words", "text/plain", "text/plain"),
        (b"<!DOCTYPE html>", None, "text/html"),
        (b"\n<?xml version='1.0'?><html>", "application/xml", "text/html"),
        (b"<HTML>", "application/octet-stream", "text/html"),
    ],
)
def test_pages_of_text_are_recognised(
    body: bytes, content_type: str | None, media_type: str
) -> None:
    assert html.media_type_of(body, content_type) == media_type


@pytest.mark.parametrize(
    ("body", "content_type", "said"),
    [
        (b"%PDF-1.7", "text/html", "a PDF, served as text/html"),
        (b" \n%PDF-1.7", "text/html", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "text/html", "a PNG"),
        (b"PK\x03\x04", "text/plain", "ZIP"),
        (b"\x00\x00\x00\x18ftypmp42", "text/html", "MPEG-4"),
        (b"{}", "application/json", "application/json"),
        (b"<rss/>", "application/xml", "application/xml"),
        (b"abc", None, "unknown"),
        (b"x", "video/\x1b[31m", "video/%1B[31m"),
    ],
)
def test_what_is_no_text_is_named(body: bytes, content_type: str | None, said: str) -> None:
    with pytest.raises(html.UnsupportedMediaError) as error:
        html.media_type_of(body, content_type)

    assert said in str(error.value)


@given(st.text(alphabet="<>!-/ mlinketascrp\"'=", max_size=300))
def test_no_head_is_too_strange(page: str) -> None:
    html.head_of(page)


def test_a_head_of_unclosed_comments_is_read_in_linear_time() -> None:
    assert html.head_of("<!--" * 60_000 + "<script" * 60_000) == Head()


def test_a_home_page_names_its_feeds_and_not_those_of_comments() -> None:
    page = """<head><link rel="alternate" type="application/rss+xml" href="/rss" title="Alles">
      <link rel=alternate type=application/atom+xml href=/atom>
      <link rel="alternate" href="/en" hreflang="en">
      <link rel="alternate" type="application/rss+xml" title="Kommentar-Feed" href="/c">
      <link rel="alternate stylesheet" type="text/css" href="/x.css"></head>"""

    assert html.head_of(page).feeds == ("/rss", "/atom")
