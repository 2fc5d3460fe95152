"""Whatever the web may hand out, over real sockets: named, counted, and the next one goes on."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from schemas import PageFetched
from services.runtime.logs import TextFormatter
from tests.integration.fetcher.conftest import fetcher
from tests.support.web import (
    Reply,
    Site,
    article,
    feed,
    gzipped,
    html,
    item,
    redirect,
    rss,
)

NAMES_ITS_FEED = '<link rel=alternate type="application/rss+xml" href="/rss">'

pytestmark = pytest.mark.integration

CLEAR_PEAK = Path("/proc/self/clear_refs")


def forget_the_peak() -> None:
    CLEAR_PEAK.write_text("5", encoding="ascii")


def peak_kib() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


BAD_PAGES: list[tuple[Reply, str, str]] = [
    (html("x" * 300_000), "too_large", "more than 200,000 bytes"),
    (gzipped(64 * 1024 * 1024), "too_large", "more than 200,000 bytes"),
    (html(""), "empty", "empty"),
    (html(" \n\t "), "empty", "empty"),
    (html("%PDF-1.7 …"), "unsupported", "a PDF"),
    (Reply(b"\x00\x01", headers={"Content-Type": "image/png"}), "unsupported", "image/png"),
    (html("x", Content_Encoding="x-own"), "unsupported", "x-own"),
    (redirect("/bad"), "redirected", "loop"),
    (redirect(""), "redirected", "without a target"),
    (redirect("ftp://127.0.0.1/"), "refused", "ftp"),
    (redirect("http://user:secret@127.0.0.1/"), "refused", "user name"),
    (redirect("http://10.0.0.1/"), "refused", "10.0.0.1"),
    (redirect("http://[::1]/"), "refused", "::1"),
    (Reply(hangs=True), "timeout", "not complete after 2 s"),
    (Reply(b"x" * 1000, drip_seconds=0.05), "timeout", "not complete after 2 s"),
    (Reply(raw=b"SSH-2.0-OpenSSH_9.2\r\n"), "protocol", ""),
    (Reply(b"x", announced=500, headers={"Content-Type": "text/html"}), "protocol", ""),
    (Reply(raw=b""), "protocol", ""),
    (Reply(b"no", 404), "http_4xx", "404"),
    (Reply(b"no", 500), "http_5xx", "500"),
    (html("<meta name=robots content='noindex, follow'>"), "reserved", "noindex"),
    (html("<meta name='tdm-reservation' content=1>"), "reserved", "tdm-reservation"),
    (html("text", X_Robots_Tag="noai"), "reserved", "noai"),
]  # fmt: skip


@asynccontextmanager
async def sites(count: int) -> AsyncIterator[list[Site]]:
    """Each a host of its own, so that none is slowed down for another's sake."""
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(Site(f"127.0.1.{number + 1}"))
            for number in range(count)
        ]


async def test_every_bad_page_is_named_counted_and_logged_and_the_others_are_published(
    broker: str, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "wortlaut.fetcher")
    limits: dict[str, Any] = {"page_bytes": 200_000, "total_seconds": 2.0}
    count = len(BAD_PAGES)
    async with sites(count) as hosts, fetcher(broker, database_url, **limits) as running:
        for host, (reply, _, _) in zip(hosts, BAD_PAGES, strict=True):
            links = [host.url(f"/{name}") for name in ("first", "bad", "last")]
            host.routes |= {
                "/feed": feed(rss(*map(item, links))),
                "/first": html(article(1)),
                "/bad": reply,
                "/last": html(article(2)),
            }
        await running.follow(*(host.url("/feed") for host in hosts))
        rows = await running.all_asked(3 * count)
        pages = await running.pages()

    bad = [rows[host.url("/bad")] for host in hosts]
    expected = [outcome for _, outcome, _ in BAD_PAGES]
    assert [row["outcome"] for row in bad] == expected
    assert [row["detail"] for row, (_, _, said) in zip(bad, BAD_PAGES, strict=True)
            if said not in row["detail"]] == []  # fmt: skip
    for outcome in set(expected):
        counted = running.metric("wortlaut_fetches_total", kind="article", outcome=outcome)
        assert counted == expected.count(outcome)
    logged = {getattr(record, "url", None): record for record in caplog.records}
    assert [row["url"] for row in bad if row["url"] not in logged] == []
    good = {host.url(f"/{name}") for host in hosts for name in ("first", "last")}
    assert {page.url for page in pages if isinstance(page, PageFetched)} == good


