"""`python -m tests.chaos.cluster`: three Apache Kafka nodes, of which the leaders die.

Replication 3, min.insync.replicas 2. While pages flow through two parsers and two stores, the
leader of a partition and then the active controller get SIGKILL and come back, and partitions are
added.
Then one, two and four parsers work off the same backlog, on all the cores there are. Run by
`make cluster-test`; needs WORTLAUT_TOOLS. Exit code 1 when something was lost or is there twice.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions
from aiokafka.errors import KafkaError

from benchmarks.memory import cpu_seconds
from schemas import encode
from schemas.topics import ARTICLES, PAGES, PUBLIC, every_topic
from services.local.ports import free_port
from services.local.processes import Services
from services.local.publishing import publishing
from services.local.tables import migrate
from services.runtime.provision import create_topics
from tests.chaos.checks import Check
from tests.chaos.errors import NotBittenError
from tests.chaos.flow import Flow
from tests.chaos.machine import PARSERS, STORES, Machine, eventually
from tests.chaos.postgres import Postgres
from tests.chaos.verdict import counted, is_complete
from tests.support.apache import ApacheKafka, Node
from tests.support.consuming import everything_in
from tests.support.events import a_page

NODES: Final = 3
PARTITIONS: Final = 6
MORE_PARTITIONS: Final = 9
FLEETS: Final = (1, 2, 4)
EVENTS: Final = ("leader", "partitions", "controller")  # each in a third of the flow


@dataclass(frozen=True, slots=True)
class Event:
    name: str
    after: float
    on_their_way: int
    evidence: str


@asynccontextmanager
async def a_cluster(folder: Path) -> AsyncIterator[Machine]:
    async with AsyncExitStack() as stack:
        kafka = await stack.enter_async_context(ApacheKafka(folder, NODES))
        postgres = await stack.enter_async_context(Postgres(folder / "postgres"))
        await create_topics(
            kafka.bootstrap_servers,
            every_topic(),
            partitions=PARTITIONS,
            replication_factor=NODES,
            min_insync_replicas=NODES - 1,
        )
        await offsets_topic_exists(kafka.bootstrap_servers)
        await migrate(postgres.url)
        services = await stack.enter_async_context(Services(folder))
        fleet = [f"parser-{number}" for number in range(1, max(FLEETS) + 1)]
        ports = {name: free_port() for name in (*fleet, *STORES)}
        feeds = folder / "feeds.txt"
        yield Machine(folder, kafka, postgres, None, services, ports, feeds)


async def offsets_topic_exists(servers: str) -> None:
    """The cluster makes it for its first group, and turns members away until it is done."""

    async def joins() -> bool:
        reader = AIOKafkaConsumer(PAGES.name, bootstrap_servers=servers, group_id="first")
        try:
            async with asyncio.timeout(20):
                await reader.start()
        except (KafkaError, TimeoutError):
            return False
        finally:
            await reader.stop()
        return True

    await eventually(joins, 90, "no group can be joined")


async def leader_of(kafka: ApacheKafka, topic: str, partition: int) -> Node:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap_servers)
    await admin.start()
    try:
        (described,) = await admin.describe_topics([topic])
    finally:
        await admin.close()
    leaders: dict[int, int] = {
        each["partition"]: each["leader"] for each in described["partitions"]
    }
    return kafka.nodes[leaders[partition] - 1]


async def killed(machine: Machine, node: Node, role: str) -> str:
    """SIGKILL; another one has taken over before it comes back."""
    pid = node.child.pid
    code = await node.kill()
    assert code == -signal.SIGKILL, code
    successors: list[Node] = []

    async def taken_over() -> bool:
        try:
            found = await (
                leader_of(machine.kafka, PAGES.name, 0)
                if role == "leader"
                else machine.kafka.controller()
            )
        except (KafkaError, RuntimeError):  # the others still point to the one that is gone
            return False
        successors.append(found)
        return found is not node

    await eventually(taken_over, 60, f"nobody took over as {role}")
    await node.start()
    successor = successors[-1].number
    return f"node {node.number} (process {pid}) ended by SIGKILL, node {successor} took over"


async def more_partitions(machine: Machine) -> str:
    admin = AIOKafkaAdminClient(bootstrap_servers=machine.kafka.bootstrap_servers)
    await admin.start()
    try:
        wanted = {topic.name: NewPartitions(MORE_PARTITIONS) for topic in PUBLIC}
        response = await admin.create_partitions(wanted)
        failed = [error for error in response.topic_errors if error[1]]
        assert not failed, failed
        described = await admin.describe_topics([PAGES.name])
    finally:
        await admin.close()
    return f"{PAGES.name} has {len(described[0]['partitions'])} partitions instead of {PARTITIONS}"


async def flowing(machine: Machine, pages: int) -> tuple[list[Event], list[Check]]:
    await machine.start(*PARSERS, *STORES)
    flow = Flow(machine.kafka.bootstrap_servers, pages, random.Random(3), poison=[], nasty=[])
    started = time.monotonic()
    events: list[Event] = []

    async def happens(name: str) -> None:
        on_their_way = flow.sent - await machine.stored()
        after = time.monotonic() - started
        match name:
            case "leader":
                node = await leader_of(machine.kafka, PAGES.name, 0)
                evidence = await killed(machine, node, name)
            case "controller":
                evidence = await killed(machine, await machine.kafka.controller(), name)
            case _:
                evidence = await more_partitions(machine)
        events.append(Event(name, after, on_their_way, evidence))
        print(f"{after:6.1f} s  {name}: {on_their_way} on their way; {evidence}", flush=True)

    for name, piece in zip(EVENTS, flow.pieces([1] * len(EVENTS)), strict=True):
        sending = asyncio.ensure_future(flow.send(piece, 12))
        await eventually(lambda: _flows(machine, flow), 60, "no page is on its way")
        await happens(name)
        await sending
    with contextlib.suppress(NotBittenError):  # the counts say what is missing
        await eventually(lambda: is_complete(machine, flow, 0), 300, "not complete")
    checks = await counted(machine, flow, 0)
    for name in PARSERS:
        await machine.end(name, signal.SIGTERM)
    return events, checks


async def _flows(machine: Machine, flow: Flow) -> bool:
    return flow.sent > await machine.stored()


@dataclass(frozen=True, slots=True)
class Rate:
    """`cores`: what the parsers had of the machine's, as others take their share of them too."""

    parsers: int
    articles_per_second: float
    cores: float
    articles_per_core_second: float

    def __str__(self) -> str:
        return (
            f"| {self.parsers} | {self.articles_per_second:.0f} | {self.cores:.2f} of "
            f"{len(os.sched_getaffinity(0))} | {self.articles_per_core_second:.0f} "
            f"| {os.getloadavg()[0]:.0f} |"
        )


