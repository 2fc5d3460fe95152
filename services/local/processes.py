"""Runs our services as processes of their own, as compose does."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from services.local.child import Child, Probe

_ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Service:
    """`port` is where it answers `/readyz`; `environment` is added to our own."""

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str]
    port: int


def our_service(name: str, environment: Mapping[str, str], port: int) -> Service:
    """`services.<name>`, by this very Python; never a folder `services` we happen to stand in."""
    command = [sys.executable, "-P", "-m", f"services.{name}"]
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    return Service(name, command, {**environment, "PYTHONPATH": path}, port)


class Services:
    """Each logs to `<logs>/<name>.log`. Stops in the order of the start: upstream first."""

    def __init__(self, logs: Path, *, grace: float = 15) -> None:
        self._logs = logs
        self._grace = grace
        self.children: list[Child] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self, *services: Service, within: float = 60) -> None:
        """All at once, then waits until each is ready; StartError names the first that is not."""
        started = [(await self._launch(service), service.port) for service in services]
        await _all_or_first_error(
            *(child.ready(_ready_at(port), within=within, every=0.1) for child, port in started)
        )

    def child(self, name: str) -> Child:
        """The last one started under this name."""
        return next(child for child in reversed(self.children) if child.name == name)

    async def stop(self) -> None:
        """SIGTERM, and after the grace SIGKILL, one after the other."""
        try:
            for child in self.children:
                await child.stop(grace=self._grace)
        finally:
            for child in self.children:  # when we are interrupted a second time
                child.kill()

    async def _launch(self, service: Service) -> Child:
        child = await Child.start(
            service.name,
            service.command,
            log=self._logs / f"{service.name}.log",
            environment={**os.environ, "PYTHONUNBUFFERED": "1", **service.environment},
            death_signal=signal.SIGKILL,  # without us there is no broker to finish a batch with
        )
        self.children.append(child)
        return child


async def watch(*children: Child) -> None:
    """Raises DiedError as soon as one of them ends by itself; returns never."""
    await _all_or_first_error(*(child.watch() for child in children))


async def answers_ok(port: int, path: str) -> bool:
    """Whether a GET on 127.0.0.1 is answered with 200."""
    status = b""
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(5):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode("ascii"))
                status = await reader.readline()
            finally:
                writer.close()
    return status.split()[1:2] == [b"200"]


def _ready_at(port: int) -> Probe:
    return lambda: answers_ok(port, "/readyz")


async def _all_or_first_error(*waits: Coroutine[Any, Any, None]) -> None:
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
