"""Worker processes, one page at a time each: a page that hangs or kills one costs only itself.

Not threads (lxml and the engine hold the interpreter, and heartbeats with it), and not an executor:
it cannot tell which of its tasks killed a worker.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import pickle
import resource
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any, Final

from services.runtime.errors import Retryable, Unprocessable

log = logging.getLogger("wortlaut.parser")

MIB: Final = 1024 * 1024
READY: Final = b"ready"
START_SECONDS: Final = 60.0  # importing the lexicon, on a machine that is busy
GRACE_SECONDS: Final = 1.0
LONGEST_ERROR: Final = 500  # an exception may hold a whole page
Task = Callable[[Any], Any]


class WorkerDiedError(Unprocessable):
    """The page killed its worker."""


class WorkerHungError(Unprocessable):
    """The page took longer than a page may."""


def _serve(connection: Connection, task: Task, seconds: float, memory_bytes: int) -> None:
    """In the worker: answer until the other end is closed, with a result or what was raised."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    # DATA, not AS: what is merely mapped costs nothing
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    threading.Thread(target=_follow_parent, daemon=True).start()
    connection.send_bytes(READY)
    while True:
        try:
            argument = pickle.loads(connection.recv_bytes())  # noqa: S301 - from our own parent
        except (EOFError, OSError):
            return
        # The parent ends us when time is up; this is for a parent that is no more.
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE_SECONDS)
        answer = _answer(task, argument)
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            connection.send_bytes(answer)
        except OSError:
            return


def _answer(task: Task, argument: Any) -> bytes:
    try:
        return pickle.dumps((True, task(argument)))
    except Exception as error:  # noqa: BLE001 - told to the parent, which knows the page
        return pickle.dumps((False, f"{type(error).__name__}: {error}"[:LONGEST_ERROR]))


def _follow_parent() -> None:
    """A parent that is killed tells nobody; a worker in the middle of a page would stay."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class _Worker:
    """A process and our end of the line to it; used by one caller at a time."""

    def __init__(
        self, context: ForkServerContext, task: Task, seconds: float, memory_bytes: int
    ) -> None:
        self._seconds = seconds
        self._connection, theirs = context.Pipe()
        self.process: ForkServerProcess = context.Process(
            target=_serve,
            args=(theirs, task, seconds, memory_bytes),
            daemon=True,
            name="parser-worker",
        )
        self.process.start()
        theirs.close()
        self.served = 0
        self._await_start()

    def _await_start(self) -> None:
        """The first page's time must not pay for imports."""
        try:
            if self._connection.poll(START_SECONDS) and self._connection.recv_bytes() == READY:
                return
        except EOFError:
            pass
        self.kill()
        raise OSError(f"a worker did not start: it {_end_of(self.process)}")

    def ask(self, argument: bytes) -> tuple[bool, Any]:
        """Blocks; raises WorkerHungError or WorkerDiedError, after which this worker is no use."""
        self.served += 1
        try:
            self._connection.send_bytes(argument)
            if not self._connection.poll(self._seconds):
                raise WorkerHungError(f"no answer within {self._seconds:g} s")
            answer: tuple[bool, Any] = pickle.loads(self._connection.recv_bytes())  # noqa: S301
        except (EOFError, OSError) as error:
            self.process.join(1)
            raise WorkerDiedError(f"the worker {_end_of(self.process)}") from error
        return answer

    def end(self) -> None:
        self._connection.close()  # an idle worker ends by itself
        self.process.join(0.2)
        self.kill()
        self.process.join()

    def kill(self) -> None:
        if self.process.is_alive():
            self.process.kill()


def _end_of(process: ForkServerProcess) -> str:
    code = process.exitcode
    if code is None:
        return "stopped answering"
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"exited with {code}"


class WorkerPool:
    """`task` runs in `size` processes forked from one that has imported `preload` already."""

    def __init__(
        self,
        task: Task,
        *,
        size: int,
        seconds: float,
        memory_mib: int,
        renew_after: int,
        preload: str,
    ) -> None:
        self._task = task
        self._size = size
        self._seconds = seconds
        self._memory_bytes = memory_mib * MIB
        self._renew_after = renew_after
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([preload])
        # asyncio's own threads may be fewer than our workers
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="parser-worker")
        self._seats: asyncio.LifoQueue[_Worker | None] = asyncio.LifoQueue()  # None: vacant
        self._workers: set[_Worker] = set()
        self._is_open = False

    @property
    def busy(self) -> int:
        return self._size - self._seats.qsize() if self._is_open else 0

    async def open(self) -> None:
        self._is_open = True
        for _ in range(self._size):
            self._seats.put_nowait(await self._hired())

    async def close(self) -> None:
        """Whoever waits for an answer gets Retryable: a page in hand is not at fault."""
        self._is_open = False
        for worker in self._workers:
            worker.kill()
        while self._workers:
            await self._dismiss(next(iter(self._workers)))
        self._threads.shutdown(wait=False)

    async def run(self, argument: Any) -> Any:
        """The task's answer. Raises Unprocessable when the argument is at fault."""
        payload = pickle.dumps(argument)
        worker = await self._seats.get()
        kept: _Worker | None = None
        try:
            worker = worker or await self._hired()
            is_answer, answer = await self._asked(worker, payload)
            # after a failure too, as its memory may be what failed
            kept = worker if is_answer and worker.served < self._renew_after else None
        finally:
            if worker is not None and kept is None:
                await self._dismiss(worker)
            self._seats.put_nowait(kept)
        if not is_answer:
            raise Unprocessable(str(answer))
        return answer

    async def _asked(self, worker: _Worker, payload: bytes) -> tuple[bool, Any]:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, worker.ask, payload)
        except asyncio.CancelledError:
            worker.kill()  # nobody needs the answer, and the thread must not wait for it
            raise
        except Unprocessable as error:
            if not self._is_open:
                raise Retryable("the workers were stopped") from error
            raise

    async def _hired(self) -> _Worker:
        if not self._is_open:
            raise Retryable("the workers were stopped")
        try:
            worker = await asyncio.to_thread(
                _Worker, self._context, self._task, self._seconds, self._memory_bytes
            )
        except OSError as error:
            raise Retryable(f"no worker could be started: {error}") from error
        self._workers.add(worker)
        return worker

    async def _dismiss(self, worker: _Worker) -> None:
        if worker not in self._workers:
            return
        self._workers.discard(worker)
        log.info("worker.dismissed", extra={"served": worker.served, "pid": worker.process.pid})
        await asyncio.to_thread(worker.end)
