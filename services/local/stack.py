"""The whole of Wortlaut on one machine: embedded broker, embedded Postgres, three services."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from services.local.broker import EmbeddedBroker
from services.local.child import Child
from services.local.database import EmbeddedPostgres
from services.local.ports import port_at
from services.local.processes import Service, Services, our_service, watch

PARTITIONS: Final = 4
SERVICES: Final = ("fetcher", "parser", "store")
PREFERRED_PORTS: Final = {"fetcher": 8001, "parser": 8002, "store": 8003}
FREE: Final[Mapping[str, int]] = {}  # any: two stacks that start together must not meet
# The embedded broker takes half the session timeout to let a member in; nothing here is far away.
QUICK: Final = {
    "WORTLAUT_SESSION_TIMEOUT_MS": "3000",
    "WORTLAUT_HEARTBEAT_INTERVAL_MS": "500",
    "WORTLAUT_FETCH_MAX_WAIT_MS": "50",
    "WORTLAUT_LOG_FORMAT": "text",
}


@dataclass(frozen=True, slots=True)
class Feeds:
    """What the fetcher reads: a file of feeds, and the private networks it may enter for them."""

    file: Path
    allow_networks: str = ""
    agent_contact: str = ""


class Stack:
    """Everything is stopped on leaving, in the order that loses nothing: upstream first.

    `folder` takes the logs, `data` what Postgres keeps; without it nothing is kept. `ports` are
    those that the services listen on if they are free.
    """

    def __init__(
        self,
        folder: Path,
        feeds: Feeds,
        *,
        data: Path | None = None,
        ports: Mapping[str, int] = FREE,
        services: Mapping[str, str] = QUICK,
    ) -> None:
        self._folder = folder
        self._feeds = feeds
        self._environment = services
        self._preferred = ports
        self._broker = EmbeddedBroker(log=folder / "broker.log")
        self._postgres = EmbeddedPostgres(data, durable=data is not None)
        self._services = Services(folder)
        self._exit = AsyncExitStack()
        self.ports: dict[str, int] = {}

    @property
    def bootstrap_servers(self) -> str:
        return self._broker.bootstrap_servers

    @property
    def database_url(self) -> str:
        return self._postgres.url()

    async def __aenter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            await asyncio.gather(
                self._exit.enter_async_context(self._broker),
                self._exit.enter_async_context(self._postgres),
            )
            await self._prepare()
            await self._exit.enter_async_context(self._services)
            await self._start_services()
        except BaseException:
            await self._exit.aclose()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._exit.aclose()

    async def watch(self) -> None:
        """Raises DiedError when a part ends by itself. The broker holds the topics in memory, so
        nothing here is worth restarting alone.
        """
        await watch(self._broker.child, self._postgres.child, *self._services.children)

    @property
    def pids(self) -> list[int]:
        """Of every process that is ours to stop."""
        return [child.pid for child in self._children]

    def pid(self, name: str) -> int:
        """Of the last one started under this name: a service, `broker` or `Postgres`."""
        return next(child.pid for child in reversed(self._children) if child.name == name)

    @property
    def _children(self) -> list[Child]:
        return [self._broker.child, self._postgres.child, *self._services.children]

    async def end(self, service: str, how: signal.Signals) -> int:
        """The service's exit code after the signal."""
        child = self._services.child(service)
        os.kill(child.pid, how)
        return await child.wait()

    async def revive(self, service: str) -> None:
        """Another process in the place of one that ended."""
        await self._services.start(self._service(service))

    async def _prepare(self) -> None:
        from schemas.topics import every_topic
        from services.local.tables import migrate
        from services.runtime.provision import create_topics

        await create_topics(self.bootstrap_servers, every_topic(), partitions=PARTITIONS)
        await migrate(self.database_url)

    async def _start_services(self) -> None:
        self.ports = {name: port_at(self._preferred.get(name)) for name in SERVICES}
        await self._services.start(*map(self._service, SERVICES))

    def _service(self, name: str) -> Service:
        port = self.ports[name]
        environment = {
            **self._environment,
            "WORTLAUT_BOOTSTRAP_SERVERS": self.bootstrap_servers,
            "WORTLAUT_DATABASE_URL": self.database_url,
            "WORTLAUT_HTTP_HOST": "127.0.0.1",
            "WORTLAUT_HTTP_PORT": str(port),
            **(self._of_the_fetcher() if name == "fetcher" else {}),
        }
        return our_service(name, environment, port)

    def _of_the_fetcher(self) -> dict[str, str]:
        return {
            "WORTLAUT_FETCHER_FEEDS_FILE": str(self._feeds.file),
            "WORTLAUT_FETCHER_ALLOW_NETWORKS": self._feeds.allow_networks,
            "WORTLAUT_FETCHER_CONTACT_URL": self._feeds.agent_contact,
        }
