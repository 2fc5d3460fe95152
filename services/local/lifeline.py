"""A child process that ends when we do, however we end."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends `death_signal` when the thread that forked ends.

    It runs after the change of user, which would clear it. Where there is no `prctl` (macOS) a
    `kill -9` of the parent leaves the child behind.
    """
    parent = os.getpid()
    prctl = getattr(ctypes.CDLL(None, use_errno=True), "prctl", None)  # loaded before the fork

    def attach() -> None:
        if prctl is None:
            return
        prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:  # it died between the fork and here
            os.kill(os.getpid(), signal.SIGKILL)

    return attach
