"""No way into a network that is not ours to enter, for everything that is asked.

An outer site is allowed, an inner one beside it is not, and whatever the outer one says, the inner
one is never connected to.
"""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from services.fetcher.model import Source
from tests.integration.fetcher.conftest import Fetcher, fetcher
from tests.support.stack import until
from tests.support.web import Reply, Route, Site, article, feed, html, item, redirect, rss

pytestmark = pytest.mark.integration

ONLY = "127.0.0.2/32"
TDMREP = "/.well-known/tdmrep.json"
INNER_HOSTS = (
    "127.0.0.1", "localhost", "LOCALHOST.", "2130706433", "0x7f000001", "0177.0.0.1", "127.1",
    "0x7f.1", "0", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[fe80::1]",
    "[fec0::1]", "[fc00::1]", "[ff02::1]", "169.254.169.254", "[fd00:ec2::254]", "100.100.100.200",
    "168.63.129.16", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "192.0.0.192",
    "198.18.0.1", "224.0.0.1", "255.255.255.255", "①②⑦.0.0.1", "127。0。0。1",
)  # fmt: skip


def a_sitemap(link: str) -> Route:
    return Reply(f"<urlset><url><loc>{link}</loc></url></urlset>".encode())


def an_index(link: str) -> Route:
    return Reply(f"<sitemapindex><sitemap><loc>{link}</loc></sitemap></sitemapindex>".encode())


WAYS: dict[str, Callable[[Site, str], None]] = {
    "feed": lambda s, to: s.routes.update({"/feed": redirect(to, 301)}),
    "entry": lambda s, to: s.routes.update({"/feed": feed(rss(item(to)))}),
    "page": lambda s, to: s.routes.update(
        {"/feed": feed(rss(item(s.url("/a")))), "/a": redirect(to)}
    ),
    "page, in two steps": lambda s, to: s.routes.update(
        {"/feed": feed(rss(item(s.url("/a")))), "/a": redirect("/b"), "/b": redirect(to)}
    ),
    "robots": lambda s, to: s.routes.update({"/robots.txt": redirect(to), "/feed": feed(rss())}),
    "tdmrep": lambda s, to: s.routes.update(
        {"/feed": feed(rss(item(s.url("/a")))), "/a": html(article(1)), TDMREP: redirect(to)}
    ),
    "sitemap": lambda s, to: s.routes.update({"/feed": a_sitemap(to)}),
    "index": lambda s, to: s.routes.update({"/feed": an_index(to)}),
    "home page": lambda s, to: s.routes.update(
        {"/feed": html(f'<link rel=alternate type="application/rss+xml" href="{to}">')}
    ),
    "robots' sitemap": lambda s, to: s.routes.update(
        {"/feed": html("<p>"), "/robots.txt": Reply(f"Sitemap: {to}\n".encode())}
    ),
}


async def settled(running: Fetcher) -> None:
    """Until everything that was found has been tried."""
    pending = (
        "SELECT 1 FROM fetcher.hosts WHERE due_at <= now() OR lease IS NOT NULL "
        "UNION ALL SELECT 1 FROM fetcher.feeds WHERE polls = 0 AND state = 'active'"
    )

    async def nothing_is_pending() -> bool:
        return not await running.rows(pending)

    await until(nothing_is_pending, within=30)


@pytest.mark.parametrize("way", WAYS)
async def test_no_way_leads_inside(broker: str, database_url: str, way: str) -> None:
    async with Site("127.0.0.2") as outer, Site("127.0.0.1") as inner:
        inner.routes |= {path: html("secret") for path in ("/", "/secret")}
        WAYS[way](outer, inner.url("/secret"))
        async with fetcher(broker, database_url, allow_networks=ONLY) as running:
            is_site = way in ("home page", "robots' sitemap")
            source = Source(outer.url("/feed"), kind="site" if is_site else "feed")
            await running.frontier.add_feed(source, running.tools.clock())
            await settled(running)
            pages = await running.pages()
            rows = [*await running.rows("SELECT outcome FROM fetcher.entries")]

    assert outer.requests, "it was asked"
    assert inner.requests == []
    assert len(pages) == (way == "tdmrep"), "a page whose tdmrep.json leads astray is a page"
    assert {row["outcome"] for row in rows} <= {"refused", "stale", "ok"}


async def test_no_spelling_of_an_inner_address_is_connected_to(
    broker: str, database_url: str
) -> None:
    async with Site("127.0.0.2") as outer, Site("127.0.0.1") as inner:
        links = [f"http://{host}:{inner.port}/{n}" for n, host in enumerate(INNER_HOSTS)]
        outer.routes["/feed"] = feed(rss(*map(item, links)))
        async with fetcher(broker, database_url, total_seconds=5.0, allow_networks=ONLY) as running:
            await running.follow(outer.url("/feed"))
            await running.polled(outer.url("/feed"))
            await settled(running)
            rows = await running.entries()
            pages = await running.pages()

    assert len(rows) > len(INNER_HOSTS) / 2, "others are one and the same, or no URLs at all"
    assert {row["outcome"] for row in rows.values()} <= {"refused", "dns"}
    assert inner.requests == []
    assert pages == []


class Changing(AbstractResolver):
    """Answers with the outer address first, and from then on with the inner one."""

    def __init__(self, times: int) -> None:
        self._outer = times

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self._outer -= 1
        address = "127.0.0.2" if self._outer >= 0 else "127.0.0.1"
        found = ResolveResult(
            hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0
        )
        return [found]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("times", range(4))
async def test_a_name_that_changes_its_address_between_two_lookups_gains_nothing(
    broker: str, database_url: str, times: int
) -> None:
    async with Site("127.0.0.2") as outer, Site("127.0.0.1", outer.port) as inner:
        base = f"http://wechsel.example:{outer.port}"
        for site in (outer, inner):
            # connections are closed, so that each request looks the name up anew
            site.routes |= {
                "/robots.txt": Reply(raw=b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"),
                "/feed": redirect(f"{base}/other"),
                "/other": feed(rss(item(f"{base}/a"))),
                "/a": html("secret"),
            }
        async with fetcher(
            broker, database_url, resolver=Changing(times), allow_networks=ONLY
        ) as running:
            running.tools.web._wire._connector._use_dns_cache = False  # type: ignore[union-attr] # every time anew
            await running.follow(f"{base}/feed")
            await running.polled(f"{base}/feed")
            await settled(running)

    assert inner.requests == []
