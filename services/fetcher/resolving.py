"""DNS with a deadline of its own, so that a name server's silence is named as such."""

from __future__ import annotations

import asyncio
import socket

from aiohttp.abc import AbstractResolver, ResolveResult


class Patient(AbstractResolver):
    """Asks `inner`, and gives up after `seconds`."""

    def __init__(self, inner: AbstractResolver, seconds: float) -> None:
        self._inner = inner
        self._seconds = seconds

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        try:
            async with asyncio.timeout(self._seconds):
                return await self._inner.resolve(host, port, family)
        except TimeoutError as error:
            why = f"no answer from DNS within {self._seconds:g} s"
            raise socket.gaierror(socket.EAI_AGAIN, why) from error

    async def close(self) -> None:
        await self._inner.close()
