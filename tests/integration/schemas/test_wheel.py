"""The package for subscribers, built and installed where nothing of ours is."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import schemas
from tests.support.samples import SAMPLES

FOLDER = Path(schemas.__file__).parent
PYDANTIC = {
    "annotated-types",
    "pydantic",
    "pydantic-core",
    "typing-extensions",
    "typing-inspection",
}
READS = """
import json, sys
from pathlib import Path
from types import SimpleNamespace
import wortlaut_events
from wortlaut_events import decode

for file in sorted(Path(sys.argv[1]).rglob("*.json")):
    stored = json.loads(file.read_text("utf-8"))
    headers = [(name, value.encode()) for name, value in stored["headers"].items()]
    value = json.dumps(stored["value"]).encode()
    record = SimpleNamespace(topic=stored["topic"], value=value, headers=headers)
    print(type(decode(record)).__name__)
print(sorted(name for name in sys.modules if name.split(".")[0] in ("schemas", "services")))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy: building leaves nothing in our own folder."""
    place = tmp_path_factory.mktemp("wheel")
    shutil.copytree(FOLDER, place / "schemas")
    shutil.copy(FOLDER.parent / "LICENSE", place)
    _run([_beside("hatchling"), "build", "-t", "wheel", "-d", "../dist"], place / "schemas")
    (built,) = (place / "dist").glob("wortlaut_events-*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of an environment that holds the package and what it brings, nothing else."""
    place = tmp_path_factory.mktemp("empty") / "venv"
    _run([_beside("uv"), "venv", "--python", sys.executable, place], wheel.parent)
    python = place / "bin" / "python"
    _run([_beside("uv"), "pip", "install", "--python", python, wheel], wheel.parent)
    return python


def test_it_holds_what_a_subscriber_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = archive.read(next(n for n in names if n.endswith("METADATA"))).decode()

    inside = {
        "py.typed",
        "LICENSE",
        "CHANGELOG.md",
        "asyncapi.json",
        "json/quote.extracted.v1.json",
    }
    assert {f"wortlaut_events/{name}" for name in inside} <= names
    assert all(name.startswith(("wortlaut_events/", "wortlaut_events-")) for name in names)
    assert metadata.count("Requires-Dist:") == 1
    assert "from wortlaut_events import" in metadata


def test_it_brings_pydantic_and_nothing_else(python: Path, wheel: Path) -> None:
    listed = _run(
        [_beside("uv"), "pip", "list", "--python", python, "--format", "json"], wheel.parent
    )

    assert {package["name"] for package in json.loads(listed)} == PYDANTIC | {"wortlaut-events"}


def test_it_decodes_every_sample(python: Path, wheel: Path) -> None:
    said = _run([python, "-I", "-c", READS, SAMPLES], wheel.parent).split("\n")

    assert set(said[:-1]) >= {"QuoteExtracted", "ClaimExtracted", "ArticleParsed", "PageFetched"}
    assert said[-1] == "[]"


def _beside(program: str) -> Path:
    return Path(sys.executable).with_name(program)


def _run(command: list[str | Path], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()
