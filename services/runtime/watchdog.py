"""A process whose event loop is blocked looks alive to its supervisor; this ends it."""

from __future__ import annotations

import asyncio
import faulthandler
import os
import sys
import threading
import time
from typing import Final

from prometheus_client import Histogram

EXIT_CODE: Final = 70  # EX_SOFTWARE
BEAT_SECONDS: Final = 0.5


class Watchdog:
    """The loop beats; a thread listens, and exits the process after `stall_seconds` of silence."""

    def __init__(self, lag: Histogram, stall_seconds: float) -> None:
        self._lag = lag
        self._stall_seconds = stall_seconds
        self._beaten_at = time.monotonic()
        self._stopped = threading.Event()

    async def beat(self) -> None:
        thread = threading.Thread(target=self._listen, name="watchdog", daemon=True)
        thread.start()
        try:
            while True:
                due = time.monotonic() + BEAT_SECONDS
                await asyncio.sleep(BEAT_SECONDS)
                self._beaten_at = time.monotonic()
                self._lag.observe(max(0.0, self._beaten_at - due))
        finally:
            self._stopped.set()

    def _listen(self) -> None:
        listened_at = time.monotonic()
        while not self._stopped.wait(min(BEAT_SECONDS, self._stall_seconds / 4)):
            now = time.monotonic()
            if now - listened_at > self._stall_seconds / 2:
                # We were not run ourselves (stopped, or the machine slept): the loop gets its time
                self._beaten_at = now
            listened_at = now
            if now - self._beaten_at > self._stall_seconds:
                sys.stderr.write(f"event loop blocked for {self._stall_seconds:.0f} s, exiting\n")
                faulthandler.dump_traceback(all_threads=True)
                os._exit(EXIT_CODE)
