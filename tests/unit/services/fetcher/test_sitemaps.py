from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fetcher import sitemaps
from services.fetcher.feeds import BadFeedError, Feed

URL = "https://www.zeitung.de/sitemap.xml"
SINCE = datetime(2026, 11, 17, tzinfo=UTC)
SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = f'{SCHEMA} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def a_url(loc: str, changed: str | None = None, more: str = "") -> str:
    date = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{loc}</loc>{date}{more}</url>"


def news(loc: str, title: str, date: str) -> str:
    return a_url(
        loc,
        more=f"<news:news><news:publication><news:name>Zeitung</news:name></news:publication>"
        f"<news:publication_date>{date}</news:publication_date><news:title>{title}</news:title>"
        "<news:keywords>Politik, Wahl</news:keywords></news:news>",
    )


def read(body: str | bytes, since: datetime | None = SINCE) -> Feed:
    return sitemaps.parse(body.encode() if isinstance(body, str) else body, URL, since)


def test_a_news_sitemap_says_title_date_and_keywords() -> None:
    item = news("https://www.zeitung.de/a", "Größe", "2026-11-23T10:00+01:00")

    found = read(f"<urlset {NEWS}>{item}</urlset>")

    (entry,) = found.entries
    assert found.format == "news_sitemap"
    assert (entry.url, entry.title) == ("https://www.zeitung.de/a", "Größe")
    assert entry.published_at == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert entry.tags == ("Politik", "Wahl")


def test_an_archive_is_passed_over_and_counted() -> None:
    old = "".join(a_url(f"/old/{n}", "2019-05-01") for n in range(1000))
    body = f"<urlset {SCHEMA}>{old}{a_url('/new', '2026-11-24')}{a_url('/undated')}</urlset>"

    found = read(body)

    assert [entry.url for entry in found.entries] == [
        "https://www.zeitung.de/new",
        "https://www.zeitung.de/undated",
    ]
    assert [entry.is_dated for entry in found.entries] == [True, False]
    assert found.entries[0].published_at is None, "touched is not published"
    assert found.old == 1000


def test_an_image_of_a_page_is_not_the_page() -> None:
    picture = (
        "<image:image><image:loc>/x.jpg</image:loc><image:title>Bild</image:title></image:image>"
    )
    body = f"<urlset {SCHEMA} {IMAGE}><url>{picture}<loc>/a</loc></url></urlset>"

    (entry,) = read(body).entries

    assert (entry.url, entry.title) == ("https://www.zeitung.de/a", None)


def test_an_index_names_sitemaps_of_its_own_site_that_are_not_old() -> None:
    def child(loc: str, date: str) -> str:
        return f"<sitemap><loc>{loc}</loc><lastmod>{date}</lastmod></sitemap>"

    body = (
        f"<sitemapindex {SCHEMA}>{child('/2026-11.xml.gz', '2026-11-24')}"
        f"{child('/1999.xml', '1999-12-31')}{child('https://anderswo.de/x.xml', '2026-11-24')}"
        "</sitemapindex>"
    )

    found = read(body)

    assert found.format == "sitemap_index"
    assert [c.url for c in found.children] == ["https://www.zeitung.de/2026-11.xml.gz"]
    assert found.old == 1
    assert "another site" in found.invalid[0]


def test_a_packed_file_is_unpacked_within_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    body = f"<urlset {SCHEMA}>{a_url('/a', '2026-11-24')}</urlset>".encode()

    assert sitemaps.is_sitemap(gzip.compress(body))
    assert len(read(gzip.compress(body)).entries) == 1
    monkeypatch.setattr(sitemaps, "_UNPACKED", 1000)
    with pytest.raises(BadFeedError, match="more than 1,000 bytes"):
        read(gzip.compress(b"<urlset>" + b" " * 10_000))
    with pytest.raises(BadFeedError, match="damaged"):
        read(gzip.compress(body)[:20] + b"\xff" * 40)


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE urlset [<!ENTITY a "b">]>',
        '<?xml version="1.0"?>\n<!-- x --><!DOCTYPE urlset SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
def test_a_dtd_is_refused(prolog: str) -> None:
    with pytest.raises(BadFeedError, match="DTD"):
        read(f"{prolog}<urlset {SCHEMA}>{a_url('&a;')}</urlset>")


def test_a_file_that_breaks_off_yields_what_it_has() -> None:
    whole = f"<urlset {SCHEMA}>{a_url('/a', '2026-11-24')}{a_url('/b', '2026-11-24')}</urlset>"

    assert [e.url for e in read(whole[: whole.index("/b")]).entries] == ["https://www.zeitung.de/a"]


def test_addresses_that_are_none_are_named_and_the_others_read() -> None:
    bad = ("", "ftp://x.de/", "http://a:b@x.de/", "https://x.de/" + "y" * 3000)
    body = f"<urlset {SCHEMA}>{''.join(map(a_url, bad))}{a_url('/a')}</urlset>"

    found = read(body)

    assert len(found.invalid) == len(bad)
    assert [entry.url for entry in found.entries] == ["https://www.zeitung.de/a"]


def test_no_more_than_the_protocol_allows_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_URLS", 10)
    found = read(f"<urlset {SCHEMA}>{''.join(a_url(f'/{n}') for n in range(50))}</urlset>")

    assert found.is_cut
    assert len(found.entries) <= 50


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"<urlset>", b"<sitemapindex><sitemap><loc>"])
)
def test_no_bytes_are_too_strange_for_a_sitemap(body: bytes, start: bytes) -> None:
    try:
        sitemaps.is_sitemap(start + body)
        sitemaps.parse(start + body, URL, SINCE)
    except BadFeedError:
        return
