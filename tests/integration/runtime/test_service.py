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
    assert 'wortlaut_build_info{service="parser"' in metrics


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
