"""Exports and archives as others read them: Arrow, a WARC library, schema.org's types."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from services.local.__main__ import main
from tests.support.live import BRIDGE, EXACT, SPEAKER, Live

JSONLD = Path(__file__).parents[2] / "tools" / "jsonld"
TABLE = """
import json, sys
import pyarrow.parquet as parquet
rows = parquet.read_table(sys.argv[1]).to_pylist()
print(json.dumps(rows, default=str))
"""
WARC = """
import json, sys
from warcio.archiveiterator import ArchiveIterator
found = []
with open(sys.argv[1], "rb") as stream:
    for record in ArchiveIterator(stream):
        headers = record.rec_headers
        body = record.content_stream().read().decode()
        found.append([record.rec_type, headers.get_header("WARC-Target-URI"), body])
print(json.dumps(found))
"""


@pytest.fixture(scope="session")
def readers(folder: Path) -> Path:
    """Python with what reads Parquet and WARC elsewhere."""
    uv, place = Path(sys.executable).with_name("uv"), folder / "readers"
    python = place / "bin" / "python"
    packages = ("pyarrow>=25,<30", "warcio>=1.8,<2")
    made = _run(uv, "venv", "--python", sys.executable, place, folder=folder)
    assert made.returncode == 0, made.stderr
    got = _run(uv, "pip", "install", "--python", python, *packages, folder=folder)
    assert got.returncode == 0, got.stderr
    return python


def _run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def said(python: Path, program: str, file: Path) -> object:
    done = _run(python, "-c", program, file, folder=file.parent)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("kind", ["quotes", "claims"])
def test_arrow_reads_what_is_exported(
    stack: Live, readers: Path, tmp_path: Path, kind: str
) -> None:
    where = ["--database-url", stack.database_url]
    assert main(["export", kind, "--out", str(tmp_path / "all.parquet"), *where]) == 0
    assert main(["export", kind, "--out", str(tmp_path / "all.jsonl"), *where]) == 0

    rows = said(readers, TABLE, tmp_path / "all.parquet")

    assert isinstance(rows, list)
    lines = [json.loads(x) for x in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == [line["id"] for line in lines]
    for row, line in zip(rows, lines, strict=True):
        assert row["text"] == line["text"]
        assert json.loads(row["spans"]) == line["spans"]
        assert row["engine_sequence"] == line["engine_sequence"]
        assert row["last_seen_at"].replace(" ", "T").replace("+00:00", "Z") == line["last_seen_at"]
    if kind == "quotes":
        assert (SPEAKER, EXACT) in {(row["speaker_name"], row["text"]) for row in rows}


@pytest.mark.parametrize("kind", ["quotes", "claims"])
def test_a_linked_export_is_made_of_the_words_of_schema_org(
    stack: Live, folder: Path, tmp_path: Path, kind: str
) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed: the words of schema.org are not looked up")
    place = folder / "jsonld"
    if not place.exists():
        shutil.copytree(JSONLD, place, ignore=shutil.ignore_patterns("node_modules"))
        assert _run(npm, "ci", "--silent", folder=place).returncode == 0
    file = tmp_path / "all.jsonld"
    assert main(["export", kind, "--out", str(file), "--database-url", stack.database_url]) == 0

    done = _run("node", "check.mjs", file, folder=place)

    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    changed = file.read_text("utf-8").replace('"keywords"', '"catchwords"')
    file.write_text(changed, encoding="utf-8")
    assert _run("node", "check.mjs", file, folder=place).returncode == 1


def test_a_warc_library_reads_the_archive_and_agrees_with_its_digests(
    stack: Live, readers: Path, tmp_path: Path
) -> None:
    where = ["--bootstrap-servers", stack.bootstrap_servers]
    assert main(["archive", "--no-follow", "--out", str(tmp_path), *where]) == 0
    (file,) = tmp_path.glob("*.warc.gz")

    found = said(readers, WARC, file)

    assert isinstance(found, list)
    assert [kind for kind, _, _ in found] == ["warcinfo", *["resource", "metadata"] * 2]
    assert all(EXACT in body for kind, uri, body in found if kind == "resource" and uri == BRIDGE)
    done = _run(readers.with_name("warcio"), "check", "-v", file, folder=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "digest pass" in done.stdout
    assert "fail" not in done.stdout
