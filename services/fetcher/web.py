"""One GET, whatever the other side does: within its time and size, and never into our network."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Final, Self, TypeAlias

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from . import urls
from .addresses import Guard
from .failures import failure_of
from .outcomes import Outcome

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PERMANENT: Final = frozenset({301, 308})
_CODINGS: Final = frozenset({"", "identity", "gzip", "x-gzip", "deflate", "br", "zstd"})
_INSIDE_SECONDS: Final = 60.0

PAGE: Final = "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8,*/*;q=0.1"
FEED: Final = (
    "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.1"
)
ROBOTS: Final = "text/plain,*/*;q=0.1"

Permit: TypeAlias = Callable[[str], Awaitable[tuple[Outcome, str] | None]]
"""Why a redirect to another origin may not be followed (its robots.txt); None if it may."""


@dataclass(frozen=True, slots=True)
class Limits:
    total_seconds: float = 30.0  # from the first redirect to the last byte
    connect_seconds: float = 10.0
    redirects: int = 5
    connections: int = 100
    connections_per_host: int = 16


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request. `body` is whole, unpacked, and empty unless the outcome is ok."""

    outcome: Outcome
    url: str
    """Where the answer came from: after redirects."""
    detail: str = ""
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    moved_to: str | None = None
    """The last of the permanent redirects that the request began with."""
    seconds: float = 0.0

    @property
    def content_type(self) -> str | None:
        return self.headers.get("Content-Type")


@dataclass(frozen=True, slots=True)
class _Request:
    limit: int
    headers: dict[str, str]
    redirects: int
    cut: bool
    permit: Permit | None