async def test_a_redirect_to_loopback_is_refused_where_loopback_is_not_allowed(
    broker: str, database_url: str
) -> None:
    networks = "127.0.0.2/32"
    async with Site("127.0.0.2") as open_site, Site("127.0.0.1") as inner:
        inner.routes["/secret"] = html("secret")
        async with fetcher(broker, database_url, allow_networks=networks) as running:
            link = open_site.url("/a")
            open_site.routes |= {
                "/feed": feed(rss(item(link))),
                "/a": redirect(inner.url("/secret")),
            }
            await running.follow(open_site.url("/feed"))
            rows = await running.all_asked(1)

    assert rows[link]["outcome"] == "refused"
    assert inner.requests == []


async def test_a_page_of_too_many_bytes_as_text_is_no_event(broker: str, database_url: str) -> None:
    async with Site() as site, fetcher(broker, database_url) as running:
        site.routes |= {
            "/feed": feed(rss(item(site.url("/a")))),
            "/a": html("ä" * 3_000_000, charset="latin-1"),
        }
        await running.follow(site.url("/feed"))
        row = (await running.all_asked(1))[site.url("/a")]

        assert row["outcome"] == "too_large"
        assert await running.pages() == []


@pytest.mark.skipif(not CLEAR_PEAK.exists(), reason="the peak of memory is read from /proc")
async def test_a_gzip_bomb_costs_no_memory(broker: str, database_url: str) -> None:
    async with Site() as site, fetcher(broker, database_url) as running:
        site.routes |= {
            "/feed": feed(rss(item(site.url("/a")))),
            "/a": gzipped(128 * 1024 * 1024),
        }
        forget_the_peak()
        before = peak_kib()
        await running.follow(site.url("/feed"))
        row = (await running.all_asked(1))[site.url("/a")]

    assert row["outcome"] == "too_large"
    assert peak_kib() - before < 20 * 1024


async def test_a_lying_charset_does_not_hurt_the_text(broker: str, database_url: str) -> None:
    page = "<html><body>Müller: „Größe“ für Straßen</body></html>"
    async with Site() as site, fetcher(broker, database_url) as running:
        links = [site.url(f"/{n}") for n in range(3)]
        site.routes |= {
            "/feed": feed(rss(*map(item, links))),
            "/0": Reply(page.encode(), headers={"Content-Type": "text/html; charset=iso-8859-1"}),
            "/1": Reply(
                page.encode("cp1252"), headers={"Content-Type": "text/html; charset=utf-8"}
            ),
            "/2": Reply(page.encode("utf-16"), headers={"Content-Type": "text/html"}),
        }
        await running.follow(site.url("/feed"))
        await running.all_asked(3)
        pages = [page for page in await running.pages() if isinstance(page, PageFetched)]

    assert [p.body for p in pages] == [page] * 3


async def test_a_zero_byte_in_a_page_or_title_stops_nothing(broker: str, database_url: str) -> None:
    async with Site() as site, fetcher(broker, database_url) as running:
        feed_json = (
            '{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"1",'
            f'"url":"{site.url("/a")}","title":"Null \\u0000 und \\ud800 hier"}}]}}'
        )
        site.routes |= {
            "/feed": Reply(feed_json.encode(), headers={"Content-Type": "application/feed+json"}),
            "/a": html("<html>eins\x00zwei</html>", ETag='"a"'),
        }
        await running.follow(site.url("/feed"))
        row = (await running.all_asked(1))[site.url("/a")]
        (page,) = await running.pages()

    assert row["outcome"] == "ok"
    assert row["title"] == "Null und hier"
    assert isinstance(page, PageFetched)
    assert page.body == "<html>eins\ufffdzwei</html>"


BAD_FEEDS: list[tuple[Reply, str, str, str]] = [
    (html(f"<!doctype html>{NAMES_ITS_FEED}"), "bad_feed", "it names the feed /rss", "failing"),
    (feed('<?xml?><!DOCTYPE rss [<!ENTITY a "b">]><rss/>'), "bad_feed", "DTD", "failing"),
    (feed(""), "bad_feed", "empty", "failing"),
    (feed("<rss version='2.0'><channel>"), "ok", "0 entries", "active"),
    (feed("<kml/>"), "bad_feed", "neither RSS nor Atom", "failing"),
    (feed('{"a": [}'), "bad_feed", "broken JSON", "failing"),
    (gzipped(64 * 1024 * 1024, "application/rss+xml"), "too_large", "12,582,912", "failing"),
    (Reply(hangs=True), "timeout", "after 2 s", "failing"),
    (Reply(b"gone", 410), "http_4xx", "410", "gone"),
    (Reply(b"no", 503), "http_5xx", "503", "failing"),
]  # fmt: skip


