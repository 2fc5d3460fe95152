"""The time that each request has, watched by one timer for all: one each cost a tenth of a GET."""

from __future__ import annotations

import asyncio
from typing import Final

_GRAIN: Final = 0.01  # seconds by which a timer may fire too early for what it was set to


class Deadline:
    """Of one request, made by the task that makes it."""

    __slots__ = ("_cancelled", "is_over", "task", "when")

    def __init__(self, task: asyncio.Task[object], when: float) -> None:
        self.task = task
        self.when: float | None = when
        """None: its time stands still."""
        self.is_over = False
        self._cancelled = task.cancelling()

    def is_why(self) -> bool:
        """Whether it is for this that its task was cancelled, and for nothing else."""
        return self.is_over and self.task.uncancel() <= self._cancelled


class Deadlines:
    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._open: set[Deadline] = set()
        self._timer: asyncio.TimerHandle | None = None

    def start(self, seconds: float) -> Deadline:
        """For the running task; to be ended."""
        task = asyncio.current_task(self._loop)
        assert task is not None
        deadline = Deadline(task, self._loop.time() + seconds)
        self._open.add(deadline)
        self._watch(deadline)
        return deadline

    def end(self, deadline: Deadline) -> None:
        self._open.discard(deadline)

    def pause(self, deadline: Deadline) -> float:
        """The seconds that it has left."""
        left = (deadline.when or 0.0) - self._loop.time()
        deadline.when = None
        return left

    def resume(self, deadline: Deadline, left: float) -> None:
        deadline.when = self._loop.time() + left
        self._watch(deadline)

    def _watch(self, deadline: Deadline) -> None:
        assert deadline.when is not None
        if self._timer is not None:
            if self._timer.when() <= deadline.when:
                return  # nearly always: all have the same time, and others began earlier
            self._timer.cancel()
        self._timer = self._loop.call_at(deadline.when, self._look)

    def _look(self) -> None:
        self._timer = None
        now = self._loop.time() + _GRAIN
        for deadline in [each for each in self._open if each.when is not None]:
            assert deadline.when is not None
            if deadline.when > now:
                self._watch(deadline)
            elif not deadline.is_over:
                deadline.is_over = True
                deadline.task.cancel()
