from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from services.local.broker import EmbeddedBroker
from services.local.errors import DiedError

pytestmark = pytest.mark.integration


async def test_what_is_produced_can_be_consumed(broker: str) -> None:
    async with AIOKafkaProducer(bootstrap_servers=broker) as producer:
        await producer.send_and_wait("greetings", "Grüß Gott".encode(), key=b"k")

    async with AIOKafkaConsumer(
        "greetings", bootstrap_servers=broker, auto_offset_reset="earliest"
    ) as consumer:
        record = await asyncio.wait_for(consumer.getone(), 20)

    assert (record.key, record.value) == (b"k", "Grüß Gott".encode())


async def test_two_brokers_know_nothing_of_each_other() -> None:
    async with EmbeddedBroker() as one, EmbeddedBroker() as other:
        assert one.bootstrap_servers != other.bootstrap_servers
        async with AIOKafkaProducer(bootstrap_servers=one.bootstrap_servers) as producer:
            await producer.send_and_wait("only.here", b"x")
        async with AIOKafkaConsumer(bootstrap_servers=other.bootstrap_servers) as consumer:
            assert "only.here" not in await consumer.topics()


def addresses_at(port: int) -> set[str]:
    """Local addresses of the sockets at `port`, in the kernel's hexadecimal."""
    lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    local = [line.split()[1].split(":") for line in lines]
    return {address for address, at in local if int(at, 16) == port}


async def test_it_listens_on_loopback_only() -> None:
    async with EmbeddedBroker() as broker:
        host, _, port = broker.bootstrap_servers.partition(":")
        listening = addresses_at(int(port))

    assert host == "127.0.0.1"
    assert listening == {"0100007F"}


async def test_it_is_gone_after_the_block_and_keeps_a_given_log(tmp_path: Path) -> None:
    log = tmp_path / "broker.log"

    async with EmbeddedBroker(log=log) as broker:
        child = broker.child

    assert not child.running
    assert "listening on" in log.read_text(encoding="utf-8")


async def test_its_death_is_told_with_the_end_of_its_log() -> None:
    async with EmbeddedBroker() as broker:
        watch = asyncio.create_task(broker.child.watch())
        os.kill(broker.child.pid, signal.SIGKILL)

        with pytest.raises(DiedError, match=r"broker ended with exit code -9[\s\S]*listening on"):
            await asyncio.wait_for(watch, 10)
