"""`feeds check URL`: what is there and what would be fetched, without remembering anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from . import discovery, feeds, html, pages, polls, robots, sitemaps, tdm, urls
from .addresses import Guard, refused_network
from .answers import FEED, Answer
from .feeds import BadFeedError, Child, Feed
from .outcomes import Outcome
from .polls import Reach
from .robots import Rules
from .settings import FetcherSettings
from .tdm import Reservations
from .web import Web


@dataclass(frozen=True, slots=True)
class Report:
    url: str
    outcome: Outcome
    detail: str
    feed: Feed | None = None
    forbidden: tuple[str, ...] = ()
    """Of its entries on the feed's own origin, those that robots.txt keeps us from."""
    reserved: tuple[str, ...] = ()
    """Likewise, those that its tdmrep.json reserves."""
    notes: tuple[str, ...] = ()

    @property
    def is_source(self) -> bool:
        return self.feed is not None

    def lines(self) -> Iterator[str]:
        yield f"{urls.shown(self.url)}: {self.outcome}{f' ({self.detail})' if self.detail else ''}"
        yield from self.notes
        if (network := refused_network(self.detail)) is not None:
            yield "This command may not connect to a private network unless it is told so,"
            yield "whatever a fetcher that runs beside it may do. To check as that one does:"
            url = urls.shown(self.url)
            yield f"  WORTLAUT_FETCHER_ALLOW_NETWORKS={network} wortlaut feeds check {url}"
        if self.feed is not None:
            yield from feeds.describe(self.feed)
        if self.forbidden:
            yield f"robots   {len(self.forbidden)} of them may not be fetched"
        if self.reserved:
            yield f"reserved {len(self.reserved)} of them are reserved by tdmrep.json"


async def check(url: str, settings: FetcherSettings) -> Report:
    try:
        urls.parts_of(url)
    except urls.UnusableUrlError as error:
        return Report(url, "refused", str(error))
    async with Web(Guard(settings.allow_networks), settings.agent, settings.limits) as web:
        return await _Check(web, settings, url, datetime.now(UTC)).report()


class _Check:
    def __init__(self, web: Web, settings: FetcherSettings, url: str, now: datetime) -> None:
        self._web = web
        self._limit = settings.feed_bytes
        self._url = url
        self._now = now
        self._reach = Reach(settings.feed_entries, sitemaps.look_back(now, settings.sitemap_days))

    async def report(self) -> Report:
        origin = urls.origin_of(self._url)
        said = await robots.asked(self._web, origin)
        rules = Rules(robots.remembered(origin, said, self._now))
        if (verdict := rules.verdict(self._url)) is not None:
            return Report(self._url, *verdict)
        answer = await self._get(self._url)
        if answer.outcome != "ok":
            return Report(self._url, answer.outcome, answer.detail)
        try:
            return await self._of_a_feed(polls.parsed_source(answer, self._reach), answer, rules)
        except BadFeedError as error:
            return await self._of_a_page(answer, rules, str(error))

    async def _of_a_feed(self, feed: Feed, answer: Answer, rules: Rules) -> Report:
        origin = urls.origin_of(self._url)
        said = await tdm.asked(self._web, origin)
        reserved = Reservations(tdm.remembered(origin, said, self._now))
        own = [entry.url for entry in feed.entries if urls.origin_of(entry.url) == origin]
        return Report(
            self._url,
            "ok",
            "",
            feed,
            forbidden=tuple(link for link in own if rules.forbids(link)),
            reserved=tuple(link for link in own if reserved.verdict(link)),
            notes=_notes(answer, rules),
        )

    async def _of_a_page(self, answer: Answer, rules: Rules, why: str) -> Report:
        """A home page leads to feeds, as polling a site finds them; else it is a page at most."""
        notes = _notes(answer, rules)
        children = discovery.named(answer, rules.sitemaps)
        if not children and urls.is_front_page(answer.url):
            tried = [await self._guessed(guess) for guess in discovery.guesses(answer.url)]
            children = tuple(Child(link) for link in tried if link is not None)
        if not children:
            return Report(self._url, "bad_feed", why, notes=(*notes, *_as_page(answer)))
        said = "a home page: `wortlaut feeds add --site URL` reads all that it names"
        found = Feed(None, (), (), is_cut=False, ttl=None, format="site", children=children)
        return Report(self._url, "ok", "", found, notes=(*notes, said))

    async def _guessed(self, url: str) -> str | None:
        answer = await self._get(url)
        try:
            is_fine = answer.outcome == "ok" and polls.parsed_source(answer, self._reach)
        except BadFeedError:
            return None
        return answer.url if is_fine else None

    async def _get(self, url: str) -> Answer:
        return await self._web.get(url, limit=self._limit, accept=FEED)


def _notes(answer: Answer, rules: Rules) -> tuple[str, ...]:
    said = []
    if answer.moved_to is not None:
        said.append(f"moved    for good, to {urls.shown(answer.moved_to)}")
    if rules.crawl_delay:
        said.append(f"robots   asks for {rules.crawl_delay:g} s between two requests")
    return tuple(said)


def _as_page(answer: Answer) -> Iterator[str]:
    """What would become of it as a single page."""
    try:
        found = pages.content_of(answer, "", honour=False)
    except html.UnsupportedMediaError as error:
        yield f"page     not one either: {error}"
        return
    if isinstance(found, pages.Judged):
        yield f"page     {found.outcome}: {found.detail}"
        return
    yield "page     `wortlaut feeds add --page URL` fetches it"
    yield f"page     as {urls.shown(found.canonical_url)}"
    if found.objection is not None:
        yield f"page     but its publisher objects ({found.objection})"
