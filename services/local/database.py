from __future__ import annotations

import asyncio
import secrets
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote

import asyncpg

from services.local.child import Child
from services.local.cluster import Cluster
from services.local.errors import StartError
from services.local.ports import free_port

_ATTEMPTS: Final = 5
_VOLATILE: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_STARTING: Final = (OSError, asyncpg.CannotConnectNowError, asyncpg.ConnectionDoesNotExistError)


class EmbeddedPostgres:
    """PostgreSQL on 127.0.0.1, with a database and a user `wortlaut` whose password is drawn.

    `directory` holds the data, the password and the log, and is kept; without one all of it is
    temporary. What is not `durable` may be lost or broken when the machine stops.
    """

    def __init__(
        self,
        directory: Path | None = None,
        *,
        durable: bool = False,
        max_connections: int = 100,
    ) -> None:
        self._cluster = Cluster(directory)
        self._durable = durable
        self._max_connections = max_connections
        self._child: Child | None = None
        self._port = 0

    @property
    def port(self) -> int:
        return self._port

    @property
    def child(self) -> Child:
        assert self._child is not None, "Postgres is not started"
        return self._child

    def url(self, database: str = "wortlaut") -> str:
        password = quote(self._cluster.password, safe="")
        return f"postgresql://wortlaut:{password}@127.0.0.1:{self._port}/{quote(database)}"

    async def create_database(self, name: str | None = None, *, template: str = "template1") -> str:
        """Makes a database, with a drawn name unless given, and returns its URL."""
        database = name or f"test_{secrets.token_hex(8)}"
        await self._execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    async def drop_database(self, name: str) -> None:
        """Those who are still connected are cut off."""
        await self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    async def __aenter__(self) -> Self:
        try:
            await asyncio.to_thread(self._cluster.prepare)
            await self._start()
            if not await self._exists("wortlaut"):
                await self.create_database("wortlaut")
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()

    async def stop(self) -> None:
        if self._child is not None:
            await self._child.stop(grace=30 if self._durable else 5)
        self._cluster.close()

    async def _start(self) -> None:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                await self._start_once()
            except StartError:
                if self.child.running or attempt == _ATTEMPTS:
                    raise  # it ends at once when somebody took the port before it did
            else:
                return

    async def _start_once(self) -> None:
        self._port = free_port()
        self._child = await Child.start(
            "Postgres",
            [self._cluster.program("postgres"), "-D", self._cluster.data, *self._settings()],
            log=self._cluster.log,
            environment={"LC_ALL": "C"},
            stop_signal=signal.SIGINT,  # its „fast“: SIGTERM would wait for every client to leave
            death_signal=signal.SIGINT if self._durable else signal.SIGQUIT,
            account=self._cluster.account,
            inherit=[self._cluster.lock],
        )
        await self._child.ready(self._answers, within=60)  # it may have a journal to replay

    def _settings(self) -> list[str]:
        settings = [
            "listen_addresses=127.0.0.1",
            f"port={self._port}",
            "unix_socket_directories=",
            f"max_connections={self._max_connections}",
            "timezone=UTC",
            "log_timezone=UTC",
            *(() if self._durable else _VOLATILE),
        ]
        return [part for setting in settings for part in ("-c", setting)]

    async def _answers(self) -> bool:
        try:
            await self._execute("SELECT 1")
        except _STARTING:
            return False
        return True

    async def _exists(self, database: str) -> bool:
        async with self._session() as connection:
            found = "SELECT 1 FROM pg_database WHERE datname = $1"
            return bool(await connection.fetchval(found, database))

    async def _execute(self, statement: str) -> None:
        async with self._session() as connection:
            await connection.execute(statement)

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[asyncpg.Connection]:
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            yield connection
        finally:
            await connection.close()