async def fleet_rate(machine: Machine, size: int, pages: int) -> Rate:
    """By the broker's times, without the first and the last tenth."""
    fleet = [f"parser-{number}" for number in range(1, size + 1)]
    host = f"https://flotte-{size}.example/"
    text = "„Wir bauen Haus {}“, sagte Bürgermeisterin Jana Vogt am Montag vor der Presse. " * 12
    body = "<html lang='de'><body><article><p>{}</p></article></body></html>"
    backlog = [
        encode(a_page(body.format(text.replace("{}", str(n))), url=f"{host}{n}"), "/test")
        for n in range(pages)
    ]
    async with publishing(machine.kafka.bootstrap_servers) as publisher:
        await publisher.publish(backlog)
    await machine.start(*fleet)
    started, before = time.monotonic(), _cpu(machine, fleet)
    keys = {message.key for message in backlog}

    async def times() -> list[int]:
        found = await everything_in(machine.kafka.bootstrap_servers, ARTICLES.name)
        return sorted({r.key: r.timestamp for r in found if r.key in keys}.values())

    async def done() -> bool:
        return len(await times()) == pages

    await eventually(done, 300, f"{size} parsers did not work off {pages} pages")
    used, seconds = _cpu(machine, fleet) - before, time.monotonic() - started
    for name in fleet:
        await machine.end(name, signal.SIGTERM)
    stamps = await times()
    tenth = pages // 10
    rate = (pages - 2 * tenth) / ((stamps[-tenth - 1] - stamps[tenth]) / 1000)
    return Rate(size, rate, used / seconds, pages / used)


def _cpu(machine: Machine, names: Sequence[str]) -> float:
    return sum(cpu_seconds(machine.pid(name)) for name in names)


async def run(options: argparse.Namespace, folder: Path) -> int:
    started = time.monotonic()
    async with a_cluster(folder) as machine:
        print(f"three nodes answer after {time.monotonic() - started:.0f} s", flush=True)
        _, checks = await flowing(machine, options.pages)
        for check in checks:
            print(f"{'yes' if check.holds else 'NO ':3} {check.name}: {check.counted}", flush=True)
        print("| parsers | articles/s | cores they had | articles a core-second | load |")
        print("| --- | --- | --- | --- | --- |", flush=True)
        for size in FLEETS if options.pages_for_fleets else ():
            print(await fleet_rate(machine, size, options.pages_for_fleets), flush=True)
    return 0 if all(check.holds for check in checks) else 1


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=900, help="that flow while leaders die")
    parser.add_argument("--pages-for-fleets", type=int, default=600, help="0: leave it out")
    options = parser.parse_args(arguments)
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # of our own clients
    folder = Path(tempfile.mkdtemp(prefix="wortlaut-cluster-", dir="/tmp"))
    folder.chmod(0o711)
    try:
        return asyncio.run(run(options, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
