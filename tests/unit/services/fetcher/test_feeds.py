from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.fetcher import feeds
from services.fetcher.feeds import BadFeedError, Entry
from tests.support.web import item, rss

HERE = "https://example.org/feed.xml"


def entries_of(body: str | bytes, content_type: str | None = None) -> tuple[Entry, ...]:
    raw = body.encode() if isinstance(body, str) else body
    return feeds.parse(raw, content_type, HERE).entries


def test_rss_says_title_date_author_and_tags() -> None:
    (entry,) = entries_of(
        rss(
            "<item><title>Eins &amp; <![CDATA[<b>zwei</b>]]></title><link>/a</link>"
            "<pubDate>Tue, 24 Nov 2026 10:00:00 +0100</pubDate><category>Politik</category>"
            '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">A. Beispiel</dc:creator>'
            "</item>"
        )
    )

    assert entry == Entry(
        url="https://example.org/a",
        title="Eins & zwei",
        published_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        author="A. Beispiel",
        tags=("Politik",),
    )


def test_atom_links_to_its_alternate() -> None:
    (entry,) = entries_of(
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry>'
        '<title>Eins</title><id>tag:1</id><link rel="enclosure" href="/sound"/>'
        '<link rel="alternate" href="/a"/><updated>2026-11-24T10:00:00Z</updated></entry></feed>'
    )

    assert (entry.url, entry.title) == ("https://example.org/a", "Eins")
    assert entry.published_at == datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_json_feeds_are_read() -> None:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "x",
        "items": [
            {
                "id": "1",
                "url": "/a",
                "title": "Eins",
                "date_published": "2026-11-24T10:00:00+01:00",
                "authors": [{"name": "B"}],
                "tags": ["t", 3],
            },
            "no item",
        ],
    }

    assert entries_of(json.dumps(document)) == (
        Entry("https://example.org/a", "Eins", datetime(2026, 11, 24, 9, tzinfo=UTC), "B", ("t",)),
    )


def test_a_guid_stands_in_for_a_missing_link_when_it_is_one() -> None:
    good = "<item><title>x</title><guid>https://example.org/a</guid></item>"
    bad = "<item><title>x</title><guid isPermaLink='false'>17</guid></item>"

    feed = feeds.parse(rss(good, bad).encode(), None, HERE)

    assert [entry.url for entry in feed.entries] == ["https://example.org/a"]
    assert feed.invalid == ("entry without a link",)


def test_one_article_under_two_trackers_is_one_entry() -> None:
    links = [item(f"https://example.org/a?utm_source={n}") for n in range(3)]

    assert len(entries_of(rss(*links))) == 1


@pytest.mark.parametrize("name", ["utf-8", "iso-8859-1", "utf-16"])
def test_the_declared_encoding_is_decoded_before_parsing(name: str) -> None:
    body = rss(item("/a", "Größe – für")).replace("utf-8", name).replace("–", "-")

    assert entries_of(body.encode(name))[0].title == "Größe - für"


def test_a_feed_that_lies_about_its_encoding_keeps_its_umlauts() -> None:
    assert entries_of(rss(item("/a", "Größe")).encode("cp1252"))[0].title == "Größe"


def test_a_feed_that_breaks_off_yields_what_it_has() -> None:
    body = rss(item("/a"), item("/b"), item("/c"))

    assert len(entries_of(body[: body.index("/c")])) >= 2


def test_a_document_type_inside_an_entry_is_no_dtd() -> None:
    page = "<description><![CDATA[<!DOCTYPE html><p>]]></description>"
    body = rss(f"<item><link>/a</link><title>x</title>{page}</item>")

    assert len(entries_of(body)) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("<!DOCTYPE html><html>", "an HTML page"),
        ("<!-- x --><html lang=de>", "an HTML page"),
        ('<?xml version="1.0"?>\n<!DOCTYPE rss SYSTEM "x"><rss/>', "DTD"),
        ('<!DOCTYPE lolz [<!ENTITY lol "lol">]><rss>&lol;</rss>', "DTD"),
        ("<!-- a --><?x y?> <!doctype rss><rss/>", "DTD"),
        ("Not found", "neither XML nor JSON"),
        ("{", "broken JSON"),
        ("{}", "no JSON Feed"),
        ('{"items": []}', "no JSON Feed"),
        ("[" * 100_000, "neither"),
        ('{"a":' * 100_000, "broken JSON"),
        ("<svg></svg>", "neither RSS nor Atom"),
    ],
)
def test_what_is_no_feed_is_named(body: str, said: str) -> None:
    with pytest.raises(BadFeedError, match=said):
        entries_of(body)


def test_an_html_page_is_searched_for_the_feed_it_names() -> None:
    page = '<!doctype html><link rel="alternate" type="application/atom+xml" href="/atom.xml">'

    with pytest.raises(BadFeedError, match=r"it names the feed /atom\.xml"):
        entries_of(page)


def test_more_entries_than_wanted_are_not_even_parsed() -> None:
    body = rss(*(item(f"/{n}") for n in range(1000))).encode()

    feed = feeds.parse(body, None, HERE, max_entries=10)

    assert [entry.url for entry in feed.entries] == [f"https://example.org/{n}" for n in range(10)]
    assert feed.is_cut


def test_titles_are_one_line_without_control_codes_and_not_endless() -> None:
    items = [{"url": "/a", "title": "a\u001b[31m\u0000\n b\ud800" + "x" * 5000}]
    document = json.dumps({"version": "https://jsonfeed.org/version/1", "items": items})

    (entry,) = entries_of(document)

    assert entry.title is not None
    assert entry.title.startswith("a [31m b xxx")
    assert len(entry.title) == feeds.MAX_TITLE


@pytest.mark.parametrize(
    ("head", "ttl"),
    [
        ("<ttl>60</ttl>", timedelta(hours=1)),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", timedelta(days=1)),
        (
            "<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
            timedelta(minutes=30),
        ),
        ("<ttl>soon</ttl>", None),
        ("", None),
    ],
)
def test_a_feed_says_how_long_it_holds(head: str, ttl: timedelta | None) -> None:
    body = rss(item("/a")).replace("<channel>", f'<channel xmlns:sy="x">{head}')

    assert feeds.parse(body.encode(), None, HERE).ttl == ttl


@pytest.mark.parametrize(
    "date", ["gestern", "0001-01-01T00:00:00Z", "99999-01-01", "", "Tue, 99 Xxx"]
)
def test_a_senseless_date_is_no_date(date: str) -> None:
    assert entries_of(rss(item("/a", published=date)))[0].published_at is None


def test_a_feed_is_described_for_a_person() -> None:
    body = rss(*(item(f"/{n}", f"Titel {n}") for n in range(7)), item("ftp://x/"))

    lines = list(feeds.describe(feeds.parse(body.encode(), None, HERE)))

    assert lines[:3] == ["format   rss", "title    Nachrichten", "entries  7"]
    assert any("Titel 4" in line for line in lines)
    assert "  … and 2 more" in lines
    assert any("ftp" in line for line in lines)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/!?[]-&;rsitemlnkfedyXML \"'={}:,0", max_size=200))
def test_no_text_is_too_strange_for_the_feed_parser(text: str) -> None:
    with suppress(BadFeedError):
        entries_of("<rss>" + text)
