"""What a benchmark found, as rows of a table, and the machine it was found on."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of docs/performance.md: what, how much, what was aimed at, and what printed it."""

    what: str
    measured: str
    target: str
    command: str


def table(figures: Iterable[Figure]) -> Iterator[str]:
    yield "| What | Measured | Target | Command |"
    yield "| --- | --- | --- | --- |"
    for figure in figures:
        yield f"| {figure.what} | {figure.measured} | {figure.target} | `{figure.command}` |"


def machine() -> str:
    """Cores, memory, versions and load: ratios travel, absolute numbers do not."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        f"{len(os.sched_getaffinity(0))} cores ({_processor()}), {memory:.0f} GiB, "
        f"{platform.system()} {platform.release().partition('-')[0]}, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the end"
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    return next((x.partition(":")[2].strip() for x in lines if x.startswith("model name")), "?")


def share(values: Sequence[float], part: float) -> float:
    """The value below which `part` of the sorted ones lie."""
    return values[int(part * (len(values) - 1))]


def spread(values: Sequence[float], form: str = "{:.2f}") -> str:
    """Median, and the range where there was more than one."""
    middle = form.format(statistics.median(values))
    if len(values) == 1:
        return middle
    return f"{middle} ({form.format(min(values))}–{form.format(max(values))})"
