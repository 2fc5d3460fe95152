"""Events to a URL, signed as Standard Webhooks has it, until they are taken.

The body is the event as it is in Kafka, the CloudEvents attributes are headers of the HTTP binding.
Whoever receives it computes HMAC-SHA256 over `<webhook-id>.<webhook-timestamp>.<body>` and
compares; the id is the event's own, so a repetition can be told from a new event.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import http.client
import random
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from services.local.errors import LocalError

TIMEOUT_SECONDS: Final = 15.0
LONGEST_PAUSE: Final = 60.0
PREFIX: Final = "whsec_"  # of secrets that are written in base64
PASSES: Final = frozenset({408, 425, 429})  # what a server says that may take it later


class RefusedError(Exception):
    """The server will not take this event, now or later."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` 0: none came, and `why` says so."""

    status: int
    why: str = ""
    retry_after: float | None = None

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300

    @property
    def may_pass(self) -> bool:
        return self.status == 0 or self.status >= 500 or self.status in PASSES

    def __str__(self) -> str:
        return self.why or f"HTTP {self.status}"


@dataclass(frozen=True, slots=True)
class Webhook:
    """`patience` is for how many seconds an event is tried; `said` is told of each that failed."""

    url: str
    secret: bytes
    patience: float
    said: Callable[[str], None]

    async def deliver(self, value: bytes, headers: Sequence[tuple[str, bytes]]) -> None:
        """Returns when it is taken; RefusedError when it will not be."""
        told = _attributes(headers)
        started = time.monotonic()
        attempt = 0
        while True:
            attempt += 1
            answer = await asyncio.to_thread(post, self.url, value, self._signed(value, told))
            if answer.is_taken:
                return
            waited = time.monotonic() - started
            pause = answer.retry_after or pause_after(attempt)
            if not answer.may_pass or waited + pause > self.patience:
                raise RefusedError(f"{answer} after {attempt} attempts")
            self.said(f"{told.get('ce-id', '')}: {answer}, again in {pause:.0f} s")
            await asyncio.sleep(pause)

    def _signed(self, value: bytes, told: Mapping[str, str]) -> dict[str, str]:
        at = str(int(time.time()))
        identity = told.get("ce-id", hashlib.sha256(value).hexdigest())
        signature = signature_of(self.secret, identity, at, value)
        signed = {"webhook-id": identity, "webhook-timestamp": at, "webhook-signature": signature}
        return {**told, **signed}


def signature_of(secret: bytes, identity: str, at: str, value: bytes) -> str:
    digest = hmac.new(secret, f"{identity}.{at}.".encode() + value, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def key_of(secret: str) -> bytes:
    """LocalError for one that could be guessed."""
    try:
        key = base64.b64decode(secret[len(PREFIX) :], validate=True) if _is_base64(secret) else None
    except ValueError as error:
        raise LocalError(f"the webhook's secret begins with {PREFIX} and is no base64") from error
    key = secret.encode() if key is None else key
    if len(key) < 16:
        raise LocalError("the webhook's secret is shorter than 16 bytes: openssl rand -base64 32")
    return key


def checked_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise LocalError(f"{url!r} is no address for a webhook: https://…")
    return url


def pause_after(attempt: int) -> float:
    """Doubles from a second, up to a minute; up to half of it at random, so that many do not come
    back at once.
    """
    longest = min(LONGEST_PAUSE, 2.0 ** (attempt - 1))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - nothing secret


def post(url: str, value: bytes, headers: Mapping[str, str]) -> Answer:
    """Blocks. A redirect is not followed: what is signed for one place is for no other."""
    request = urllib.request.Request(url, value, dict(headers), method="POST")
    try:
        with _OPENER.open(request, timeout=TIMEOUT_SECONDS) as response:
            return Answer(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, retry_after=_seconds(error.headers.get("retry-after")))
    except (OSError, http.client.HTTPException) as error:
        return Answer(
            0, why=str(getattr(error, "reason", "")) or str(error) or type(error).__name__
        )


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER: Final = urllib.request.build_opener(_NoRedirects)


def _is_base64(secret: str) -> bool:
    return secret.startswith(PREFIX)


def _attributes(headers: Sequence[tuple[str, bytes]]) -> dict[str, str]:
    told = {name: value.decode("ascii", "replace") for name, value in headers}
    named = {n.replace("ce_", "ce-", 1): v for n, v in told.items() if n.startswith("ce_")}
    return {"content-type": "application/json", "user-agent": "wortlaut", **named}


def _seconds(retry_after: str | None) -> float | None:
    return float(retry_after) if retry_after and retry_after.isdecimal() else None
