"""A durable Postgres that can be stopped, killed, filled and made read-only, on one port."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote

import asyncpg

from services.local.child import Child
from services.local.cluster import Cluster
from services.local.errors import StartError
from services.local.ports import free_port
from services.store.postgres import session
from tests.chaos.errors import NotBittenError

SMALL_MIB: Final = 300
_WRITABLE: Final = "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE"
_FILLED: Final = ("revisions", "quotes", "claims")


class Postgres:
    """What grows is in a tablespace on a tmpfs of its own, if we may mount one."""

    def __init__(self, folder: Path) -> None:
        self._cluster = Cluster(folder)
        self._port = free_port()
        self._child: Child | None = None
        self.has_small_disk = os.geteuid() == 0

    @property
    def url(self) -> str:
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        password = quote(self._cluster.password, safe="")
        return f"postgresql://wortlaut:{password}@127.0.0.1:{self._port}/{database}"

    @property
    def port(self) -> int:
        return self._port

    @property
    def _disk(self) -> Path:
        return self._cluster.directory / "small"

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._cluster.prepare)
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._child is not None:
            await self._child.stop(grace=20)
        if self._disk.is_mount():
            await _run("umount", "-l", str(self._disk))
        self._cluster.close()

    async def start(self) -> None:
        """Again and again: the processes of a killed one need a moment to notice."""
        for attempt in range(50):
            (self._cluster.data / "postmaster.pid").unlink(missing_ok=True)
            self._child = await self._launch()
            try:
                await self._child.ready(self.answers, within=60, every=0.05)
            except StartError:
                if attempt == 49 or self._child.running:
                    raise
                await asyncio.sleep(0.2)
            else:
                return

    async def _launch(self) -> Child:
        settings = [
            "listen_addresses=127.0.0.1", f"port={self._port}", "unix_socket_directories=",
            "max_connections=50", "timezone=UTC", "synchronous_commit=on",
        ]  # fmt: skip
        return await Child.start(
            "Postgres",
            [self._cluster.program("postgres"), "-D", self._cluster.data,
             *(part for setting in settings for part in ("-c", setting))],
            log=self._cluster.log,
            environment={"LC_ALL": "C"},
            stop_signal=signal.SIGINT,
            account=self._cluster.account,
            inherit=[self._cluster.lock],
        )  # fmt: skip

    async def stop(self) -> int:
        assert self._child is not None
        return await self._child.stop(grace=30)

    async def kill(self) -> int:
        assert self._child is not None
        os.kill(self._child.pid, signal.SIGKILL)
        return await self._child.wait()

    def freeze(self) -> list[int]:
        """SIGSTOP to all its processes, those of open connections too; their ids."""
        assert self._child is not None
        first = self._child.pid
        os.kill(first, signal.SIGSTOP)  # it starts no others from here on
        everyone = [first, *_children_of(first)]
        for pid in everyone[1:]:
            os.kill(pid, signal.SIGSTOP)
        return everyone

    def thaw(self, pids: Iterable[int]) -> None:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    async def answers(self) -> bool:
        try:
            async with session(self.url) as connection:
                await connection.fetchval("SELECT 1")
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        return True

    # -- read-only ---------------------------------------------------------------------------

    async def make_read_only(self, on: bool) -> None:  # noqa: FBT001 - a switch
        async with session(self.url) as connection:
            await connection.execute(_WRITABLE)
            value = "on" if on else "off"
            await connection.execute(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
            await connection.execute("SELECT pg_reload_conf()")

    async def refuses_writes(self) -> bool:
        async with session(self.url) as connection:
            return bool(await connection.fetchval("SHOW transaction_read_only") == "on")

    # -- full --------------------------------------------------------------------------------

    async def move_to_small_disk(self) -> None:
        """Before anything is stored: empty tables move in no time."""
        self._disk.mkdir(mode=0o700)
        uid = self._cluster.account.uid
        options = f"size={SMALL_MIB}m,mode=0700,uid={uid}"
        if await _run("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self._disk)):
            raise RuntimeError(f"no tmpfs could be mounted at {self._disk}")
        async with session(self.url) as connection:
            await connection.execute(f"CREATE TABLESPACE small LOCATION '{self._disk}'")
            for table in _FILLED:
                for part in range(8):
                    await connection.execute(f"ALTER TABLE {table}_{part} SET TABLESPACE small")
            await connection.execute("CREATE TABLE filler (line text) TABLESPACE small")

    async def fill(self) -> str:
        """What Postgres says when it is full."""
        await _run("dd", "if=/dev/zero", f"of={self._disk / 'ballast'}", "bs=64k")
        async with session(self.url) as connection:
            try:
                await connection.execute(
                    "INSERT INTO filler SELECT repeat('x', 1900) FROM generate_series(1, 20000)"
                )
            except asyncpg.DiskFullError as error:
                return f"SQLSTATE {error.sqlstate}: {error}"
        raise NotBittenError("the small disk took 38 MB more although it was filled")

    async def make_room(self) -> None:
        with suppress(FileNotFoundError):
            (self._disk / "ballast").unlink()

    async def cut_connections(self) -> int:
        async with session(self.url) as connection:
            cut = await connection.fetch(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND application_name LIKE 'wortlaut-store%'"
            )
        return len(cut)


def _children_of(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(child) for child in children.split()]


async def _run(*command: str) -> int:
    """The exit code; `dd` ends with 1 when the disk is full, which is what it is for."""
    process = await asyncio.create_subprocess_exec(
        *command, stderr=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL
    )
    return await process.wait()
