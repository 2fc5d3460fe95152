"""Seen from the server's side: what it is asked, how often, and how many at once."""

from __future__ import annotations

import asyncio
import socket
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from schemas import PageFetched, PageGone
from tests.integration.fetcher.conftest import Clock, Fetcher, fetcher
from tests.support.stack import until
from tests.support.web import (
    Reply,
    Request,
    Site,
    article,
    feed,
    html,
    item,
    redirect,
    rss,
    text,
)

pytestmark = pytest.mark.integration


def a_feed_of(site: Site, count: int) -> None:
    """`/feed` with the articles `/0` … on the same site."""
    site.routes["/feed"] = feed(rss(*(item(site.url(f"/{n}")) for n in range(count))))
    site.routes |= {f"/{n}": html(article(n), ETag=f'"{n}"') for n in range(count)}


async def events(running: Fetcher, count: int) -> None:
    """Until so many are in the topic."""

    async def there() -> bool:
        return len(await running.pages()) >= count

    await until(there)


async def test_a_feed_of_twenty_five_is_published_whole_and_each_page_asked_once(
    broker: str, database_url: str
) -> None:
    async with Site() as site, fetcher(broker, database_url) as running:
        a_feed_of(site, 25)
        await running.follow(site.url("/feed"))
        await running.all_asked(25)
        pages = [page for page in await running.pages() if isinstance(page, PageFetched)]

    assert sorted(page.url for page in pages) == sorted(site.url(f"/{n}") for n in range(25))
    assert sorted(site.paths()) == sorted(["/feed", *(f"/{n}" for n in range(25))])
    assert {page.feed for page in pages} == {site.url("/feed")}
    assert [page.entry.title for page in pages if page.entry] == ["Meldung"] * 25


async def test_robots_are_asked_first_and_obeyed(broker: str, database_url: str) -> None:
    async with Site() as site, fetcher(broker, database_url) as running:
        a_feed_of(site, 3)
        site.routes["/robots.txt"] = text(
            "User-agent: *\nDisallow: /1\n\nUser-agent: other\nDisallow: /"
        )
        await running.follow(site.url("/feed"))
        rows = await running.all_asked(3)

        assert rows[site.url("/1")]["outcome"] == "robots"
        assert "/1" not in site.paths()
        assert site.requests[0].path == "/robots.txt"
        assert [r.path for r in site.requests].count("/robots.txt") == 1
        assert len(await running.pages()) == 2


async def test_rules_that_lie_on_another_host_are_asked_for_at_its_pace(
    broker: str, database_url: str
) -> None:
    async with (
        Site() as site,
        Site("127.0.0.2") as other,
        fetcher(broker, database_url, private_pace_seconds=0.3) as running,
    ):
        a_feed_of(site, 2)
        a_feed_of(other, 4)
        site.routes["/robots.txt"] = redirect(other.url("/rules"))
        other.routes["/rules"] = text("User-agent: *\nDisallow: /1")
        await running.follow(other.url("/feed"), site.url("/feed"))
        rows = await running.all_asked(6)

    assert rows[site.url("/1")]["outcome"] == "robots"
    assert rows[other.url("/1")]["outcome"] == "ok"
    assert "/rules" in other.paths()
    starts = [request.at for request in other.requests]
    # the pace is 0.3; a busy machine may hear a request later than it was sent
    assert min(later - earlier for earlier, later in pairwise(starts)) > 0.2


async def test_a_further_host_that_asks_for_mercy_is_left_alone(
    broker: str, database_url: str
) -> None:
    async with (
        Site() as site,
        Site("127.0.0.2") as other,
        fetcher(broker, database_url) as running,
    ):
        a_feed_of(site, 1)
        site.routes["/robots.txt"] = redirect(other.url("/rules"))
        other.routes["/rules"] = Reply(status=429, headers={"Retry-After": "3600"})
        name = other.url("/").removeprefix("http://").rstrip("/")
        await running.follow(site.url("/feed"))

        async def is_throttled() -> bool:
            found = await running.rows(
                "SELECT next_at - now() > interval '50 minutes' AS rests, throttles "
                "FROM fetcher.hosts WHERE host = $1 AND lease IS NULL",
                name,
            )
            return bool(found) and bool(found[0]["rests"]) and found[0]["throttles"] == 1

        await until(is_throttled)

    assert other.paths() == ["/rules"]


async def test_rules_on_a_host_that_another_fetcher_holds_are_waited_for(
    broker: str, database_url: str
) -> None:
    async with (
        Site() as site,
        Site("127.0.0.2") as other,
        fetcher(broker, database_url) as running,
    ):
        a_feed_of(site, 1)
        site.routes["/robots.txt"] = redirect(other.url("/rules"))
        other.routes["/rules"] = text("User-agent: *\nAllow: /")
        name = other.url("/").removeprefix("http://").rstrip("/")
        await running.rows(
            "INSERT INTO fetcher.hosts (host, lease, leased_until) "
            "VALUES ($1, gen_random_uuid(), now() + interval '1 hour')",
            name,
        )
        await running.follow(site.url("/feed"))
        await until(lambda: _asked_for(site, "/robots.txt"))
        await asyncio.sleep(0.5)
        assert not other.requests, "it is another's"
        assert "/feed" not in site.paths()

        await running.rows("UPDATE fetcher.hosts SET leased_until = now() WHERE host = $1", name)
        await running.all_asked(1)
        (row,) = await running.rows("SELECT lease FROM fetcher.hosts WHERE host = $1", name)

    assert other.paths() == ["/rules"]
    assert row["lease"] is None, "it was given back"