class Web:
    """A client that honours no proxy variable, sends no cookie and checks every certificate."""

    def __init__(
        self,
        guard: Guard,
        user_agent: str,
        limits: Limits | None = None,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._guard = guard
        self._limits = limits or Limits()
        self._user_agent = user_agent
        self._resolver = resolver
        self._session: aiohttp.ClientSession | None = None
        self._inside: dict[str, tuple[float, bool]] = {}

    async def __aenter__(self) -> Self:
        resolver = self._resolver or aiohttp.ThreadedResolver()
        self._resolver = resolver
        connector = aiohttp.TCPConnector(
            resolver=resolver,
            socket_factory=self._guard,
            limit=self._limits.connections,
            limit_per_host=self._limits.connections_per_host,
            ttl_dns_cache=60,
            keepalive_timeout=15,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._limits.connect_seconds),
            headers={"User-Agent": self._user_agent},
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            requote_redirect_url=False,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(
        self,
        url: str,
        *,
        limit: int,
        accept: str = PAGE,
        etag: str | None = None,
        last_modified: str | None = None,
        redirects: int | None = None,
        cut: bool = False,
        permit: Permit | None = None,
    ) -> Answer:
        """`limit` is in bytes after unpacking; with `cut`, what is longer is cut, not refused."""
        headers = {"Accept": accept}
        if etag:
            headers["If-None-Match"] = etag
        elif last_modified:
            headers["If-Modified-Since"] = last_modified
        hops = self._limits.redirects if redirects is None else redirects
        request = _Request(limit, headers, hops, cut, permit)
        started = time.monotonic()
        answer = await self._within_time(url, request)
        return replace(answer, seconds=time.monotonic() - started)

    async def leads_inside(self, url: str) -> bool:
        """Whether a URL's host lies in the networks that the settings allow: pace is ours there."""
        if not self._guard.allows_some or self._resolver is None:
            return False
        host = urls.parts_of(url).hostname or ""
        known = self._inside.get(host)
        if known is None or known[0] < time.monotonic():
            known = (time.monotonic() + _INSIDE_SECONDS, await self._is_inside(host))
            self._inside[host] = known
        return known[1]

    async def _is_inside(self, host: str) -> bool:
        assert self._resolver is not None
        try:
            async with asyncio.timeout(self._limits.connect_seconds):
                found = await self._resolver.resolve(host, 0, socket.AF_UNSPEC)
        except (OSError, TimeoutError):
            return False
        return self._guard.is_inside(found)

    async def _within_time(self, url: str, request: _Request) -> Answer:
        seconds = self._limits.total_seconds
        try:
            async with asyncio.timeout(seconds):
                return await self._following(url, request)
        except TimeoutError:
            return Answer("timeout", url, f"not complete after {seconds:g} s")

    async def _following(self, url: str, request: _Request) -> Answer:
        moved_to = None
        may_move = True
        seen = {url}
        answer = Answer("redirected", url)
        for _ in range(request.redirects + 1):
            answer = await self._one(url, request)
            if answer.status not in _REDIRECTS or answer.outcome != "redirected":
                return replace(answer, moved_to=moved_to)
            may_move = may_move and answer.status in _PERMANENT
            refusal, target = await _next_hop(answer, request, seen)
            if refusal is not None:
                return refusal
            seen.add(target)
            moved_to = target if may_move else moved_to
            url = target
        return Answer("redirected", url, f"more than {request.redirects} redirects", answer.status)

    async def _one(self, url: str, request: _Request) -> Answer:
        try:
            urls.parts_of(url)
            return await self._response(url, request)
        except (urls.UnusableUrlError, aiohttp.InvalidURL) as error:
            return Answer("refused", url, str(error))
        except (aiohttp.ClientError, OSError, ValueError) as error:
            outcome, detail = failure_of(error)
            return Answer(outcome, url, detail)

    async def _response(self, url: str, request: _Request) -> Answer:
        assert self._session is not None, "used outside `async with`"
        async with self._session.get(
            URL(url, encoded=url.isascii()), headers=request.headers, allow_redirects=False
        ) as response:
            outcome = _outcome_of(response)
            answer = Answer(outcome, url, "", response.status, response.headers)
            if outcome != "ok":
                response.close() if outcome != "not_modified" else response.release()
                return _explained(answer, response)
            return await _with_body(answer, response, request)


async def _next_hop(answer: Answer, request: _Request, seen: set[str]) -> tuple[Answer | None, str]:
    """The target of a redirect, or the answer that ends the way."""
    location = answer.headers.get("Location")
    if not location:
        return Answer("redirected", answer.url, "a redirect without a target", answer.status), ""
    try:
        target = urls.absolute_url(answer.url, _as_utf8(location)).partition("#")[0]
        urls.parts_of(target)
    except urls.UnusableUrlError as error:
        return Answer("refused", answer.url, f"redirect: {error}", answer.status), ""
    if target in seen:
        return Answer(
            "redirected", answer.url, f"a loop at {urls.shown(target)}", answer.status
        ), ""
    if request.permit is not None and urls.origin_of(target) != urls.origin_of(answer.url):
        verdict = await request.permit(target)
        if verdict is not None:
            return Answer(verdict[0], target, f"after a redirect: {verdict[1]}", answer.status), ""
    return None, target


async def _with_body(answer: Answer, response: aiohttp.ClientResponse, request: _Request) -> Answer:
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in _CODINGS:
        response.close()
        return _failed(answer, "unsupported", f"content encoding {coding[:40]!r}")
    if (response.content_length or 0) > request.limit and not request.cut:
        response.close()
        return _failed(answer, "too_large", _too_large(request.limit, "announces"))
    body = await _read(response, request.limit)
    if len(body) <= request.limit:
        return replace(answer, body=bytes(body))
    response.close()
    if request.cut:
        return replace(answer, detail="cut", body=bytes(body[: request.limit]))
    return _failed(answer, "too_large", _too_large(request.limit, "sends"))


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytearray:
    """At most little more than `limit` bytes are ever held, however much they unpack to."""
    body = bytearray()
    content = response.content
    while not content.at_eof() and len(body) <= limit:
        body += await content.readany()
    return body


def _too_large(limit: int, verb: str) -> str:
    return f"{verb} more than {limit:,} bytes"


def _failed(answer: Answer, outcome: Outcome, detail: str) -> Answer:
    return replace(answer, outcome=outcome, detail=detail)


def _outcome_of(response: aiohttp.ClientResponse) -> Outcome:
    status = response.status
    if status == 304:
        return "not_modified"
    if status in _REDIRECTS:
        return "redirected"
    if 200 <= status < 300:
        return "ok"
    return "http_4xx" if 400 <= status < 500 else "http_5xx"


def _explained(answer: Answer, response: aiohttp.ClientResponse) -> Answer:
    reason = urls.shown((response.reason or "").strip())[:60]
    return replace(answer, detail=f"{response.status} {reason}".strip())


def _as_utf8(location: str) -> str:
    """Header bytes beyond ASCII reach us as surrogates; sites mean UTF-8, some mean Latin-1."""
    raw = location.encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
