"""What follows the head of an answer: read whole, unpacked, and never more than is wanted."""

from __future__ import annotations

import time

from . import unpacking, urls
from .answers import Answer, Request, answer_of
from .wire import Reply


async def with_body(url: str, reply: Reply, request: Request) -> Answer:
    try:
        steps = unpacking.codings(reply.headers.get("Content-Encoding", ""))
    except unpacking.UnknownCodingError as error:
        reply.close()
        return answer_of(url, reply, "unsupported", urls.shown(str(error)))
    if reply.announced > request.limit and not request.cut:
        reply.close()
        return answer_of(url, reply, "too_large", _too_large(request.limit, "announces"))
    try:
        body = await _read(reply, steps, request)
    except unpacking.BrokenPackingError as error:
        reply.close()
        return answer_of(url, reply, "protocol", str(error))
    except _TooLargeError as error:
        reply.close()
        if not request.cut:
            return answer_of(url, reply, "too_large", _too_large(request.limit, "sends"))
        return _whole(url, reply, request, error.start, "cut")
    return _whole(url, reply, request, body)


def _whole(url: str, reply: Reply, request: Request, body: bytes, detail: str = "") -> Answer:
    return Answer(
        "ok",
        url,
        detail,
        reply.status,
        reply.headers,
        body,
        seconds=time.monotonic() - request.started,
    )


async def _read(reply: Reply, steps: list[unpacking.Coding], request: Request) -> bytes:
    """At most little more than `limit` bytes are ever held, however much they unpack to."""
    pieces: list[bytes] = []  # joined once: what is too large never is
    size = 0
    content = reply.content
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
