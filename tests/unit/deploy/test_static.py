"""Linters over what is no Python; each says what it leaves out when its linter is not installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
YAML_RULES = """
extends: default
rules:
  line-length: {max: 160}
  document-start: disable
  comments: {min-spaces-from-content: 1}
"""


def linter(name: str) -> str:
    """Of this virtual environment, else of the machine."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def complaints(command: list[str | Path]) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def test_yaml_is_tidy() -> None:
    files = ["docker-compose.yml", "deploy", "tests/stack"]

    assert not complaints([linter("yamllint"), "--strict", "-d", YAML_RULES, *files])


def test_shell_scripts_hold() -> None:
    scripts = [
        file
        for file in (ROOT / "deploy").rglob("*")
        if file.is_file() and file.read_bytes().startswith(b"#!/bin/sh")
    ]

    assert scripts
    assert not complaints([linter("shellcheck"), *scripts])


def test_the_dockerfile_holds() -> None:
    assert not complaints([linter("hadolint"), ROOT / "deploy" / "Dockerfile"])


def test_the_dockerfile_builds_with_old_engines() -> None:
    """Docker Engine 20.10, of Debian 12, knows none of these."""
    text = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")

    assert not text.startswith("# syntax=")
    assert "<<EOF" not in text
    assert "--link" not in text.replace("no COPY --link", "")


def test_scripts_may_be_executed() -> None:
    for name in ("install-packages", "make-accounts", "make-certificate", "make-secrets"):
        assert (ROOT / "deploy" / name).stat().st_mode & 0o111