async def _asked_for(site: Site, path: str) -> bool:
    return any(request.path == path for request in site.requests)


async def test_a_site_whose_robots_cannot_be_read_is_left_alone(
    broker: str, database_url: str
) -> None:
    async with Site() as site, fetcher(broker, database_url) as running:
        a_feed_of(site, 1)
        site.routes["/robots.txt"] = Reply(status=500)
        await running.follow(site.url("/feed"))
        row = await running.polled(site.url("/feed"))

    assert row["last_outcome"] == "robots"
    assert site.paths() == []


async def test_the_pace_of_a_host_and_its_number_of_requests_at_once_are_kept(
    broker: str, database_url: str
) -> None:
    settings: dict[str, Any] = {
        "private_pace_seconds": 0.2,
        "private_host_at_once": 2,
        "visit_seconds": 0.5,
    }
    async with Site() as site, fetcher(broker, database_url, **settings) as running:
        a_feed_of(site, 8)
        for number in range(8):
            site.routes[f"/{number}"] = Reply(
                b"<html>x", headers={"Content-Type": "text/html"}, delay=0.5
            )
        await running.follow(site.url("/feed"))
        await running.all_asked(8)

    starts = [request.at for request in site.requests]
    pauses = [later - earlier for earlier, later in pairwise(starts)]
    assert min(pauses) >= 0.2 * 0.8, "across visits too; a little is lost between two clocks"
    assert site.at_once == 2


async def test_crawl_delay_is_kept(broker: str, database_url: str) -> None:
    async with Site() as site, fetcher(broker, database_url) as running:
        a_feed_of(site, 2)
        site.routes["/robots.txt"] = text("User-agent: *\nCrawl-delay: 0.6")
        await running.follow(site.url("/feed"))
        await running.all_asked(2)

    starts = [request.at for request in site.requests if request.path != "/robots.txt"]
    assert all(b - a >= 0.5 for a, b in pairwise(starts))


async def test_two_fetchers_share_the_work_and_ask_for_nothing_twice(
    broker: str, database_url: str
) -> None:
    async with (
        Site("127.0.0.2") as one,
        Site("127.0.0.3") as two,
        Site("127.0.0.4") as three,
        fetcher(broker, database_url) as first,
        fetcher(broker, database_url),
    ):
        sites = (one, two, three)
        for site in sites:
            a_feed_of(site, 20)
        await first.follow(*(site.url("/feed") for site in sites))
        await first.all_asked(60)
        pages = await first.pages()

    for site in sites:
        assert len(site.requests) == len({request.path for request in site.requests})
    assert len(pages) == 60


async def test_the_host_of_a_fetcher_that_died_is_taken_over_when_its_lease_ends(
    broker: str, database_url: str
) -> None:
    async with Site() as site, fetcher(broker, database_url, lease_seconds=1.0) as running:
        a_feed_of(site, 2)
        await running.frontier.close()  # as after kill -9: nothing is released any more
        async with fetcher(broker, database_url, lease_seconds=1.0) as other:
            await other.rows(
                "INSERT INTO fetcher.hosts (host, due_at, lease, leased_until) VALUES "
                "($1, now(), gen_random_uuid(), clock_timestamp() + interval '1 second')",
                f"127.0.0.1:{site.port}",
            )
            await other.follow(site.url("/feed"))
            await asyncio.sleep(0.3)
            assert site.requests == [], "somebody else is at it"
            await other.all_asked(2)
            assert len(await other.pages()) == 2


async def test_validators_are_sent_and_a_feed_that_did_not_change_is_not_read(
    broker: str, database_url: str
) -> None:
    def conditional(request: Request) -> Reply:
        if request.headers.get("If-None-Match") == '"v1"':
            return Reply(status=304)
        return feed(rss(item(site.url("/0"))), ETag='"v1"')

    clock = Clock()
    async with Site() as site, fetcher(broker, database_url, clock=clock) as running:
        a_feed_of(site, 1)
        site.routes["/feed"] = conditional
        await running.follow(site.url("/feed"))
        await running.polled(site.url("/feed"))
        await running.all_asked(1)
        clock.ahead = timedelta(hours=12)
        await running.follow(site.url("/feed"))  # wakes it
        row = await running.polled(site.url("/feed"), times=2)

    assert row["last_outcome"] == "not_modified"
    assert row["pause"] > timedelta(minutes=10)
    assert site.paths().count("/0") == 1


