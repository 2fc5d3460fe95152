"""Resident memory of processes, as the kernel tells it."""

from __future__ import annotations

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
