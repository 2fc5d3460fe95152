from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from services.local.errors import DiedError, StartError
from services.local.ports import free_port
from services.local.processes import Service, Services, watch
from tests.support.stack import until

pytestmark = pytest.mark.integration

SERVES = """
import http.server, os, signal, sys, time
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        ready = self.path == "/readyz" and time.monotonic() > start + {delay}
        self.send_response(200 if ready else 503)
        self.end_headers()
    def log_message(self, *_):
        pass
def leave(*_):
    print("leaving", flush=True)
    os._exit(0)
signal.signal(signal.SIGTERM, {on_term})
print("greeting", os.environ.get("GREETING"), flush=True)
start = time.monotonic()
http.server.HTTPServer(("127.0.0.1", {port}), Handler).serve_forever()
"""


def a_service(name: str, *, delay: float = 0.0, on_term: str = "leave") -> Service:
    port = free_port()
    script = SERVES.format(port=port, delay=delay, on_term=on_term)
    return Service(name, [sys.executable, "-c", script], {"GREETING": "Moin"}, port)


async def test_it_waits_until_each_is_ready_and_stops_all(tmp_path: Path) -> None:
    async with Services(tmp_path) as services:
        await services.start(a_service("one"), a_service("two", delay=0.3))
        children = list(services.children)

    assert [child.running for child in children] == [False, False]
    assert [await child.wait() for child in children] == [0, 0]


async def test_logs_and_environment_reach_it(tmp_path: Path) -> None:
    async with Services(tmp_path) as services:
        await services.start(a_service("one"))

    assert (tmp_path / "one.log").read_text(encoding="utf-8").splitlines() == [
        "greeting Moin",
        "leaving",
    ]


async def test_one_that_ends_before_it_is_ready_is_told_with_its_last_words(tmp_path: Path) -> None:
    broken = Service("broken", [sys.executable, "-c", "raise SystemExit('no such topic')"], {}, 9)

    async with Services(tmp_path) as services:
        with pytest.raises(StartError, match=r"broken ended with exit code 1[\s\S]*no such topic"):
            await services.start(a_service("slow", delay=60), broken)


async def test_one_that_is_never_ready_is_told_at_the_deadline(tmp_path: Path) -> None:
    async with Services(tmp_path) as services:
        with pytest.raises(StartError, match=r"slow was not ready within 1 s"):
            await services.start(a_service("slow", delay=60), within=1)


async def test_one_that_dies_is_told_by_name(tmp_path: Path) -> None:
    async with Services(tmp_path) as services:
        await services.start(a_service("one"), a_service("two"))
        watching = asyncio.create_task(watch(*services.children))
        os.kill(services.children[1].pid, signal.SIGKILL)

        with pytest.raises(DiedError, match="two ended with exit code -9"):
            await asyncio.wait_for(watching, 10)


async def test_one_that_will_not_leave_is_killed_after_the_grace(tmp_path: Path) -> None:
    async with Services(tmp_path, grace=0.3) as services:
        await services.start(a_service("deaf", on_term="signal.SIG_IGN"))
        child = services.children[0]

    assert await child.wait() == -signal.SIGKILL


PARENT = """
import asyncio, sys, time
from pathlib import Path
from services.local.broker import EmbeddedBroker
from services.local.database import EmbeddedPostgres
from services.local.processes import Services
from tests.integration.local.test_processes import a_service
async def main(logs):
    async with EmbeddedBroker() as broker, EmbeddedPostgres() as postgres:
        async with Services(logs) as services:
            await services.start(a_service("one"))
            children = [broker.child, postgres.child, *services.children]
            print(*(child.pid for child in children), flush=True)
            await asyncio.sleep(600)
asyncio.run(main(Path(sys.argv[1])))
"""


def alive(pid: int) -> bool:
    """A zombie nobody has waited for counts as gone."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=str)
async def test_nothing_outlives_us_however_we_end(
    tmp_path: Path, directory: Path, how: signal.Signals
) -> None:
    path = os.pathsep.join((str(Path(__file__).parents[3]), *sys.path))
    us = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PARENT, str(tmp_path)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path, "TMPDIR": str(directory)},
    )
    assert us.stdout is not None
    pids = [int(pid) for pid in (await asyncio.wait_for(us.stdout.readline(), 60)).split()]
    assert [alive(pid) for pid in pids] == [True, True, True]

    us.send_signal(how)
    await asyncio.wait_for(us.wait(), 30)

    async def all_gone() -> bool:
        return not any(alive(pid) for pid in pids)

    await until(all_gone)