async def test_a_feed_that_keeps_its_etag_or_not_is_told_by_its_bytes(
    broker: str, database_url: str
) -> None:
    clock = Clock()
    async with Site() as site, fetcher(broker, database_url, clock=clock) as running:
        a_feed_of(site, 1)
        await running.follow(site.url("/feed"))
        await running.polled(site.url("/feed"))
        clock.ahead = timedelta(hours=12)
        await running.follow(site.url("/feed"))
        row = await running.polled(site.url("/feed"), times=2)

    assert (row["last_outcome"], row["last_detail"]) == (
        "not_modified",
        "the same bytes as last time",
    )


async def test_a_host_that_says_too_many_is_left_alone_as_long_as_it_says(
    broker: str, database_url: str
) -> None:
    clock = Clock()
    async with (
        Site() as site,
        fetcher(broker, database_url, clock=clock, private_host_at_once=1) as running,
    ):
        a_feed_of(site, 5)
        for number in range(5):
            site.routes[f"/{number}"] = Reply(status=429, headers={"Retry-After": "7200"})
        await running.follow(site.url("/feed"))
        await running.all_asked(1)
        asked = len(site.paths())
        (host,) = await running.rows("SELECT due_at, throttles FROM fetcher.hosts")
        assert asked == 2, "the feed and one page"
        assert host["due_at"] - clock() > timedelta(minutes=119)
        assert host["throttles"] == 1

        a_feed_of(site, 5)
        clock.ahead = timedelta(hours=25)
        await running.follow(site.url("/feed"))

        async def all_arrived() -> bool:
            return [row["outcome"] for row in (await running.entries()).values()] == ["ok"] * 5

        await until(all_arrived)


async def test_a_page_is_fetched_again_after_a_day_and_a_week_and_known_to_be_known(
    broker: str, database_url: str
) -> None:
    clock = Clock()
    async with Site() as site, fetcher(broker, database_url, clock=clock) as running:
        a_feed_of(site, 1)
        await running.follow(site.url("/feed"))
        row = (await running.all_asked(1))[site.url("/0")]
        assert row["next_at"] - row["asked_at"] == timedelta(days=1)
        await running.rows("DROP VIEW IF EXISTS current_articles CASCADE")
        await running.rows(
            "CREATE VIEW current_articles AS SELECT article_id, '0123456789abcdef' AS revision, "
            "7 AS engine_sequence, fetched_at FROM fetcher.entries"
        )
        site.routes["/0"] = html(article(99))
        clock.ahead = timedelta(days=1, minutes=1)
        await running.follow(site.url("/feed"))
        await events(running, 2)
        clock.ahead = timedelta(days=7, minutes=1)
        await running.follow(site.url("/feed"))

        async def ended() -> bool:
            return bool((await running.entries())[site.url("/0")]["next_at"] is None)

        await until(ended)
        pages = [page for page in await running.pages() if isinstance(page, PageFetched)]

    assert [page.known and page.known.engine_sequence for page in pages] == [None, 7]
    conditions = [r.headers.get("If-None-Match") for r in site.requests if r.path == "/0"]
    assert conditions == [None, '"0"', None], "validators of what is known, and only then"


async def test_a_page_missing_for_a_day_is_gone_and_one_that_says_so_at_once(
    broker: str, database_url: str
) -> None:
    clock = Clock()
    async with Site() as site, fetcher(broker, database_url, clock=clock) as running:
        a_feed_of(site, 2)
        await running.follow(site.url("/feed"))
        await running.all_asked(2)
        site.routes |= {"/0": Reply(status=404), "/1": Reply(status=410)}
        for days in (1, 2):
            clock.ahead = timedelta(days=days, minutes=10)
            await running.follow(site.url("/feed"))
            await events(running, 2 + days)
        gone = [event for event in await running.pages() if isinstance(event, PageGone)]

    assert {(event.url, event.reason) for event in gone} == {
        (site.url("/0"), "not_found"),
        (site.url("/1"), "gone"),
    }
    assert {row["next_at"] for row in (await running.entries()).values()} == {None}


class Rebinding(AbstractResolver):
    """Answers with a harmless address first, then with a forbidden one."""

    def __init__(self) -> None:
        self.asked = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked += 1
        address = "127.0.0.2" if self.asked == 1 else "127.0.0.1"
        return [
            ResolveResult(
                hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0
            )
        ]

    async def close(self) -> None:
        pass


async def test_a_name_that_changes_its_address_between_lookups_is_still_refused(
    broker: str, database_url: str
) -> None:
    async with Site("127.0.0.2") as outer, Site("127.0.0.1", outer.port) as inner:
        resolver = Rebinding()
        only = "127.0.0.2/32"
        async with fetcher(broker, database_url, resolver=resolver, allow_networks=only) as running:
            link = f"http://schein.example:{outer.port}/feed"
            await running.follow(link)
            row = await running.polled(link)

    assert row["last_outcome"] == "refused"
    assert inner.requests == outer.requests == []
