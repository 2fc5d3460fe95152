"""robots.txt as RFC 9309 reads it: what an answer means, how long it holds, what it permits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from protego import Protego

from . import charset, schedule
from .answers import ROBOTS, Answer, Permit
from .outcomes import UNREACHABLE, Outcome
from .web import Web

MAX_BYTES: Final = 512 * 1024  # the RFC asks for 500 KiB at least
REDIRECTS: Final = 5
LONGEST_DELAY: Final = 120.0

_HOLDS: Final = timedelta(hours=6)  # at most a day, says the RFC
_ERROR_HOLDS: Final = timedelta(minutes=15)
_UNREACHABLE_HOLDS: Final = timedelta(seconds=30)  # the pages' own back-off does the rest
_FORGOTTEN: Final = timedelta(days=30)

AGENT: Final = "wortlaut"
PATH: Final = "/robots.txt"


async def asked(web: Web, origin: str, permit: Permit | None = None) -> Answer:
    return await web.get(
        origin + PATH,
        limit=MAX_BYTES,
        accept=ROBOTS,
        redirects=REDIRECTS,
        cut=True,
        permit=permit,
    )


Verdict: TypeAlias = tuple[Outcome, str]
"""Why something may not be fetched: the outcome, and the same for a person."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The last answer of an origin, as kept between runs and shared between replicas."""

    origin: str
    outcome: Outcome
    body: str
    expires_at: datetime
    answered_at: datetime | None  # when `body` was last confirmed
    detail: str = ""  # of the outcome, for a person


class Rules:
    """What one origin permits."""

    def __init__(self, stored: Stored) -> None:
        self.stored = stored
        self._parsed = Protego.parse(stored.body) if stored.body else None
        delay = self._parsed.crawl_delay(AGENT) if self._parsed else None
        self.crawl_delay = min(max(delay or 0.0, 0.0), LONGEST_DELAY)

    def forbids(self, url: str) -> str | None:
        """Why `url` may not be fetched; None if it may."""
        if PATH in url and urlsplit(url).path == PATH:
            return None
        if self._parsed is None:
            return self._without_rules()
        if self._parsed.can_fetch(url, AGENT):
            return None
        return "robots.txt disallows it"

    @property
    def sitemaps(self) -> tuple[str, ...]:
        return tuple(self._parsed.sitemaps)[:50] if self._parsed else ()

    def verdict(self, url: str) -> Verdict | None:
        """None: go on. A site that does not answer at all is called that, and not „robots“."""
        outcome = self.stored.outcome
        if self.stored.answered_at is None and outcome in UNREACHABLE | {"refused"}:
            return outcome, f"found out when asking for robots.txt: {self.stored.detail}"
        why = self.forbids(url)
        return None if why is None else ("robots", why)

    def _without_rules(self) -> str | None:
        if self.stored.answered_at is not None:
            return None  # it answered, then or now, and had no rules
        return f"robots.txt could not be read ({self.stored.outcome}), which means hands off"


def remembered(origin: str, answer: Answer, now: datetime, earlier: Stored | None = None) -> Stored:
    """What to keep of an answer: an older text outlives a failing server for thirty days."""
    outcome = answer.outcome
    if outcome == "ok":
        return Stored(origin, outcome, charset.decoded(answer.body), now + _HOLDS, now)
    if outcome in ("http_4xx", "redirected") and answer.status not in schedule.PASSING:
        # „unavailable“, says the RFC: there are no rules, so nothing is forbidden
        return Stored(origin, outcome, "", now + _HOLDS, now, answer.detail)
    holds = _UNREACHABLE_HOLDS if outcome in UNREACHABLE else _ERROR_HOLDS
    holds = max(holds, schedule.retry_after(answer.headers, now) or holds)
    answered_at = earlier.answered_at if earlier else None
    is_fresh = answered_at is not None and now - answered_at < _FORGOTTEN
    return Stored(
        origin=origin,
        outcome=outcome,
        body=earlier.body if earlier and is_fresh else "",
        expires_at=now + holds,
        answered_at=answered_at if is_fresh else None,
        detail=answer.detail,
    )
