"""Sources beyond feeds, reservations, what becomes of pages, erasure: over real sockets."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
from datetime import datetime, timedelta
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from schemas import (
    ArticleChecked,
    ArticleRejected,
    ArticleWithdrawn,
    Event,
    PageFetched,
    article_id,
    encode,
)
from schemas.topics import every_topic
from services.fetcher.chores import repair
from services.fetcher.hearing import Hearing
from services.fetcher.metrics import FetcherMetrics
from services.fetcher.model import Source
from services.local.commands.trace import fetched_lines
from services.runtime.provision import create_topics
from services.runtime.settings import RuntimeSettings
from tests.integration.fetcher.conftest import Clock, Fetcher, fetcher
from tests.support.stack import until
from tests.support.web import Reply, Site, article, feed, html, item, redirect, rss

pytestmark = pytest.mark.integration

TDMREP = "/.well-known/tdmrep.json"


def xml(body: str, kind: str = "application/xml") -> Reply:
    return Reply(body.encode(), headers={"Content-Type": kind})


def a_page(site: Site, number: int = 0) -> str:
    site.routes[f"/{number}"] = html(article(number))
    return site.url(f"/{number}")


async def outcome_of(running: Fetcher, url: str, outcome: str) -> Any:
    async def there() -> bool:
        row = (await running.entries()).get(url)
        return row is not None and row["outcome"] == outcome

    await until(there)
    return (await running.entries())[url]


async def test_a_home_page_leads_to_its_feeds_and_sitemaps(broker: str, database_url: str) -> None:
    clock = Clock()
    async with Site() as site, fetcher(broker, database_url, clock=clock) as running:
        today = clock().date().isoformat()
        news = f"<url><loc>{a_page(site, 1)}</loc><lastmod>{today}</lastmod></url>"
        site.routes |= {
            "/": html('<link rel=alternate type="application/rss+xml" href="/rss">'),
            "/robots.txt": Reply(f"Sitemap: {site.url('/news.xml.gz')}\n".encode()),
            "/rss": feed(rss(item(a_page(site, 0)))),
            "/news.xml.gz": Reply(gzip.compress(f"<urlset>{news}</urlset>".encode())),
        }
        await running.frontier.add_feed(Source(site.url("/"), kind="site"), clock())
        await running.all_asked(2)
        rows = await running.rows("SELECT url, format, parent FROM fetcher.feeds ORDER BY url")

    assert [(row["url"], row["format"], row["parent"]) for row in rows] == [
        (site.url("/"), "site", None),
        (site.url("/news.xml.gz"), "sitemap", site.url("/")),
        (site.url("/rss"), "rss", site.url("/")),
    ]


async def test_a_site_that_names_nothing_is_searched_at_the_usual_places(
    broker: str, database_url: str
) -> None:
    async with Site() as site, fetcher(broker, database_url) as running:
        site.routes |= {"/": html("<p>x"), "/atom.xml": feed(rss(item(a_page(site))))}
        await running.frontier.add_feed(Source(site.url("/"), kind="site"), running.tools.clock())
        await running.all_asked(1)

    assert "/feed.json" in site.paths()


async def test_an_index_brings_its_sitemaps_and_takes_back_what_it_names_no_more(
    broker: str, database_url: str
) -> None:
    clock = Clock()
    async with Site() as site, fetcher(broker, database_url, clock=clock) as running:
        today = clock().date().isoformat()
        named = [site.url("/a.xml"), site.url("/b.xml")]

        def index(links: list[str]) -> Reply:
            children = "".join(f"<sitemap><loc>{link}</loc></sitemap>" for link in links)
            return xml(f"<sitemapindex>{children}</sitemapindex>")

        entry = f"<url><loc>{a_page(site)}</loc><lastmod>{today}</lastmod></url>"
        site.routes |= {
            "/index.xml": index(named),
            "/a.xml": xml(f"<urlset>{entry}</urlset>"),
            "/b.xml": xml("<urlset></urlset>"),
        }
        await running.follow(site.url("/index.xml"))
        await running.all_asked(1)
        site.routes["/index.xml"] = index(named[:1])
        clock.ahead = timedelta(days=1)
        await running.follow(site.url("/index.xml"))
        await running.polled(site.url("/index.xml"), times=2)
        states = {r["url"]: r["state"] for r in await running.rows("TABLE fetcher.feeds")}

    assert states[named[1]] == "paused"
    assert states[named[0]] == states[site.url("/index.xml")] == "active"


async def test_what_was_in_an_undated_sitemap_before_us_is_not_fetched(
    broker: str, database_url: str
) -> None:
    clock = Clock()
    async with Site() as site, fetcher(broker, database_url, clock=clock) as running:
        old, new = a_page(site, 0), a_page(site, 1)
        site.routes["/s.xml"] = xml(f"<urlset><url><loc>{old}</loc></url></urlset>")
        await running.follow(site.url("/s.xml"))
        await running.polled(site.url("/s.xml"))
        both = f"<url><loc>{old}</loc></url><url><loc>{new}</loc></url>"
        site.routes["/s.xml"] = xml(f"<urlset>{both}</urlset>")
        clock.ahead = timedelta(hours=12)
        await running.follow(site.url("/s.xml"))
        await outcome_of(running, new, "ok")
        rows = await running.entries()

    assert (rows[old]["outcome"], rows[old]["next_at"]) == ("stale", None)
    assert site.paths().count("/0") == 0


async def test_a_single_page_is_fetched_without_a_feed(broker: str, database_url: str) -> None:
    async with Site() as site, fetcher(broker, database_url) as running:
        link = a_page(site)
        assert await running.frontier.add_page(link, running.tools.clock())
        row = await outcome_of(running, link, "ok")
        assert await running.frontier.add_page(link, running.tools.clock()) is False

    assert row["feed"] is None


async def test_a_redirect_to_another_host_is_asked_there_by_its_own_rules(
    broker: str, database_url: str
) -> None:
    async with (
        Site("127.0.0.2") as one,
        Site("127.0.0.3") as other,
        fetcher(broker, database_url) as running,
    ):
        links = [one.url("/fine"), one.url("/forbidden"), one.url("/round")]
        one.routes |= {
            "/feed": feed(rss(*map(item, links))),
            "/fine": redirect(other.url("/a"), 301),
            "/forbidden": redirect(other.url("/no")),
            "/round": redirect(other.url("/round")),
        }
        other.routes |= {
            "/robots.txt": Reply(b"User-agent: *\nDisallow: /no"),
            "/a": html(article(1)),
            "/round": redirect(one.url("/round")),
        }
        await running.follow(one.url("/feed"))
        fine = await outcome_of(running, links[0], "ok")
        forbidden = await outcome_of(running, links[1], "robots")
        ends = await outcome_of(running, links[2], "redirected")
        hosts = {row["host"] for row in await running.rows("SELECT host FROM fetcher.hosts")}

    assert (fine["final_url"], fine["moved_to"]) == (other.url("/a"), other.url("/a"))
    assert "/no" not in other.paths()
    assert "more than 5 redirects from host to host" in ends["detail"]
    assert len([path for path in one.paths() + other.paths() if path == "/round"]) == 6
    assert hosts == {f"127.0.0.2:{one.port}", f"127.0.0.3:{other.port}"}
    assert forbidden["ask_url"] is None


async def test_what_tdmrep_reserves_is_not_fetched_unless_the_source_says_so(
    broker: str, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    rules = json.dumps([{"location": "/", "tdm-reservation": 1}]).encode()
    caplog.set_level(logging.WARNING, "wortlaut.fetcher")
    async with (
        Site("127.0.0.2") as strict,
        Site("127.0.0.3") as overridden,
        fetcher(broker, database_url) as running,
    ):
        for site in (strict, overridden):
            site.routes |= {"/feed": feed(rss(item(a_page(site)))), TDMREP: Reply(rules)}
        overridden.routes["/0"] = html(f"<meta name=robots content=noai>{article(1)}")
        await running.follow(strict.url("/feed"))
        await running.frontier.add_feed(
            Source(overridden.url("/feed"), reservations="ignore"), running.tools.clock()
        )
        reserved = await outcome_of(running, strict.url("/0"), "reserved")
        fetched = await outcome_of(running, overridden.url("/0"), "ok")
        (entry,) = await running.frontier.trace(strict.url("/0"))

    assert "tdmrep.json reserves '/'" in reserved["detail"]
    assert "/0" not in strict.paths()
    assert any("tdmrep.json reserves" in line for line in fetched_lines(entry)), "trace says why"
    assert "although meta robots: noai" in fetched["detail"]
    assert "reservation.overridden" in caplog.messages
    assert running.metric("wortlaut_reservations_overridden_total") == 1


async def test_a_headline_that_changes_is_history_and_a_reason_to_look_again(
    broker: str, database_url: str
) -> None:
    clock = Clock()
    async with Site() as site, fetcher(broker, database_url, clock=clock) as running:
        link = a_page(site)
        site.routes["/feed"] = feed(rss(item(link, "Erste Meldung")))
        await running.follow(site.url("/feed"))
        await running.all_asked(1)
        site.routes["/feed"] = feed(rss(item(link, "Zweite Meldung")))
        clock.ahead = timedelta(hours=12)
        await running.follow(site.url("/feed"))

        async def twice() -> bool:
            return site.paths().count("/0") == 2

        await until(twice)
        (entry,) = await running.frontier.trace(link)

    assert [title for _, title in entry.headlines] == ["Erste Meldung"]
    assert site.paths().count("/0") == 2, "long before its day is over"


# -- what becomes of pages ---------------------------------------------------------------------


def a_hearing(running: Fetcher) -> Hearing:
    settings = RuntimeSettings(
        bootstrap_servers=running.bootstrap, session_timeout_ms=2000, heartbeat_interval_ms=400
    )
    return Hearing(settings, running.frontier, FetcherMetrics(CollectorRegistry()))


async def told(running: Fetcher, *events: Event) -> None:
    await running.tools.publisher.publish([encode(event, "/test") for event in events])


async def test_what_the_parser_says_of_a_page_stands_beside_it(
    broker: str, database_url: str
) -> None:
    await create_topics(broker, every_topic(), partitions=2)
    async with Site() as site, fetcher(broker, database_url) as running:
        site.routes["/feed"] = feed(rss(item(a_page(site))))
        await running.follow(site.url("/feed"))
        row = await outcome_of(running, site.url("/0"), "ok")
        await told(
            running,
            ArticleRejected(
                article_id=row["article_id"],
                fetched_at=row["fetched_at"],
                url=site.url("/0"),
                reason="bot_wall",
                detail="a challenge in the article's place",
            ),
        )
        hearing = asyncio.create_task(a_hearing(running).run())

        async def heard() -> bool:
            return bool((await running.entries())[site.url("/0")]["became"] == "rejected")

        await until(heard)
        hearing.cancel()
        await asyncio.gather(hearing, return_exceptions=True)
        (entry,) = await running.frontier.trace(site.url("/0"))

    said = "\n".join(fetched_lines(entry))
    assert "rejected: bot_wall: a challenge in the article's place" in said


async def test_a_page_of_which_nothing_is_heard_while_others_are_is_fetched_again(
    broker: str, database_url: str
) -> None:
    clock = Clock()
    async with Site() as site, fetcher(broker, database_url, clock=clock) as running:
        site.routes["/feed"] = feed(rss(item(a_page(site, 0)), item(a_page(site, 1))))
        await running.follow(site.url("/feed"))
        rows = await running.all_asked(2)
        lost, heard = rows[site.url("/0")], rows[site.url("/1")]
        hearing = a_hearing(running)
        await hearing.note([a_record(checked(heard["article_id"], heard["fetched_at"]))])
        assert await repair(running.tools, hearing.until) == 0, "too early to tell"

        later = heard["fetched_at"] + timedelta(hours=3)
        clock.ahead = timedelta(hours=3)
        assert await repair(running.tools, None) == 0, "nobody was heard: the parser may be down"
        assert await repair(running.tools, hearing.until) == 0, "nor is it known to be up since"
        await hearing.note([a_record(checked(heard["article_id"], later))])
        assert await repair(running.tools, hearing.until) == 1

        async def twice() -> bool:
            row = await outcome_of(running, site.url("/0"), "ok")
            return bool(row["fetches"] == 2)

        await until(twice)  # written down, which comes some milliseconds after it is published
        row = await outcome_of(running, site.url("/0"), "ok")
        assert await repair(running.tools, hearing.until) == 0
        pages = [page for page in await running.pages() if isinstance(page, PageFetched)]

    assert [page.url for page in pages].count(site.url("/0")) == 2, "published again"
    assert site.paths().count("/0") == 2
    assert row["repairs"] == 1
    assert row["fetched_at"] > lost["fetched_at"]
    assert site.paths().count("/1") == 1


async def test_what_was_erased_is_neither_fetched_nor_published_again(
    broker: str, database_url: str
) -> None:
    clock = Clock()
    async with Site() as site, fetcher(broker, database_url, clock=clock) as running:
        link, copy = a_page(site, 0), site.url("/kopie")
        site.routes |= {
            "/feed": feed(rss(item(link))),
            "/kopie": html(f'<link rel=canonical href="{link}">{article(0)}'),
        }
        await running.follow(site.url("/feed"))
        await outcome_of(running, link, "ok")
        gone = ArticleWithdrawn(article_id=article_id(link), fetched_at=clock(), reason="erased")
        await a_hearing(running).note([a_record(gone)])
        assert await running.entries() == {}
        assert await running.frontier.erased_at(link) is not None
        assert await running.frontier.add_page(link, clock()) is None

        site.routes["/feed"] = feed(rss(item(link), item(copy)))
        clock.ahead = timedelta(hours=12)
        await running.follow(site.url("/feed"))
        row = await outcome_of(running, copy, "erased")
        pages = await running.pages()

    assert len(pages) == 1, "the one from before"
    assert row["next_at"] is None
    assert site.paths().count("/0") == 1


def checked(article: Any, at: datetime) -> ArticleChecked:
    return ArticleChecked(article_id=article, fetched_at=at, revision="0123456789abcdef")


def a_record(event: Event) -> Any:
    """As a consumer gives it."""
    return encode(event, "/test")
