"""The faults. Each returns the evidence that it bit, or raises NotBittenError."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import struct
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiokafka import AIOKafkaConsumer

from schemas.topics import GROUPS
from tests.chaos.errors import NotBittenError
from tests.chaos.machine import (
    PARSERS,
    SESSION_SECONDS,
    STORES,
    Machine,
    eventually,
)

OUTAGE_SECONDS: Final = 20.0
SHORT_SECONDS: Final = 9.0
FROZEN_SECONDS: Final = 15.0  # longer than a session, and than a connection may take to open
REBALANCES: Final = "wortlaut_kafka_consumer_rebalances_total"
_QUESTIONS: Final = struct.pack(">ii", 8, 80877103)  # may I have TLS? and, to Kafka, nonsense
Run = Callable[[Machine], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Fault:
    """`weight`: its share of the pages."""

    name: str
    run: Run
    weight: int = 1


def _must(bitten: bool, why: str) -> None:  # noqa: FBT001 - an assertion
    if not bitten:
        raise NotBittenError(why)


def _refused(port: int) -> str:
    """The evidence that nobody listens there."""
    with socket.socket() as probe:
        code = probe.connect_ex(("127.0.0.1", port))
    _must(code == errno.ECONNREFUSED, f"port {port} still answers: {os.strerror(code)}")
    return f"connection to port {port} refused"


def _state(pid: int) -> str:
    """As /proc has it: T for stopped; empty for a process that is no more."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except FileNotFoundError:
        return ""
    return status.partition("State:")[2].split()[0]


def _runs(pid: int) -> bool:
    """Neither stopped, nor gone, nor ended and not yet taken note of by its stopped parent."""
    return _state(pid) not in ("T", "Z", "")


# -- services --------------------------------------------------------------------------------


def killed(name: str) -> Fault:
    async def run(machine: Machine) -> str:
        pid = machine.pid(name)
        code = await machine.end(name, signal.SIGKILL)
        _must(code == -signal.SIGKILL, f"{name} ended with {code}")
        _must(_state(pid) == "", f"process {pid} is still there")
        said = _refused(machine.ports[name])
        await machine.start(name)
        return f"process {pid} ended by SIGKILL, {said}"

    return Fault(f"kill -9 {name}", run)


def frozen(name: str) -> Fault:
    """Longer than the group waits: its partitions go to another, and then it comes back."""

    async def run(machine: Machine) -> str:
        pid, group = machine.pid(name), name.partition("-")[0]
        await eventually(lambda: _members(machine, group, 2), 60, f"{group} has no two members")
        os.kill(pid, signal.SIGSTOP)
        try:
            async with machine.down(name):
                await asyncio.sleep(SESSION_SECONDS)
                await eventually(
                    lambda: _members(machine, group, 1), 20, f"{name} is still in its group"
                )
                _must(_state(pid) == "T", f"{name} is not stopped")
        finally:
            os.kill(pid, signal.SIGCONT)
        return f"process {pid} in state T, the broker gave its partitions away"

    return Fault(f"SIGSTOP {name} past its session", run)


async def _members(machine: Machine, group: str, number: int) -> bool:
    return await machine.members(group) == number


async def _rolled(machine: Machine) -> str:
    for name in machine.names:
        code = await machine.end(name, signal.SIGTERM)
        _must(code == 0, f"{name} ended with {code} after SIGTERM")
        await machine.start(name)
    return f"{len(machine.names)} services ended with 0 after SIGTERM and were replaced in turn"


async def _rebalance_storm(machine: Machine) -> str:
    """Strangers join both groups, are given partitions, and leave, six times."""
    before = _rebalances(machine)
    for _ in range(6):
        await asyncio.gather(*(_stranger(machine, group) for group in GROUPS))
    rebalances = _rebalances(machine) - before
    _must(rebalances >= 12, f"only {rebalances:.0f} rebalances")
    return f"{rebalances:.0f} assignments while strangers came and went"


def _rebalances(machine: Machine) -> float:
    return sum(machine.metric(REBALANCES, of=name) for name in (*PARSERS, *STORES))


async def _stranger(machine: Machine, group: str) -> None:
    stranger = AIOKafkaConsumer(
        *(topic.name for topic in GROUPS[group]),
        bootstrap_servers=machine.node.address,
        group_id=group,
        enable_auto_commit=False,  # what it is given, the others must get again
        session_timeout_ms=int(SESSION_SECONDS * 1000),
        heartbeat_interval_ms=500,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=16 * 1024 * 1024,
    )
    await stranger.start()
    try:
        await stranger.getmany(timeout_ms=200)
    finally:
        await stranger.stop()


# -- broker ----------------------------------------------------------------------------------


async def _broker_restarted(machine: Machine) -> str:
    async with machine.down(*machine.names):
        code = await machine.node.stop()
        said = _refused(machine.node.ports.client)
        await asyncio.sleep(SHORT_SECONDS)
    await machine.node.start()
    return f"broker ended with {code} after SIGTERM, {said}"


async def _broker_killed(machine: Machine) -> str:
    pid = machine.node.child.pid
    async with machine.down(*machine.names):
        code = await machine.node.kill()
        _must(code == -signal.SIGKILL, f"the broker ended with {code}")
        said = _refused(machine.node.ports.client)
        await asyncio.sleep(SHORT_SECONDS)
    await machine.node.start()
    return f"process {pid} ended by SIGKILL, {said}"


