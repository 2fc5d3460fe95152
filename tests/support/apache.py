"""Apache Kafka nodes as processes of ours, on fixed ports and with data that outlive a crash.

The jars come from WORTLAUT_TOOLS (`kafka/fetch`); Java 17 runs them. KRaft: each node is broker and
controller.
"""

from __future__ import annotations

import asyncio
import base64
import os
import re
import shutil
import signal
import subprocess
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError

from services.local.child import Child
from services.local.ports import free_port, listens

QUICK_GROUPS: Final = {
    "group.min.session.timeout.ms": "1000",
    "group.initial.rebalance.delay.ms": "0",
    "auto.create.topics.enable": "false",
    "message.max.bytes": "9437184",
    "replica.fetch.max.bytes": "9437184",
}
START_SECONDS: Final = 120.0


class ToolsMissingError(RuntimeError):
    """WORTLAUT_TOOLS does not name the tools that fetch Apache Kafka's jars."""


@dataclass(slots=True)
class Ports:
    """`behind` is what a proxy forwards to, `proxied` what clients of that listener are told."""

    client: int = field(default_factory=free_port)
    controller: int = field(default_factory=free_port)
    behind: int = field(default_factory=free_port)
    proxied: int = field(default_factory=free_port)


def libraries() -> tuple[Path, Path]:
    """Where the jars are, and the logging configuration; fetches them once."""
    tools = os.environ.get("WORTLAUT_TOOLS")
    if not tools:
        raise ToolsMissingError("set WORTLAUT_TOOLS to the tools that fetch Apache Kafka")
    fetch = Path(tools) / "kafka" / "fetch"
    found = subprocess.run([fetch], check=True, stdout=subprocess.PIPE, text=True)
    return Path(found.stdout.strip()), fetch.with_name("log4j2.properties")


class Node:
    """One broker and controller; `number` counts from 1."""

    def __init__(self, number: int, ports: Sequence[Ports], folder: Path, cluster: str) -> None:
        self.number = number
        self.ports = ports[number - 1]
        self._all = ports
        self._folder = folder / f"kafka-{number}"
        self._cluster = cluster
        self._child: Child | None = None

    @property
    def child(self) -> Child:
        assert self._child is not None, "the node is not started"
        return self._child

    @property
    def is_running(self) -> bool:
        return self._child is None or self._child.running

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.ports.client}"

    def prepare(self, properties: Mapping[str, str]) -> None:
        """Writes the configuration and formats the data folder, both once."""
        self._folder.mkdir(parents=True, exist_ok=True)
        lines = {**self._basics(), **properties}
        config = "".join(f"{name}={value}\n" for name, value in lines.items())
        self._config.write_text(config, "utf-8")
        if not (self._data / "meta.properties").exists():
            arguments = ("format", f"--cluster-id={self._cluster}", "--config", str(self._config))
            run_tool("kafka.tools.StorageTool", *arguments)

    async def start(self) -> None:
        """Returns when it answers."""
        libs, log4j = libraries()
        java = ["java", "-Xms384m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        self._child = await Child.start(
            f"kafka-{self.number}",
            [*java, f"-Dlog4j2.configurationFile={log4j}", "-Dkafka.log.level=WARN",
             "-cp", f"{libs}/*", "kafka.Kafka", str(self._config)],
            log=self._folder / "kafka.log",
            environment={"PATH": os.environ["PATH"]},
            death_signal=signal.SIGKILL,
        )  # fmt: skip
        await self._child.ready(self._answers, within=START_SECONDS, every=0.2)

    async def kill(self) -> int:
        """SIGKILL; the exit code, which tells that it bit."""
        os.kill(self.child.pid, signal.SIGKILL)
        return await self.child.wait()

    async def stop(self) -> int:
        return await self.child.stop(grace=60)

    def wipe(self) -> None:
        """As if its disk had been lost; `prepare` makes a new one."""
        shutil.rmtree(self._folder)

    @property
    def _config(self) -> Path:
        return self._folder / "server.properties"

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _basics(self) -> dict[str, str]:
        mine = self.ports
        copies = str(min(3, len(self._all)))
        insync = str(max(1, len(self._all) - 1))
        voters = ",".join(
            f"{number}@127.0.0.1:{ports.controller}" for number, ports in enumerate(self._all, 1)
        )
        return {
            "process.roles": "broker,controller",
            "node.id": str(self.number),
            "controller.quorum.voters": voters,
            "listeners": (
                f"PLAINTEXT://127.0.0.1:{mine.client},PROXIED://127.0.0.1:{mine.behind},"
                f"CONTROLLER://127.0.0.1:{mine.controller}"
            ),
            "advertised.listeners": (
                f"PLAINTEXT://127.0.0.1:{mine.client},PROXIED://127.0.0.1:{mine.proxied}"
            ),
            "listener.security.protocol.map": (
                "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT"
            ),
            "inter.broker.listener.name": "PLAINTEXT",
            "controller.listener.names": "CONTROLLER",
            "log.dirs": str(self._data),
            "offsets.topic.num.partitions": "4",
            "offsets.topic.replication.factor": copies,
            "transaction.state.log.replication.factor": copies,
            "transaction.state.log.min.isr": insync,
            "share.coordinator.state.topic.replication.factor": copies,
            **QUICK_GROUPS,
        }

    async def _answers(self) -> bool:
        if not await listens(self.ports.client):
            return False
        client = AIOKafkaClient(bootstrap_servers=self.address)
        try:
            await client.bootstrap()
        except KafkaError:
            return False
        finally:
            await client.close()
        return True


class ApacheKafka:
    """One node or several; everything is stopped on leaving."""

    def __init__(self, folder: Path, nodes: int = 1, **properties: str) -> None:
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        ports = [Ports() for _ in range(nodes)]
        self.nodes = [Node(number, ports, folder, cluster) for number in range(1, nodes + 1)]
        self._properties = {name.replace("_", "."): value for name, value in properties.items()}

    @property
    def bootstrap_servers(self) -> str:
        """Of those that run."""
        return ",".join(node.address for node in self.nodes if node.is_running)

    def prepare(self) -> None:
        for node in self.nodes:
            node.prepare(self._properties)

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self.prepare)
        try:
            await asyncio.gather(*(node.start() for node in self.nodes))
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
        for node in self.nodes:
            if node._child is not None:
                node.child.kill()
                await node.child.wait()

    async def controller(self) -> Node:
        """The active one, as the quorum says."""
        said = await asyncio.to_thread(
            run_tool,
            "org.apache.kafka.tools.MetadataQuorumCommand",
            *("--bootstrap-server", self.bootstrap_servers, "describe", "--status"),
        )
        found = re.search(r"LeaderId:\s+(\d+)", said)
        assert found, said
        return self.nodes[int(found[1]) - 1]


def run_tool(name: str, *arguments: str) -> str:
    """A command of Kafka's own, by its class; what it printed."""
    libs, log4j = libraries()
    java = ["java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    command = [*java, f"-Dlog4j2.configurationFile={log4j}", "-Dkafka.log.level=WARN"]
    done = subprocess.run(
        [*command, "-Dkafka.log.target=SYSTEM_ERR", "-cp", f"{libs}/*", name, *arguments],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{name} {' '.join(arguments)}: {done.stderr[-2000:]}{done.stdout}")
    return done.stdout
