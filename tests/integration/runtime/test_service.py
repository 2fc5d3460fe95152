"""A service as a process: how it starts, answers and stops."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from services.local.ports import free_port
from tests.support.consuming import make_topics
from tests.support.stack import until

REPOSITORY = Path(__file__).parents[3]


@asynccontextmanager
async def running(
    service: str, bootstrap_servers: str, **settings: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    port = free_port()
    environment = {
        **os.environ,
        "WORTLAUT_BOOTSTRAP_SERVERS": bootstrap_servers,
        "WORTLAUT_HTTP_PORT": str(port),
        "WORTLAUT_SESSION_TIMEOUT_MS": "2000",
        "WORTLAUT_HEARTBEAT_INTERVAL_MS": "400",
        "WORTLAUT_PARSER_WORKERS": "1",
        **settings,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"services.{service}"),
        cwd=REPOSITORY,
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process, port
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def answer(port: int, path: str) -> tuple[int, str]:
    """Status and body; 0 while nobody listens."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


async def until_status(port: int, path: str, status: int) -> str:
    async def has_it() -> bool:
        return (await asyncio.to_thread(answer, port, path))[0] == status

    await until(has_it, within=40)
    return (await asyncio.to_thread(answer, port, path))[1]


async def last_line(process: asyncio.subprocess.Process) -> dict[str, object]:
    assert process.stderr is not None
    lines = (await process.stderr.read()).decode().strip().splitlines()
    line: dict[str, object] = json.loads(lines[-1])
    return line


async def test_without_a_broker_it_ends_with_three_and_says_why() -> None:
    nobody = f"127.0.0.1:{free_port()}"

    async with running("parser", nobody, WORTLAUT_START_DEADLINE_SECONDS="1") as (process, _):
        line = await last_line(process)

        assert await process.wait() == 3
    assert line["event"] == "service.unavailable"
    assert "kafka did not answer" in str(line["why"])


async def test_without_topics_it_says_how_to_make_them(broker: str) -> None:
    async with running("parser", broker, WORTLAUT_START_DEADLINE_SECONDS="1") as (process, _):
        line = await last_line(process)

        assert await process.wait() == 3
    assert "wortlaut topics create" in str(line["why"])


async def test_a_broker_that_comes_late_is_waited_for(broker: str) -> None:
    async with running("parser", broker, WORTLAUT_START_DEADLINE_SECONDS="40") as (_, port):
        await asyncio.to_thread(answer, port, "/readyz")
        await make_topics(broker)

        await until_status(port, "/readyz", 200)


async def test_of_several_brokers_that_are_named_one_is_enough(broker: str) -> None:
    await make_topics(broker)
    async with running("parser", f"127.0.0.1:1,{broker}") as (_, port):
        await until_status(port, "/readyz", 200)


async def test_it_answers_for_itself_and_stops_when_told(broker: str) -> None:
    await make_topics(broker)

    async with running("parser", broker) as (process, port):
        ready = json.loads(await until_status(port, "/readyz", 200))
        alive = await until_status(port, "/livez", 200)
        metrics = await until_status(port, "/metrics", 200)
        process.send_signal(signal.SIGTERM)

        assert await asyncio.wait_for(process.wait(), 20) == 0
    assert ready == {"ready": True, "problems": {}}
    assert alive == "alive\n"
    assert 'wortlaut_build_info{revision="unknown",service="parser"' in metrics


BLOCKED = """
import asyncio, time
from prometheus_client import CollectorRegistry, Histogram
from services.runtime.watchdog import Watchdog

async def main():
    lag = Histogram("lag", "lag", registry=CollectorRegistry())
    beating = asyncio.ensure_future(Watchdog(lag, stall_seconds=1).beat())
    await asyncio.sleep(0.2)
    time.sleep(60)

asyncio.run(main())
"""


async def test_a_blocked_event_loop_ends_the_process_and_shows_where() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", BLOCKED), cwd=REPOSITORY, stderr=asyncio.subprocess.PIPE
    )

    _, errors = await asyncio.wait_for(process.communicate(), 30)

    assert process.returncode == 70
    assert b"event loop blocked" in errors
    assert b"in main" in errors


HALF = """
import sys
from prometheus_client import CollectorRegistry
from services.runtime.health import Health
from services.runtime.logs import configure
from services.runtime.metrics import RuntimeMetrics
from services.runtime.publisher import Publisher
from services.runtime.consumer import BatchConsumer
from services.runtime.service import Service, make_broker, run
from services.runtime.settings import RuntimeSettings
from schemas.topics import GROUPS

def build():
    settings = RuntimeSettings(bootstrap_servers=sys.argv[1], http_port=0)
    elsewhere = RuntimeSettings(bootstrap_servers="127.0.0.1:1")
    metrics = RuntimeMetrics(CollectorRegistry(), "half", "test")
    health, publisher = Health(metrics), Publisher(settings, metrics)
    broker = make_broker(elsewhere, metrics)
    consumer = BatchConsumer(broker, GROUPS["parser"], "parser", None, settings=settings,
                             publisher=publisher, metrics=metrics, health=health)
    return Service("half", settings, metrics, health, publisher, broker, [consumer],
                   start_seconds=2)

configure("INFO", "json")
run(build)
"""


async def test_a_service_whose_consumer_cannot_start_does_not_live_on_as_half_of_one(
    broker: str,
) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HALF, broker), cwd=REPOSITORY, stderr=asyncio.subprocess.PIPE
    )

    _, errors = await asyncio.wait_for(process.communicate(), 40)

    assert process.returncode not in (0, None)
    assert b"service.started" not in errors
