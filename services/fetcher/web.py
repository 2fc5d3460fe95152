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

from . import unpacking, urls
from .addresses import Guard
from .failures import failure_of
from .outcomes import Outcome
from .resolving import Patient
from .walls import challenge_of, wall_of

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PERMANENT: Final = frozenset({301, 308})
_INSIDE_SECONDS: Final = 60.0

PAGE: Final = "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8,*/*;q=0.1"
FEED: Final = (
    "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.1"
)
ROBOTS: Final = "text/plain,*/*;q=0.1"

Permit: TypeAlias = Callable[[str], Awaitable[tuple[Outcome, str] | None]]
"""Waits for a redirect's turn; None if it may be followed now, else why not.

The outcome `elsewhere` hands the target back: it is asked when its own host's turn comes.
"""
Grow: TypeAlias = Callable[[int], Awaitable[None]]
"""Asks for room in memory for so many bytes more."""


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
    was_cut_off: bool = False
    """The connection ended before any answer: it may just have been idle for too long."""
    leads_to: str | None = None
    """The target, when the outcome is `elsewhere`."""
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
    grow: Grow | None
    started: float


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
        resolver = Patient(
            self._resolver or aiohttp.ThreadedResolver(), self._limits.connect_seconds
        )
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
            auto_decompress=False,  # ours is bounded at every step, and tells half from whole
            requote_redirect_url=False,
        )
        # it would ask twice at once, whatever the host's pace; `_patiently` waits its turn
        self._session._retry_connection = False  # noqa: SLF001 - there is no public switch
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
        grow: Grow | None = None,
    ) -> Answer:
        """`limit` is in bytes after unpacking; with `cut`, what is longer is cut, not refused."""
        headers = {"Accept": accept}
        if etag:
            headers["If-None-Match"] = etag
        elif last_modified:
            headers["If-Modified-Since"] = last_modified
        hops = self._limits.redirects if redirects is None else redirects
        started = time.monotonic()
        request = _Request(limit, headers, hops, cut, permit, grow, started)
        answer = await self._within_time(url, request)
        return answer if answer.body else replace(answer, seconds=time.monotonic() - started)

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
            found = await self._resolver.resolve(host, 0, socket.AF_UNSPEC)
        except OSError:
            return False
        return self._guard.is_inside(found)

    async def _within_time(self, url: str, request: _Request) -> Answer:
        seconds = self._limits.total_seconds
        try:
            async with asyncio.timeout(seconds) as deadline:
                return await self._following(url, request, deadline)
        except TimeoutError:
            return Answer("timeout", url, f"not complete after {seconds:g} s")

    async def _following(self, url: str, request: _Request, deadline: asyncio.Timeout) -> Answer:
        moved_to = None
        may_move = True
        seen = {url}
        for _ in range(request.redirects + 1):
            answer = await self._patiently(url, request, deadline)
            if answer.status not in _REDIRECTS or answer.outcome != "redirected":
                return answer if moved_to is None else replace(answer, moved_to=moved_to)
            may_move = may_move and answer.status in _PERMANENT
            refusal, target = await _next_hop(answer, request, seen, deadline)
            moved_to = target if may_move and target else moved_to
            if refusal is not None:
                return replace(refusal, moved_to=moved_to)
            seen.add(target)
            url = target
        return Answer("redirected", url, f"more than {request.redirects} redirects", answer.status)

    async def _patiently(self, url: str, request: _Request, deadline: asyncio.Timeout) -> Answer:
        """Once more, in its turn, when a kept connection turns out to be closed."""
        answer = await self._one(url, request)
        if not answer.was_cut_off or request.permit is None:
            return answer
        if await _permitted(answer, url, request.permit, deadline) is not None:
            return answer
        return await self._one(url, request)

    async def _one(self, url: str, request: _Request) -> Answer:
        try:
            urls.parts_of(url)
            return await self._response(url, request)
        except (urls.UnusableUrlError, aiohttp.InvalidURL) as error:
            return Answer("refused", url, str(error))
        except (aiohttp.ClientError, OSError, ValueError) as error:
            outcome, detail = failure_of(error)
            cut_off = isinstance(error, aiohttp.ServerDisconnectedError)
            return Answer(outcome, url, detail, was_cut_off=cut_off)

    async def _response(self, url: str, request: _Request) -> Answer:
        assert self._session is not None, "used outside `async with`"
        async with self._session.get(
            URL(url, encoded=url.isascii()), headers=request.headers, allow_redirects=False
        ) as response:
            if (challenge := challenge_of(response.status, response.headers)) is not None:
                response.close()
                return _answer(url, response, "bot_wall", challenge)
            outcome = _outcome_of(response)
            if outcome != "ok":
                response.close() if outcome != "not_modified" else response.release()
                return _answer(url, response, outcome, _explained(response))
            return await _with_body(url, response, request)


