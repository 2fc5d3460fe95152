"""Memory and processor time of processes, as the kernel tells them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_PAGE_KIB = 1024


def peak_mib(pid: int) -> float:
    """The most that was resident at once; 0 of a process that is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return 0.0
    line = next((x for x in status.splitlines() if x.startswith("VmHWM")), None)
    return int(line.split()[1]) / _PAGE_KIB if line else 0.0


def family(pid: int) -> Iterator[int]:
    """The process and all that it started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*"):
        try:
            children = (task / "children").read_text("utf-8").split()
        except OSError:
            continue
        for child in children:
            yield from family(int(child))


def cpu_seconds(pid: int) -> float:
    """Processor time of the process and all that it started, those that have ended included."""
    return sum(map(_own_and_waited_for, family(pid)))


def _own_and_waited_for(pid: int) -> float:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError:
        return 0.0
    return sum(map(int, stat.rpartition(")")[2].split()[11:15])) / os.sysconf("SC_CLK_TCK")
