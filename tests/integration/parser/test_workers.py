"""Real processes: what a page does to its worker is nobody else's business."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing import Pipe, get_context
from pathlib import Path
from typing import Any

import pytest

from services.parser.workers import (
    READY,
    Task,
    WorkerDiedError,
    WorkerHungError,
    WorkerPool,
    _serve,
)
from services.runtime.errors import Retryable, Unprocessable
from tests.integration.parser import tasks
from tests.support.stack import until

PRELOAD = "tests.integration.parser.tasks"


@asynccontextmanager
async def a_pool(task: Task = tasks.behave, **changes: Any) -> AsyncIterator[WorkerPool]:
    settings = {"size": 2, "seconds": 30.0, "memory_mib": 512, "renew_after": 1000}
    pool = WorkerPool(task, preload=PRELOAD, **(settings | changes))
    await pool.open()
    try:
        yield pool
    finally:
        await pool.close()


def is_running(pid: int) -> bool:
    """A process that ended and waits to be collected is not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


async def test_answers_come_back_in_the_order_of_the_questions() -> None:
    async with a_pool() as pool:
        orders = [f"sleep {0.05 if n % 3 == 0 else 0}" for n in range(12)]
        assert await asyncio.gather(*map(pool.run, orders)) == orders
        assert pool.busy == 0


@pytest.mark.parametrize(
    ("order", "error", "says"),
    [
        ("exit 7", WorkerDiedError, "exited with 7"),
        ("crash", WorkerDiedError, "SIGSEGV"),
        ("quit", WorkerDiedError, "exited with 3"),
        ("hang", WorkerHungError, "no answer within 2 s"),
        ("eat", Unprocessable, "MemoryError"),
        ("raise", Unprocessable, "ValueError: no such thing"),
        ("unpicklable", Unprocessable, "pickle"),
    ],
)
async def test_one_bad_page_costs_one_answer_and_no_other(
    order: str, error: type[Exception], says: str
) -> None:
    async with a_pool(seconds=2.0) as pool:
        orders = ["a", "b", order, "c", "d"]
        answers = await asyncio.gather(*map(pool.run, orders), return_exceptions=True)
        assert isinstance(answers[2], error)
        assert says in str(answers[2])
        assert answers[:2] + answers[3:] == ["a", "b", "c", "d"]
        assert await pool.run("and on") == "and on"


async def test_bad_pages_one_after_the_other_never_use_up_the_pool() -> None:
    async with a_pool() as pool:
        orders = ["exit 1", "crash", "raise"] * 4
        answers = await asyncio.gather(*map(pool.run, orders), return_exceptions=True)
        assert all(isinstance(answer, Unprocessable) for answer in answers)
        assert await asyncio.gather(*map(pool.run, ["a", "b"])) == ["a", "b"]


async def test_a_worker_is_replaced_after_its_share_of_pages() -> None:
    async with a_pool(tasks.pid, size=1, renew_after=3) as pool:
        pids = [await pool.run(n) for n in range(9)]
    assert [len(set(pids[at : at + 3])) for at in (0, 3, 6)] == [1, 1, 1]
    assert len(set(pids)) == 3


async def test_the_event_loop_goes_on_while_every_worker_is_busy() -> None:
    async with a_pool() as pool:
        busy = asyncio.gather(pool.run("sleep 0.5"), pool.run("sleep 0.5"))
        turns = 0
        while not busy.done():
            await asyncio.sleep(0.001)
            turns += 1
            assert pool.busy in {0, 1, 2}
        await busy
    assert turns > 50  # a blocked loop would have turned once or twice


async def test_closing_while_busy_blames_no_page_and_leaves_no_process() -> None:
    async with a_pool() as pool:
        waiting = asyncio.gather(*map(pool.run, ["hang"] * 5), return_exceptions=True)

        async def all_busy() -> bool:
            return pool.busy == 2

        await until(all_busy)
        pids = [worker.process.pid for worker in pool._workers]
        await pool.close()
        answers = await waiting
    assert all(isinstance(answer, Retryable) for answer in answers)
    assert len(pids) == 2
    assert not any(is_running(pid) for pid in pids if pid)


async def test_a_caller_that_is_cancelled_leaves_its_seat_to_the_next() -> None:
    async with a_pool(size=1) as pool:
        hanging = asyncio.ensure_future(pool.run("hang"))

        async def is_busy() -> bool:
            return pool.busy == 1

        await until(is_busy)
        hanging.cancel()
        with pytest.raises(asyncio.CancelledError):
            await hanging
        assert await pool.run("next") == "next"


ORPHANS = """
import asyncio
from services.parser.workers import WorkerPool
from tests.integration.parser import tasks

async def main():
    pool = WorkerPool(tasks.behave, size=2, seconds=300, memory_mib=512, renew_after=9,
                      preload="tests.integration.parser.tasks")
    await pool.open()
    asyncio.ensure_future(pool.run("hang"))
    await pool.run("a")
    print(*(worker.process.pid for worker in pool._workers), flush=True)
    await asyncio.sleep(300)

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_a_parent_that_is_killed_leaves_no_worker_busy_or_idle(tmp_path: Path) -> None:
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environment
    ) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 2
        assert all(is_running(pid) for pid in pids)
        parent.send_signal(signal.SIGKILL)

    deadline = time.monotonic() + 20
    while any(is_running(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.02)


async def test_a_failing_start_is_the_worlds_fault_and_costs_no_seat() -> None:
    async with a_pool(size=1) as pool:
        await asyncio.gather(pool.run("exit 1"), return_exceptions=True)
        context, pool._context = pool._context, Broken()  # type: ignore[assignment] # no processes
        with pytest.raises(Retryable, match="no worker could be started"):
            await pool.run("a")
        pool._context = context
        assert await pool.run("b") == "b"


class Broken:
    """A machine that has no processes left."""

    def Pipe(self) -> None:  # noqa: N802 - multiprocessing's name
        raise OSError("Resource temporarily unavailable")


def test_time_limits_hold_without_the_parent() -> None:
    """The worker's own alarm, for when nobody is there to end it."""
    ours, theirs = Pipe()
    process = get_context("forkserver").Process(
        target=_serve, args=(theirs, tasks.behave, 0.2, 2**30), daemon=True
    )
    process.start()
    assert ours.recv_bytes() == READY
    ours.send_bytes(pickle.dumps("hang"))
    deadline = time.monotonic() + 20
    while process.is_alive() and time.monotonic() < deadline:
        process.join(0.1)
    assert process.exitcode == -signal.SIGALRM
