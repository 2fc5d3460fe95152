"""`feeds check URL`: what a feed holds and what would be fetched, without remembering anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from . import feeds, robots, urls
from .addresses import Guard
from .outcomes import Outcome
from .robots import Rules
from .settings import FetcherSettings
from .web import FEED, Web


@dataclass(frozen=True, slots=True)
class Report:
    url: str
    outcome: Outcome
    detail: str
    feed: feeds.Feed | None = None
    forbidden: tuple[str, ...] = ()
    """Of its entries on the feed's own origin, those that robots.txt keeps us from."""

    def lines(self) -> Iterator[str]:
        yield f"{urls.shown(self.url)}: {self.outcome}{f' ({self.detail})' if self.detail else ''}"
        if self.feed is not None:
            yield from feeds.describe(self.feed)
        if self.forbidden:
            yield f"robots   {len(self.forbidden)} of them may not be fetched"


async def check(url: str, settings: FetcherSettings) -> Report:
    try:
        origin = urls.origin_of(url)
    except urls.UnusableUrlError as error:
        return Report(url, "refused", str(error))
    async with Web(Guard(settings.allow_networks), settings.agent, settings.limits) as web:
        now = datetime.now(UTC)
        rules = Rules(robots.remembered(origin, await robots.asked(web, origin), now))
        if (verdict := rules.verdict(url)) is not None:
            return Report(url, *verdict)
        answer = await web.get(url, limit=settings.feed_bytes, accept=FEED)
    if answer.outcome != "ok":
        return Report(url, answer.outcome, answer.detail)
    try:
        feed = feeds.parse(answer.body, answer.content_type, answer.url, settings.feed_entries)
    except feeds.BadFeedError as error:
        return Report(url, "bad_feed", str(error))
    own = [entry.url for entry in feed.entries if urls.origin_of(entry.url) == origin]
    return Report(url, "ok", "", feed, tuple(link for link in own if rules.forbids(link)))
