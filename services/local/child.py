"""A program we started: its log, its end, and the certainty that it does not outlive us."""

from __future__ import annotations

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from services.local.account import Account
from services.local.errors import DiedError, StartError
from services.local.lifeline import die_with_parent

Probe = Callable[[], Awaitable[bool]]


class Child:
    def __init__(self, name: str, process: Process, log: Path, stop_signal: signal.Signals) -> None:
        self.name = name
        self.log = log
        self._process = process
        self._stop_signal = stop_signal

    @classmethod
    async def start(
        cls,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        environment: Mapping[str, str],
        stop_signal: signal.Signals = signal.SIGTERM,
        death_signal: signal.Signals | None = None,
        account: Account | None = None,
        cwd: Path | None = None,
        inherit: Sequence[int] = (),
    ) -> Child:
        """`death_signal`, else `stop_signal`, is what it gets when we are killed."""
        with log.open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=DEVNULL,
                stdout=output,
                stderr=STDOUT,
                env=dict(environment),
                cwd=cwd,
                pass_fds=inherit,
                start_new_session=True,  # a Ctrl-C is for us: we stop our children in order
                preexec_fn=die_with_parent(death_signal or stop_signal),
                **(account.identity if account else {}),
            )
        return cls(name, process, log, stop_signal)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.returncode is None

    async def wait(self) -> int:
        """The exit code, once it ends; negative when a signal ended it."""
        return await self._process.wait()

    async def watch(self) -> None:
        """Returns never: raises `DiedError` when the program ends by itself."""
        code = await self.wait()
        raise DiedError(f"{self.name} ended with exit code {code}{self.log_tail()}")

    async def ready(self, probe: Probe, *, within: float, every: float = 0.02) -> None:
        """Polls until `probe` says yes; StartError at the deadline or when the program ends."""
        try:
            async with asyncio.timeout(within):
                while self.running:
                    if await probe() and self.running:  # another may have answered for it
                        return
                    await asyncio.sleep(every)
        except TimeoutError:
            raise StartError(
                f"{self.name} was not ready within {within:g} s{self.log_tail()}"
            ) from None
        raise StartError(
            f"{self.name} ended with exit code {self._process.returncode} "
            f"before it was ready{self.log_tail()}"
        )

    async def stop(self, *, grace: float) -> int:
        """Asks, waits `grace` seconds, then kills it with all it started."""
        with suppress(ProcessLookupError):
            self._process.send_signal(self._stop_signal)
        try:
            async with asyncio.timeout(grace):
                return await self.wait()
        except TimeoutError:
            self.kill()
            return await self.wait()

    def kill(self) -> None:
        """The whole process group, so that no worker of it stays."""
        if self.running:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)

    def log_tail(self, lines: int = 15) -> str:
        """The end of its log, for the end of an error message; empty when it said nothing."""
        with suppress(OSError):
            text = self.log.read_text(encoding="utf-8", errors="replace")
            if last := text.rstrip().splitlines()[-lines:]:
                return f"; the end of {self.log}:\n" + "\n".join(f"  {line}" for line in last)
        return ""
