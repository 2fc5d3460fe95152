"""One GET, whatever the other side does: within its time and size, and never into our network."""

from __future__ import annotations

import asyncio
import socket
import time
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Final, Self

import aiohttp
from aiohttp.abc import AbstractResolver

from . import urls
from .addresses import Guard
from .answers import (
    PAGE,
    PERMANENT,
    REDIRECTS,
    Answer,
    Grow,
    Limits,
    Permit,
    Request,
    answer_of,
    explained,
    outcome_of,
)
from .bodies import with_body
from .deadlines import Deadline, Deadlines
from .failures import failure_of
from .redirects import next_hop, refused
from .resolving import Patient
from .walls import challenge_of
from .wire import Wire

_INSIDE_SECONDS: Final = 60.0


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
        self._wire: Wire | None = None
        self._deadlines: Deadlines | None = None
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
        self._deadlines = Deadlines()
        self._wire = Wire(connector, self._user_agent, self._limits.connect_seconds)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._wire is not None:
            await self._wire.close()

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
        request = Request(limit, headers, hops, cut, permit, grow, started)
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

    async def _within_time(self, url: str, request: Request) -> Answer:
        assert self._deadlines is not None, "used outside `async with`"
        seconds = self._limits.total_seconds
        deadline = self._deadlines.start(seconds)
        try:
            return await self._following(url, request, deadline)
        except asyncio.CancelledError:
            if not deadline.is_why():
                raise
            return Answer("timeout", url, f"not complete after {seconds:g} s")
        finally:
            self._deadlines.end(deadline)

    async def _following(self, url: str, request: Request, deadline: Deadline) -> Answer:
        moved_to = None
        may_move = True
        seen = {url}
        for _ in range(request.redirects + 1):
            answer = await self._patiently(url, request, deadline)
            if answer.status not in REDIRECTS or answer.outcome != "redirected":
                return answer if moved_to is None else replace(answer, moved_to=moved_to)
            may_move = may_move and answer.status in PERMANENT
            permitted = partial(self._permitted, request, deadline)
            refusal, target = await next_hop(answer, seen, permitted)
            moved_to = target if may_move and target else moved_to
            if refusal is not None:
                return replace(refusal, moved_to=moved_to)
            seen.add(target)
            url = target
        return Answer("redirected", url, f"more than {request.redirects} redirects", answer.status)

    async def _patiently(self, url: str, request: Request, deadline: Deadline) -> Answer:
        """Once more, in its turn, when a kept connection turns out to be closed."""
        answer = await self._one(url, request)
        if not answer.was_cut_off or request.permit is None:
            return answer
        if await self._permitted(request, deadline, answer, url) is not None:
            return answer
        return await self._one(url, request)

    async def _permitted(
        self, request: Request, deadline: Deadline, answer: Answer, target: str
    ) -> Answer | None:
        """What we wait for our turn is not the other side's time."""
        assert self._deadlines is not None
        if request.permit is None:
            return None
        left = self._deadlines.pause(deadline)
        verdict = await request.permit(target)
        self._deadlines.resume(deadline, left)
        return None if verdict is None else refused(answer, target, verdict)

    async def _one(self, url: str, request: Request) -> Answer:
        try:
            urls.parts_of(url)
            return await self._response(url, request)
        except (urls.UnusableUrlError, aiohttp.InvalidURL) as error:
            return Answer("refused", url, str(error))
        except (aiohttp.ClientError, OSError, ValueError) as error:
            outcome, detail = failure_of(error)
            cut_off = isinstance(error, aiohttp.ServerDisconnectedError)
            return Answer(outcome, url, detail, was_cut_off=cut_off)

    async def _response(self, url: str, request: Request) -> Answer:
        assert self._wire is not None, "used outside `async with`"
        async with await self._wire.get(url, request.headers) as reply:
            if (challenge := challenge_of(reply.status, reply.headers)) is not None:
                reply.close()
                return answer_of(url, reply, "bot_wall", challenge)
            outcome = outcome_of(reply.status)
            if outcome != "ok":
                if outcome != "not_modified":
                    reply.close()
                return answer_of(url, reply, outcome, explained(reply))
            return await with_body(url, reply, request)
