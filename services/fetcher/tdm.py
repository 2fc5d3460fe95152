"""`/.well-known/tdmrep.json`: what a site reserves of text and data mining, by path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from . import charset
from .answers import Answer, Permit
from .outcomes import UNREACHABLE, Outcome
from .robots import Verdict
from .web import Web

PATH: Final = "/.well-known/tdmrep.json"
MAX_BYTES: Final = 256 * 1024
MOST_RULES: Final = 1000

_ACCEPT: Final = "application/json,*/*;q=0.1"
_HOLDS: Final = timedelta(days=1)
_ERROR_HOLDS: Final = timedelta(hours=1)


async def asked(web: Web, origin: str, permit: Permit | None = None) -> Answer:
    return await web.get(origin + PATH, limit=MAX_BYTES, accept=_ACCEPT, redirects=2, permit=permit)


@dataclass(frozen=True, slots=True)
class StoredReservations:
    """The last answer of an origin, as kept between runs and shared between replicas."""

    origin: str
    outcome: Outcome
    body: str
    expires_at: datetime


class Reservations:
    """What one origin reserves. Of several rules that fit, the most specific one speaks."""

    def __init__(self, stored: StoredReservations) -> None:
        self.expires_at = stored.expires_at
        self._rules = sorted(_rules(stored.body), key=lambda rule: -len(rule[0]))

    def verdict(self, url: str) -> Verdict | None:
        """Why `url` may not be mined; None if it may."""
        if not self._rules:
            return None
        parts = urlsplit(url)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        for location, is_reserved in self._rules:
            if _fits(location, path):
                said = f"tdmrep.json reserves {location[:100]!r}"
                return ("reserved", said) if is_reserved else None
        return None


def remembered(origin: str, answer: Answer, now: datetime) -> StoredReservations:
    """No readable file means no reservation made by it."""
    if answer.outcome == "ok":
        body = charset.decoded(answer.body)
        return StoredReservations(origin, "ok", body if any(_rules(body)) else "", now + _HOLDS)
    is_passing = answer.outcome in UNREACHABLE or answer.outcome == "http_5xx"
    holds = _ERROR_HOLDS if is_passing else _HOLDS
    return StoredReservations(origin, answer.outcome, "", now + holds)


def _rules(body: str) -> Iterator[tuple[str, bool]]:
    try:
        found = json.loads(body) if body else []
    except (ValueError, RecursionError):
        return
    for rule in (found if isinstance(found, list) else [found])[:MOST_RULES]:
        location = rule.get("location") if isinstance(rule, dict) else None
        if isinstance(location, str) and location.startswith(("/", "*")):
            yield location[:500], str(rule.get("tdm-reservation")).strip() in ("1", "True")


def _fits(location: str, path: str) -> bool:
    """As in robots.txt: `*` is any run of characters, `$` the end, else it is a beginning."""
    body = location.removesuffix("$")
    first, *parts = body.split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = parts.pop() if parts and body is not location else ""
    for part in parts:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if body is location:
        return True
    return path.endswith(last) and len(path) - len(last) >= at if "*" in body else path == first