async def test_every_bad_feed_is_named_slows_down_and_stops_no_other(
    broker: str, database_url: str
) -> None:
    count = len(BAD_FEEDS)
    async with (
        sites(count + 1) as hosts,
        fetcher(broker, database_url, total_seconds=2.0) as running,
    ):
        good = hosts[-1]
        good.routes |= {"/feed": feed(rss(item(good.url("/a")))), "/a": html(article(1))}
        for host, (reply, _, _, _) in zip(hosts, BAD_FEEDS, strict=False):
            host.routes["/feed"] = reply
        await running.follow(*(host.url("/feed") for host in hosts))
        rows = [await running.polled(host.url("/feed")) for host in hosts[:-1]]
        await running.all_asked(1)
        pages = await running.pages()

    found = [(row["last_outcome"], row["state"]) for row in rows]
    assert found == [(outcome, state) for _, outcome, _, state in BAD_FEEDS]
    assert [row["last_detail"] for row, (_, _, said, _) in zip(rows, BAD_FEEDS, strict=True)
            if said not in row["last_detail"]] == []  # fmt: skip
    assert all(row["next_at"] > row["polled_at"] for row in rows)
    assert running.metric("wortlaut_fetches_total", kind="feed", outcome="bad_feed") == 5
    assert len(pages) == 1


async def test_an_unreachable_feed_is_named_by_what_keeps_us_from_it(
    broker: str, database_url: str
) -> None:
    async with Site() as closed:
        nobody = closed.url("/feed")
    async with fetcher(broker, database_url) as running:
        await running.follow(nobody, "http://kein-name.invalid/feed")
        row = await running.polled(nobody)
        unnamed = await running.polled("http://kein-name.invalid/feed")

    assert (row["last_outcome"], row["state"]) == ("connect", "failing")
    assert (unnamed["last_outcome"], unnamed["state"]) == ("dns", "failing")


async def test_a_feed_of_fifty_thousand_entries_is_read_up_to_the_limit(
    broker: str, database_url: str
) -> None:
    async with Site() as site, fetcher(broker, database_url, feed_entries=50) as running:
        site.routes["/feed"] = feed(rss(*(item(site.url(f"/{n}")) for n in range(50_000))))
        await running.follow(site.url("/feed"))
        row = await running.polled(site.url("/feed"))

    assert (row["last_outcome"], row["entries"]) == ("ok", 50)
    assert "more are not read" in row["last_detail"]


async def test_an_endless_url_is_left_out_and_counted(broker: str, database_url: str) -> None:
    async with Site() as site, fetcher(broker, database_url) as running:
        long = site.url("/" + "x" * 10_000)
        site.routes |= {
            "/feed": feed(rss(item(long), item(site.url("/a")))),
            "/a": html(article(1)),
        }
        await running.follow(site.url("/feed"))
        await running.all_asked(1)
        row = await running.feed(site.url("/feed"))

        assert running.metric("wortlaut_feed_entries_total", outcome="invalid") == 1
        assert "URL of 10" in row["last_detail"]
        assert list(await running.entries()) == [site.url("/a")]


async def test_control_codes_reach_no_log(
    broker: str, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "wortlaut.fetcher")
    async with Site() as site, fetcher(broker, database_url) as running:
        site.routes |= {
            "/feed": feed(
                '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","url":"'
                + site.url("/a\\u009b31m")
                + '","title":"\\u001b[31mrot\\u0007"}]}'
            ),
            "/a%C2%9B31m": Reply(b"no", 500, headers={"X": "\x1b[31m"}),
        }
        await running.follow(site.url("/feed"))
        (row,) = (await running.all_asked(1)).values()
        lines = [TextFormatter().format(record) for record in caplog.records]

    assert row["title"] == "[31mrot"
    assert lines
    assert not any(code in line for line in lines for code in "\x1b\x07\x9b")
