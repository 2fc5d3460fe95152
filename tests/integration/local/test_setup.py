"""What a newcomer meets when something is missing: one line that says what to install."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TOOLS = (
    "cut",
    "dirname",
    "getconf",
    "grep",
    "ln",
    "mkdir",
    "rm",
    "sed",
    "sh",
    "tail",
    "touch",
    "uname",
)

pytestmark = pytest.mark.integration


class Newcomer:
    """A copy of the project's setup, and a PATH that holds no more than it is given."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "a project"
        self.bin = folder / "bin"
        self.bin.mkdir()
        for tool in TOOLS:
            (self.bin / tool).symlink_to(str(shutil.which(tool)))
        for part in ("tools/setup", "requirements/SIZES"):
            (self.project / part).parent.mkdir(parents=True)
            shutil.copy(ROOT / part, self.project / part)

    def has(self, name: str, script: str) -> None:
        (self.bin / name).unlink(missing_ok=True)
        (self.bin / name).write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
        (self.bin / name).chmod(0o755)

    def runs_setup(self, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "tools/setup", "local"],
            cwd=self.project,
            env={"PATH": str(self.bin), "HOME": str(self.project), **environment},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def newcomer(tmp_path: Path) -> Newcomer:
    return Newcomer(tmp_path)


def the_line(result: subprocess.CompletedProcess[str]) -> str:
    (line,) = result.stderr.splitlines()
    assert result.returncode == 1
    return line


def test_without_python_it_says_what_to_install(newcomer: Newcomer) -> None:
    line = the_line(newcomer.runs_setup())

    assert line == ("setup: Python 3.11 or newer is needed: apt install python3 python3-venv")


def test_an_old_python_counts_as_none(newcomer: Newcomer) -> None:
    newcomer.has("python3", "exit 1")

    assert "Python 3.11 or newer is needed" in the_line(newcomer.runs_setup())


def test_without_the_venv_module_it_says_what_to_install(newcomer: Newcomer) -> None:
    newcomer.has("python3", 'case "$2" in *ensurepip*) exit 1 ;; esac')

    assert the_line(newcomer.runs_setup()).endswith("apt install python3-venv")


def test_a_python_that_was_named_and_is_none_is_named_again(newcomer: Newcomer) -> None:
    newcomer.has("python3", "exit 0")

    line = the_line(newcomer.runs_setup(WORTLAUT_PYTHON="/no/such/python"))

    assert "WORTLAUT_PYTHON=/no/such/python is no Python 3.11 or newer" in line


@pytest.mark.parametrize("answer", ["Linux aarch64", "FreeBSD x86_64"])
def test_a_platform_without_binaries_is_named(newcomer: Newcomer, answer: str) -> None:
    system, machine = answer.split()
    newcomer.has(
        "uname", f"case $1 in -s) echo {system};; -m) echo {machine};; *) echo {answer};; esac"
    )

    assert f"not for {answer}: use docker compose" in the_line(newcomer.runs_setup())


def test_without_glibc_it_is_named(newcomer: Newcomer) -> None:
    newcomer.has("uname", "case $1 in -s) echo Linux;; *) echo x86_64;; esac")
    newcomer.has("getconf", "exit 1")

    assert "glibc" in the_line(newcomer.runs_setup())


def test_what_is_downloaded_is_the_first_line(newcomer: Newcomer) -> None:
    newcomer.has("python3", 'case "$1" in -V) echo Python 3.12.9;; -m) exit 1;; esac')

    result = newcomer.runs_setup()

    (size,) = [
        line.removeprefix("local ")
        for line in (ROOT / "requirements/SIZES").read_text(encoding="utf-8").splitlines()
        if line.startswith("local ")
    ]
    first = result.stdout.splitlines()[0]
    assert first == f"Setting up .venv/ with Python 3.12.9: downloading {size}, once"
    assert "could not make .venv/" in the_line(result)


def test_without_a_network_it_asks_for_one(newcomer: Newcomer) -> None:
    refused = "echo 'ERROR: Failed to establish a new connection' >&2; exit 1"
    newcomer.has("offline", f'case "$2" in import*) exit 0;; esac; {refused}')
    inside = f"mkdir -p .venv/bin; ln -s {newcomer.bin}/offline .venv/bin/python"
    newcomer.has("python3", f'case "$1" in -m) {inside};; esac')

    line = the_line(newcomer.runs_setup())

    assert "is there a network?" in line
    assert "Failed to establish a new connection" in line
    assert not (newcomer.project / ".venv" / ".local").exists()