async def _broker_frozen(machine: Machine) -> str:
    """It accepts connections, and answers nothing."""
    child, port = machine.node.child, machine.node.ports.client
    os.kill(child.pid, signal.SIGSTOP)
    try:
        async with machine.down(*machine.names):
            said = await _silent(port)
            _must(_state(child.pid) == "T", "the broker is not stopped")
            await asyncio.sleep(FROZEN_SECONDS)
    finally:
        os.kill(child.pid, signal.SIGCONT)
    return f"process {child.pid} in state T for {FROZEN_SECONDS:g} s, {said}"


async def _silent(port: int) -> str:
    """The evidence that somebody listens there, and says nothing to what deserves an answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(_QUESTIONS)
        async with asyncio.timeout(1):
            answer = await reader.read(1)
    except TimeoutError:
        return f"port {port} accepts and does not answer"
    finally:
        writer.transport.abort()
    raise NotBittenError(f"port {port} answers: {answer!r}")


async def _broker_cut_off(machine: Machine) -> str:
    assert machine.proxy is not None
    async with machine.down(*machine.names):
        cut = machine.proxy.cut()
        await asyncio.sleep(SHORT_SECONDS)
        refused = machine.proxy.refused
    machine.proxy.mend()
    _must(cut > 0 and refused > 0, f"{cut} connections cut, {refused} refused")
    return f"{cut} connections of services cut, {refused} new ones refused"


# -- Postgres --------------------------------------------------------------------------------


async def _postgres_stopped(machine: Machine) -> str:
    started = time.monotonic()
    code = await machine.postgres.stop()
    async with machine.down("fetcher", *STORES):
        _must(not await machine.postgres.answers(), "Postgres still answers")
        await asyncio.sleep(OUTAGE_SECONDS)
    ready = [name for name in PARSERS if machine.said(name, ready=True, since=started + 5)]
    _must(bool(ready), "no parser went on, though none needs Postgres")
    await machine.postgres.start()
    return f"ended with {code}, away for {OUTAGE_SECONDS:g} s; {', '.join(ready)} went on"


async def _postgres_frozen(machine: Machine) -> str:
    """All its processes: it accepts connections and answers nothing, on the open ones neither."""
    stopped = machine.postgres.freeze()
    try:
        async with machine.down("fetcher", *STORES):
            said = await _silent(machine.postgres.port)
            await eventually(  # one in the middle of a write is stopped when that is done
                lambda: not any(map(_runs, stopped)), 5, "not all are stopped"
            )
            await asyncio.sleep(FROZEN_SECONDS)
    finally:
        machine.postgres.thaw(stopped)
    return f"{len(stopped)} processes in state T for {FROZEN_SECONDS:g} s, {said}"


async def _postgres_killed(machine: Machine) -> str:
    code = await machine.postgres.kill()
    _must(code == -signal.SIGKILL, f"Postgres ended with {code}")
    _must(not await machine.postgres.answers(), "Postgres still answers")
    await machine.postgres.start()
    return "its first process ended by SIGKILL, connection refused, recovered from its journal"


async def _postgres_read_only(machine: Machine) -> str:
    await machine.postgres.make_read_only(on=True)
    await eventually(machine.postgres.refuses_writes, 10, "Postgres still takes writes")
    async with machine.down(*STORES):
        await asyncio.sleep(SHORT_SECONDS)
    await machine.postgres.make_read_only(on=False)
    return "transaction_read_only was on"


async def _postgres_full(machine: Machine) -> str:
    """A store has to meet it too, not only the probe."""
    sizes, started = {name: machine.log_size(name) for name in STORES}, time.monotonic()

    async def is_told() -> bool:
        return any(
            "DiskFull" in machine.log_since(name, sizes[name])
            and machine.said(name, ready=False, since=started)
            for name in STORES
        )

    try:
        said = await machine.postgres.fill()
        await eventually(is_told, 60, "no store met the full disk and said so")
    finally:
        await machine.postgres.make_room()
    return f"{said.splitlines()[0]}; a store was refused too, put its batch back and was not ready"


async def _connections_cut(machine: Machine) -> str:
    cut = await machine.postgres.cut_connections()
    _must(cut > 0, "no store was connected")
    return f"{cut} connections of stores ended by the server"


KILLS: Final = tuple(killed(name) for name in ("fetcher", *PARSERS, *STORES))
# with few pages, every row finds room in blocks that are there already
FULL: Final = Fault("Postgres full", _postgres_full, weight=4)
OTHERS: Final = (
    frozen("store-1"),
    frozen("parser-1"),
    Fault("rolling restart", _rolled),
    Fault("rebalance storm", _rebalance_storm),
    Fault("broker restarted", _broker_restarted),
    Fault("kill -9 broker", _broker_killed),
    Fault("SIGSTOP broker", _broker_frozen),
    Fault("broker cut off", _broker_cut_off),
    Fault("Postgres stopped 20 s", _postgres_stopped),
    Fault("SIGSTOP Postgres", _postgres_frozen),
    Fault("kill -9 Postgres", _postgres_killed),
    Fault("Postgres read-only", _postgres_read_only),
    FULL,
    Fault("connections to Postgres cut", _connections_cut),
)
