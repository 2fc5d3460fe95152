"""A web of our own on 127.0.0.0/8: sites that say what they are told, and misbehave on demand."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self, TypeAlias


@dataclass(frozen=True, slots=True)
class Request:
    at: float
    """Of the event loop's clock."""
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    """Sent as it stands, then the connection closes."""
    hangs: bool = False
    """Never answers."""
    drip_seconds: float | None = None
    """Sends one byte of the body at a time, so far apart."""
    announced: int | None = None
    """Content-Length, where it lies."""
    delay: float = 0.0


SITE_RULES: Final = frozenset({"/robots.txt", "/.well-known/tdmrep.json"})
Route: TypeAlias = Reply | Callable[[Request], Reply]


def html(body: str, *, charset: str = "utf-8", **headers: str) -> Reply:
    kind = f"text/html; charset={charset}"
    return Reply(body.encode(charset), headers={"Content-Type": kind, **_names(headers)})


def text(body: str, **headers: str) -> Reply:
    return Reply(body.encode(), headers={"Content-Type": "text/plain", **_names(headers)})


def feed(body: str | bytes, **headers: str) -> Reply:
    content = body.encode() if isinstance(body, str) else body
    return Reply(content, headers={"Content-Type": "application/rss+xml", **_names(headers)})


def redirect(location: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": location})


def gzipped(size: int, kind: str = "text/html") -> Reply:
    """`size` bytes of nothing, packed a thousandfold, and never held unpacked."""
    packer = zlib.compressobj(9, wbits=31)
    blanks = b" " * 65_536
    packed = b"".join(packer.compress(blanks) for _ in range(size // len(blanks)))
    body = packed + packer.flush()
    return Reply(body, headers={"Content-Type": kind, "Content-Encoding": "gzip"})


def rss(*items: str, title: str = "Nachrichten") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title><link>http://example.org/</link>{''.join(items)}</channel></rss>"
    )


def item(url: str, title: str = "Meldung", published: str | None = None) -> str:
    date = f"<pubDate>{published}</pubDate>" if published else ""
    return f"<item><title>{title}</title><link>{url}</link>{date}</item>"


def article(number: int, words: int = 60) -> str:
    """A page of its own for each number."""
    sentence = f"Die Ministerin nannte am Dienstag die Zahl {number}. "
    return (
        f"<!doctype html><html lang=de><head><title>Meldung {number}</title></head>"
        f"<body><h1>Meldung {number}</h1><p>{sentence * (words // 8)}</p></body></html>"
    )


class Site:
    """One server on one address of the loopback network; `requests` is what it was asked."""

    def __init__(self, address: str = "127.0.0.1", port: int = 0) -> None:
        self.address = address
        self.port = port
        self.routes: dict[str, Route] = {}
        self.requests: list[Request] = []
        self.at_once = 0
        """The most requests that were in hand at the same time."""
        self._in_hand = 0
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, self.address, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def url(self, path: str = "/") -> str:
        return f"http://{self.address}:{self.port}{path}"

    def paths(self) -> list[str]:
        """Asked for, but for what is asked of every site."""
        return [request.path for request in self.requests if request.path not in SITE_RULES]

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)
        try:
            while await self._one(reader, writer):
                pass
        except (
            ConnectionError,
            asyncio.IncompleteReadError,
            asyncio.LimitOverrunError,
            asyncio.CancelledError,  # by us, when the site closes
        ):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
        request = Request(time.monotonic(), head[0].split(" ")[1], headers)
        self.requests.append(request)
        self._in_hand += 1
        self.at_once = max(self.at_once, self._in_hand)
        try:
            reply = self._reply(request)
            if reply.hangs:
                await reader.read(1)  # until the other side gives up
                return False
            return await self._answer(reply, writer)
        finally:
            self._in_hand -= 1

    def _reply(self, request: Request) -> Reply:
        route = self.routes.get(request.path, Reply(b"nothing here", 404))
        return route if isinstance(route, Reply) else route(request)

    async def _answer(self, reply: Reply, writer: asyncio.StreamWriter) -> bool:
        if reply.delay:
            await asyncio.sleep(reply.delay)
        if reply.raw is not None:
            writer.write(reply.raw)
            await writer.drain()
            return False
        writer.write(_head(reply))
        if reply.drip_seconds is None:
            writer.write(reply.body)
        else:
            await _drip(reply, reply.drip_seconds, writer)
        await writer.drain()
        return reply.announced is None


async def _drip(reply: Reply, seconds: float, writer: asyncio.StreamWriter) -> None:
    for byte in reply.body:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(seconds)


def _head(reply: Reply) -> bytes:
    length = len(reply.body) if reply.announced is None else reply.announced
    lines = [f"HTTP/1.1 {reply.status} Whatever", f"Content-Length: {length}"]
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")


def _names(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
