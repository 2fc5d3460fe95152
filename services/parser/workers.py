"""Worker processes, one page at a time each: a page that hangs or kills one costs only itself.

Not threads (lxml and the engine hold the interpreter, and heartbeats with it), and not an executor:
it cannot tell which of its tasks killed a worker.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import pickle
import resource
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any, Final

from services.runtime.errors import Retryable, Unprocessable

log = logging.getLogger("wortlaut.parser")

MIB: Final = 1024 * 1024
Task = Callable[[Any], Any]


class WorkerDiedError(Unprocessable):
    """The page killed its worker."""


class WorkerHungError(Unprocessable):
    """The page took longer than a page may."""


def _serve(connection: Connection, task: Task, memory_bytes: int) -> None:
    """In the worker: answer until the other end is closed, with a result or what was raised."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # DATA, not AS: what is merely mapped costs nothing
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    while True:
        try:
            argument = pickle.loads(connection.recv_bytes())  # noqa: S301 - from our own parent
        except (EOFError, OSError):
            return
        try:
            answer = (True, task(argument))
        except Exception as error:  # noqa: BLE001 - told to the parent, which knows the page
            answer = (False, f"{type(error).__name__}: {error}"[:500])
        connection.send_bytes(pickle.dumps(answer))


class _Worker:
    def __init__(self, context: ForkServerContext, task: Task, memory_bytes: int) -> None:
        self._connection, theirs = context.Pipe()
        self.process: ForkServerProcess = context.Process(
            target=_serve, args=(theirs, task, memory_bytes), daemon=True, name="parser-worker"
        )
        self.process.start()
        theirs.close()
        self.served = 0

    def ask(self, argument: bytes, seconds: float) -> tuple[bool, Any]:
        """Blocks; raises WorkerHungError or WorkerDiedError, after which this worker is no use."""
        self.served += 1
        try:
            self._connection.send_bytes(argument)
            if not self._connection.poll(seconds):
                raise WorkerHungError(f"no answer within {seconds:.0f} s")
            answer: tuple[bool, Any] = pickle.loads(self._connection.recv_bytes())  # noqa: S301
        except (EOFError, OSError) as error:
            self.process.join(1)
            raise WorkerDiedError(f"worker ended with {self.process.exitcode}") from error
        return answer

    def end(self) -> None:
        self._connection.close()  # an idle worker ends by itself
        self.process.join(0.2)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


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
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._workers: set[_Worker] = set()
        self._is_open = False

    @property
    def busy(self) -> int:
        return len(self._workers) - self._idle.qsize()

    async def open(self) -> None:
        self._is_open = True
        for _ in range(self._size):
            await self._hire()

    async def close(self) -> None:
        self._is_open = False
        workers, self._workers = self._workers, set()
        await asyncio.gather(*(asyncio.to_thread(worker.end) for worker in workers))

    async def run(self, argument: Any) -> Any:
        """The task's answer. Raises Unprocessable when the argument is at fault."""
        payload = pickle.dumps(argument)
        worker = await self._idle.get()
        try:
            is_answer, answer = await asyncio.to_thread(worker.ask, payload, self._seconds)
        except asyncio.CancelledError:
            worker.process.kill()  # only a stopping service cancels: nobody needs the answer
            raise
        except Unprocessable:
            await self._replace(worker)
            raise
        if is_answer and worker.served < self._renew_after:
            self._idle.put_nowait(worker)
        else:  # it is due, or its memory may be what failed
            await self._replace(worker)
        if not is_answer:
            raise Unprocessable(str(answer))
        return answer

    async def _replace(self, worker: _Worker) -> None:
        self._workers.discard(worker)
        log.info("worker.replaced", extra={"served": worker.served, "pid": worker.process.pid})
        await asyncio.to_thread(worker.end)
        if self._is_open:
            await self._hire()

    async def _hire(self) -> None:
        try:
            worker = await asyncio.to_thread(_Worker, self._context, self._task, self._memory_bytes)
        except OSError as error:
            raise Retryable(f"no worker could be started: {error}") from error
        self._workers.add(worker)
        self._idle.put_nowait(worker)
