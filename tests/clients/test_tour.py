"""docs/tour.md, command by command: what it says is printed is printed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
TOUR = REPOSITORY / "docs" / "tour.md"
FOLDER = REPOSITORY / "build" / "tour"
FENCE = re.compile(r"^```(console|python) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FOREIGN = ("WORTLAUT_", "MAKE", "MFLAGS")  # a make within a make says where it is
MARK = "==== the end of a command"


@dataclass(frozen=True, slots=True)
class Step:
    """A command and what it prints; or the file that is written before the next command."""

    command: str
    output: str = ""
    file: str = ""


def steps() -> Iterator[Step]:
    for kind, name, body in FENCE.findall(TOUR.read_text("utf-8")):
        if kind == "python":
            yield Step(body, file=name)
            continue
        for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield Step(command, output.strip())


def pattern(output: str) -> re.Pattern[str]:
    """A line that is „…“ stands for any lines, „…“ within a line for any words."""
    lines = []
    for line in output.splitlines():
        if line.strip() == "…":
            lines.append(r"(?:.*\n)*?")
        else:
            lines.append(r".*?".join(map(re.escape, line.rstrip().split("…"))) + r"[ ]*\n")
    return re.compile("".join(lines))


def script(every: list[Step]) -> str:
    """One shell for all, as one would type it; each command's output ends with a mark."""
    parts = []
    for step in every:
        if step.file:
            parts.append(f"cat > {step.file} <<'END OF FILE'\n{step.command}END OF FILE")
        else:
            parts.append(step.command)
        parts.append(f"echo '{MARK}'")
    return "\n".join(parts) + "\n"


def test_the_tour_is_true() -> None:
    if shutil.which("jq") is None:
        pytest.skip("jq is not installed: the tour is not taken")
    every = list(steps())
    shutil.rmtree(FOLDER, ignore_errors=True)
    environment = {n: v for n, v in os.environ.items() if not n.startswith(FOREIGN)}
    shell = subprocess.Popen(
        ["bash", "-c", script(every)],
        cwd=REPOSITORY,
        env={**environment, "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        printed, _ = shell.communicate(timeout=280)
    except subprocess.TimeoutExpired:
        os.killpg(shell.pid, signal.SIGKILL)
        printed, _ = shell.communicate()

    said = [part.strip("\n") for part in printed.split(f"{MARK}\n")]
    assert len(every) >= 20
    wrong = [
        f"$ {step.command}\n{output}"
        for step, output in zip(every, said, strict=False)
        if not pattern(step.output).fullmatch(f"{output}\n" if output else "")
    ]
    assert not wrong, "\n\n".join([f"{TOUR} says otherwise:", *wrong])
    assert len(said) == len(every) + 1, f"it ended in: {said[-1]}"


def test_a_page_that_is_wrong_is_noticed() -> None:
    assert pattern("a … c\n…\nd").fullmatch("a bb c\nx\ny\nd\n")
    assert pattern("…\nd").fullmatch("d\n")
    assert not pattern("a … c").fullmatch("a bb d\n")
    assert not pattern("a").fullmatch("a\nb\n")
