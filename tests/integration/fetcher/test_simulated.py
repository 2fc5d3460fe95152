"""Two fetchers, a web of newspapers, and more than a week: politeness and completeness, measured at
the servers and in the topic.

SIMULATED_PAPERS and SIMULATED_DAYS make it larger (`make simulate`); it prints what it found. Below
ten days not every page that is missing can be known to be gone: it is looked at after a week, and
missed twice, a day apart.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import timedelta
from itertools import pairwise
from typing import Final

import asyncpg
import pytest

from schemas import PageFetched, PageGone
from services.fetcher.model import Source
from tests.integration.fetcher.conftest import Clock, Fetcher, fetcher
from tests.support.newspapers import DAY, DELAY, Names, Paper, PaperSite, papers
from tests.support.web import SITE_RULES

pytestmark = pytest.mark.integration

PAPERS: Final = int(os.environ.get("SIMULATED_PAPERS", "200"))
DAYS: Final = int(os.environ.get("SIMULATED_DAYS", "10"))
ARTICLES: Final = 2
PACE: Final = 0.1
SLACK: Final = 0.2
AT_ONCE: Final = 2
STEP: Final = timedelta(hours=6)
"""So far simulated time goes at once, when nothing is to do."""
SETTINGS: Final = {
    "private_pace_seconds": PACE,
    "private_host_at_once": AT_ONCE,
    "total_seconds": 1.0,
    "idle_seconds": 0.05,
    "hosts_at_once": 100,
    "poll_first_minutes": 60,
    "poll_min_minutes": 720,
    "poll_max_minutes": 1080,
    "headline_minutes": 10**6,
}


def a_free_port(addresses: Iterable[str]) -> int:
    with socket.socket() as taken:
        taken.bind((next(iter(addresses)), 0))
        return int(taken.getsockname()[1])


async def simulate(running: Fetcher, clock: Clock, days: int) -> None:
    """Puts the clock forward whenever nothing is due and nobody is at work."""
    end = clock() + days * DAY
    connection = await asyncpg.connect(running.dsn)
    query = (
        "SELECT coalesce(min(due_at), $1) AS due, max(next_at) AS rest, count(lease) AS leased "
        "FROM fetcher.hosts"
    )
    try:
        while clock() < end:
            state = await connection.fetchrow(query, end)
            assert state is not None
            if state["leased"] or state["due"] <= clock():
                await asyncio.sleep(0.02)
                continue
            await asyncio.sleep(1.2 * PACE)  # a jump must not shorten the real pause of a host
            if await connection.fetchrow(query, end) == state:
                clock.ahead += min(state["due"], end) + STEP - clock()
    finally:
        await connection.close()


async def test_a_simulated_web_is_read_politely_and_completely(
    broker: str, database_url: str
) -> None:
    clock = Clock()
    made = papers(PAPERS, a_free_port(["127.0.2.1"]), clock, ARTICLES)
    async with AsyncExitStack() as stack:
        sites = [await stack.enter_async_context(PaperSite(paper)) for paper in made]
        first, _ = [
            await stack.enter_async_context(
                fetcher(broker, database_url, clock=clock, resolver=Names(made), **SETTINGS)
            )
            for _ in range(2)
        ]
        await everything_is_known(first)
        for paper in made:
            await first.frontier.add_feed(source_of(paper), clock())
        await simulate(first, clock, DAYS)
        pages = [page for page in await first.pages() if isinstance(page, PageFetched)]
        gone = [page for page in await first.pages() if isinstance(page, PageGone)]

    report(made, sites, pages)
    for paper, site in zip(made, sites, strict=True):
        no_more_at_once_than_allowed(paper, site)
        the_rate_is_kept(paper)
        robots_are_never_violated(paper)
        retry_after_is_never_undercut(paper)
    hardly_a_pause_is_cut_short(made)
    every_article_arrives_once_and_every_change_once(made, pages)
    what_is_gone_is_told(made, gone)


def source_of(paper: Paper) -> Source:
    if paper.form == "site":
        return Source(paper.source, kind="site")
    return Source(paper.source)


async def everything_is_known(running: Fetcher) -> None:
    """As if the parser answered at once: what did not change is then not published again."""
    await running.rows("DROP VIEW IF EXISTS current_articles CASCADE")
    await running.rows(
        "CREATE VIEW current_articles AS SELECT DISTINCT ON (article_id) article_id, "
        "'0123456789abcdef' AS revision, 1 AS engine_sequence FROM fetcher.entries"
    )


def no_more_at_once_than_allowed(paper: Paper, site: PaperSite) -> None:
    assert site.at_once <= AT_ONCE, paper


def the_rate_is_kept(paper: Paper) -> None:
    """Over every stretch of requests; SLACK is what a busy machine loses, once, in all of it."""
    pace = DELAY if paper.robots == "delay" else PACE
    starts = [one.at for one in paper.book if one.path not in SITE_RULES]
    for count in range(2, 12):
        for first, last in zip(starts, starts[count:], strict=False):
            assert last - first >= count * pace - SLACK, (paper.host, paper.habit, count)


def hardly_a_pause_is_cut_short(made: list[Paper]) -> None:
    """Server and fetchers share one event loop: what it holds up arrives late, and all at once."""
    pauses = [pause for paper in made for pause in pauses_of(paper)]
    short = [pause for pause in pauses if pause < PACE / 2]
    assert len(short) <= 0.003 * len(pauses), sorted(short)


def pauses_of(paper: Paper) -> list[float]:
    asked = [one.at for one in paper.book if one.path not in SITE_RULES]
    return [later - earlier for earlier, later in pairwise(asked)]


def robots_are_never_violated(paper: Paper) -> None:
    asked = {one.path for one in paper.book}
    assert not any(path.startswith("/geheim/") for path in asked), paper.host
    if paper.is_closed:
        assert asked <= {"/robots.txt"}, paper.host
    assert not paper.book or paper.book[0].path == "/robots.txt"


def retry_after_is_never_undercut(paper: Paper) -> None:
    """But by what was under way already."""
    for number, told in enumerate(paper.book):
        if told.retry_after is None:
            continue
        after = [one for one in paper.book[number + 1 :] if one.at - told.at > 0.5]
        assert all(one.now - told.now >= told.retry_after for one in after), paper.host


def every_article_arrives_once_and_every_change_once(
    made: list[Paper], pages: list[PageFetched]
) -> None:
    bodies: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        bodies[page.url.partition("?")[0]].append(page.body)
    for paper in made:
        for path in paper.expected:
            arrived = bodies.pop(paper.url(path), [])
            told = (paper.host, paper.form, paper.robots, paper.habit, path)
            assert len(arrived) == (2 if paper.habit == "changes" else 1), (told, len(arrived))
            assert len(set(arrived)) == len(arrived), told
    assert bodies == {}, "nothing else was published"


def what_is_gone_is_told(made: list[Paper], gone: list[PageGone]) -> None:
    told = Counter(event.url.partition("?")[0] for event in gone)
    for paper in made:
        if paper.habit in ("gone", "missing") and not paper.is_closed:
            for path in paper.expected:
                assert told.pop(paper.url(path), 0) == 1, (paper.host, path)
    assert told == {}


def report(made: list[Paper], sites: list[PaperSite], pages: list[PageFetched]) -> None:
    """What a publisher would want to see of it."""
    asked = [one for paper in made for one in paper.book]
    pauses = sorted(pause for paper in made for pause in pauses_of(paper))
    throttled = sum(one.retry_after is not None for one in asked)
    print(f"\n{len(made)} newspapers, {DAYS} days, 2 fetchers: {len(asked)} requests")
    print(f"  robots.txt and tdmrep.json  {sum(o.path in SITE_RULES for o in asked)}")
    print(f"  most at once at one host    {max(site.at_once for site in sites)} of {AT_ONCE}")
    print(
        f"  pauses at one host          {PACE * 1000:.0f} ms are due; 1 % are below "
        f"{pauses[len(pauses) // 100] * 1000:.0f} ms, the shortest is {pauses[0] * 1000:.0f} ms"
    )
    print(f"  told to wait                {throttled} times, undercut 0 times")
    print(f"  pages published             {len(pages)}, of {len({p.url for p in pages})} URLs")
    by_status = Counter(one.status for one in asked)
    print(f"  answers by status           {dict(sorted(by_status.items()))}")