async def _next_hop(
    answer: Answer, request: _Request, seen: set[str], deadline: asyncio.Timeout
) -> tuple[Answer | None, str]:
    """The target of a redirect, and the answer that ends the way, if it ends here."""
    location = answer.headers.get("Location")
    if not location:
        return _ended(answer, "redirected", "a redirect without a target"), ""
    try:
        target = urls.absolute_url(answer.url, _as_utf8(location)).partition("#")[0]
        urls.parts_of(target)
    except urls.UnusableUrlError as error:
        return _ended(answer, "refused", f"redirect: {error}"), ""
    if target in seen:
        return _ended(answer, "redirected", f"a loop at {urls.shown(target)}"), ""
    if (wall := wall_of(target, answer.url)) is not None:
        return _ended(answer, *wall), ""
    if request.permit is None:
        return None, target
    return await _permitted(answer, target, request.permit, deadline), target


async def _permitted(
    answer: Answer, target: str, permit: Permit, deadline: asyncio.Timeout
) -> Answer | None:
    """What we wait for our turn is not the other side's time."""
    loop = asyncio.get_running_loop()
    left = (deadline.when() or 0.0) - loop.time()
    deadline.reschedule(None)
    verdict = await permit(target)
    deadline.reschedule(loop.time() + left)
    if verdict is None:
        return None
    if verdict[0] == "elsewhere":
        return replace(_ended(answer, *verdict), leads_to=target)
    return Answer(verdict[0], target, f"after a redirect: {verdict[1]}", answer.status)


def _ended(answer: Answer, outcome: Outcome, detail: str) -> Answer:
    return Answer(outcome, answer.url, detail, answer.status)


async def _with_body(url: str, response: aiohttp.ClientResponse, request: _Request) -> Answer:
    try:
        steps = unpacking.codings(response.headers.get("Content-Encoding", ""))
    except unpacking.UnknownCodingError as error:
        response.close()
        return _answer(url, response, "unsupported", urls.shown(str(error)))
    if (response.content_length or 0) > request.limit and not request.cut:
        response.close()
        return _answer(url, response, "too_large", _too_large(request.limit, "announces"))
    try:
        body = await _read(response, steps, request)
    except unpacking.BrokenPackingError as error:
        response.close()
        return _answer(url, response, "protocol", str(error))
    except _TooLargeError as error:
        response.close()
        if not request.cut:
            return _answer(url, response, "too_large", _too_large(request.limit, "sends"))
        return _whole(url, response, request, error.start, "cut")
    return _whole(url, response, request, body)


def _whole(
    url: str, response: aiohttp.ClientResponse, request: _Request, body: bytes, detail: str = ""
) -> Answer:
    return Answer(
        "ok",
        url,
        detail,
        response.status,
        response.headers,
        body,
        seconds=time.monotonic() - request.started,
    )


def _answer(url: str, response: aiohttp.ClientResponse, outcome: Outcome, detail: str) -> Answer:
    return Answer(outcome, url, detail, response.status, response.headers)


async def _read(
    response: aiohttp.ClientResponse, steps: list[unpacking.Coding], request: _Request
) -> bytes:
    """At most little more than `limit` bytes are ever held, however much they unpack to."""
    pieces: list[bytes] = []  # joined once: what is too large never is
    size = 0
    content = response.content
    while not content.at_eof():
        data = await content.readany()
        for piece in unpacking.unpacked(steps, data) if steps else (data,):
            if request.grow is not None:
                await request.grow(len(piece))
            pieces.append(piece)
            size += len(piece)
            if size > request.limit:
                raise _TooLargeError(b"".join(pieces)[: request.limit] if request.cut else b"")
    unpacking.require_whole(steps)
    return b"".join(pieces)


class _TooLargeError(Exception):
    def __init__(self, start: bytes) -> None:
        super().__init__()
        self.start = start


def _too_large(limit: int, verb: str) -> str:
    return f"{verb} more than {limit:,} bytes"


def _outcome_of(response: aiohttp.ClientResponse) -> Outcome:
    status = response.status
    if status == 304:
        return "not_modified"
    if status in _REDIRECTS:
        return "redirected"
    if 200 <= status < 300:
        return "ok"
    return "http_4xx" if 400 <= status < 500 else "http_5xx"


def _explained(response: aiohttp.ClientResponse) -> str:
    reason = urls.shown((response.reason or "").strip())[:60]
    return f"{response.status} {reason}".strip()


def _as_utf8(location: str) -> str:
    """Header bytes beyond ASCII reach us as surrogates; sites mean UTF-8, some mean Latin-1."""
    raw = location.encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
