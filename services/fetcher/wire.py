"""One GET on a connection of aiohttp's pool.

Its session would make each request anew out of parts that a fetcher never has: cookies, a proxy,
passwords, traces, bodies. What is asked here is a line and a few headers, and costs half as much.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from . import urls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp.connector import Connection
    from aiohttp.streams import StreamReader

_KEPT: Final = 1000
_CODINGS: Final = "gzip, deflate, br, zstd"


class Reply:
    """The head of an answer, and its body as it comes in."""

    __slots__ = ("_connection", "content", "headers", "reason", "status")

    def __init__(
        self,
        connection: Connection,
        status: int,
        reason: str | None,
        headers: Mapping[str, str],
        content: StreamReader,
    ) -> None:
        self._connection = connection
        self.status = status
        self.reason = reason
        self.headers = headers
        self.content = content

    @property
    def announced(self) -> int:
        """Bytes of the body as they come, if the other side says so."""
        length = self.headers.get("Content-Length", "")
        return int(length) if length.isascii() and length.isdigit() else 0

    def close(self) -> None:
        """Nothing more is read of it."""
        self._connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._connection.release()  # the pool keeps it if the answer is at its end


class Wire:
    """Speaks HTTP/1.1 to whom the connector connects."""

    def __init__(
        self, connector: aiohttp.BaseConnector, user_agent: str, connect_seconds: float
    ) -> None:
        self._connector = connector
        self._common = f"User-Agent: {_line(user_agent)}\r\nAccept-Encoding: {_CODINGS}\r\n"
        self._timeout = aiohttp.ClientTimeout(total=None, sock_connect=connect_seconds)
        self._origins: OrderedDict[str, aiohttp.ClientRequest] = OrderedDict()

    async def close(self) -> None:
        await self._connector.close()

    async def get(self, url: str, headers: Mapping[str, str]) -> Reply:
        """Raises aiohttp.ClientError, OSError, ValueError, and UnusableUrlError."""
        origin = self._origin(urls.origin_of(url))
        asked = self._asked(url, origin, headers)
        try:
            connection = await self._connector.connect(origin, traces=[], timeout=self._timeout)
        except TimeoutError as error:
            raise aiohttp.ConnectionTimeoutError(f"no connection to {origin.url}") from error
        try:
            return await self._answered(connection, origin, asked)
        except BaseException:
            connection.close()
            raise

    def _origin(self, origin: str) -> aiohttp.ClientRequest:
        """What a connection to it is known by in the pool, whatever is asked on it."""
        found = self._origins.get(origin)
        if found is None:
            loop = asyncio.get_running_loop()
            found = aiohttp.ClientRequest("GET", URL(origin, encoded=True), loop=loop)
            self._origins[origin] = found
            if len(self._origins) > _KEPT:
                self._origins.popitem(last=False)
        return found

    def _asked(self, url: str, origin: aiohttp.ClientRequest, headers: Mapping[str, str]) -> bytes:
        further = "".join(f"{name}: {_line(value)}\r\n" for name, value in headers.items())
        start = f"GET {_target(url)} HTTP/1.1\r\nHost: {origin.headers['Host']}\r\n"
        return f"{start}{self._common}{further}\r\n".encode("utf-8", "surrogateescape")

    async def _answered(
        self, connection: Connection, origin: aiohttp.ClientRequest, asked: bytes
    ) -> Reply:
        protocol = connection.protocol
        if protocol is None or protocol.transport is None:
            raise aiohttp.ServerDisconnectedError
        protocol.set_response_params(read_until_eof=True, auto_decompress=False)
        protocol.transport.write(asked)
        while True:
            try:
                head, content = await protocol.read()
            except HttpProcessingError as error:
                raise aiohttp.ClientResponseError(
                    origin.request_info, (), status=error.code, message=error.message
                ) from error
            if not 100 <= head.code < 200 or head.code == 101:
                return Reply(connection, head.code, head.reason, head.headers, content)


def _target(url: str) -> str:
    if not url.isascii():
        return URL(url).raw_path_qs
    parts = urls.parts_of(url)
    path = parts.path or "/"
    return _without_blanks(f"{path}?{parts.query}" if parts.query else path)


def _without_blanks(target: str) -> str:
    """A blank would end the line's second word."""
    return target.replace(" ", "%20") if " " in target else target


def _line(value: str) -> str:
    """A header's value can hold no further header."""
    if "\r" in value or "\n" in value or "\x00" in value:
        raise ValueError(f"a header with a line break in it: {value[:60]!r}")
    return value
