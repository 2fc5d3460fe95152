"""A TCP proxy whose connections can be cut, all at once, for as long as one likes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self


class Proxy:
    """Listens on `port` and forwards to `target`, both on loopback."""

    def __init__(self, port: int, target: int) -> None:
        self._port = port
        self._target = target
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._is_cut = False
        self.refused = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        self._drop()

    def cut(self) -> int:
        """How many connections were open; until `mend`, new ones are closed at once."""
        self._is_cut = True
        self.refused = 0
        return self._drop()

    def mend(self) -> None:
        self._is_cut = False

    def _drop(self) -> int:
        dropped = len(self._open)
        for writer in self._open:
            writer.transport.abort()
        self._open.clear()
        return dropped

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            self.refused += 1
            writer.transport.abort()
            return
        try:
            behind, there = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        self._open.add(writer)
        try:
            await asyncio.gather(_pump(reader, there), _pump(behind, writer))
        finally:
            self._open.discard(writer)
            for end in (writer, there):
                end.transport.abort()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(256 * 1024):
            sink.write(data)
            await sink.drain()
    with suppress(OSError):
        sink.close()
