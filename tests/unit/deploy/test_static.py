"""Linters over what is no Python; each says what it leaves out when its linter is not installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stack.checks import compose_files_are_understood

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


def test_compose_understands_its_files() -> None:
    """`make e2e`, which brings an engine, asks the same and leaves nothing out."""
    docker = linter("docker")
    if subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("docker compose is not installed: left to `make e2e`")

    compose_files_are_understood(dict(os.environ))


def test_prometheus_understands_its_files() -> None:
    """The rules' own tests too; `make e2e` does the same with the promtool of its image."""
    promtool = linter("promtool")
    folder = ROOT / "deploy" / "prometheus"
    strict = ("--lint=all", "--lint-fatal")

    assert not complaints([promtool, "check", "config", *strict, folder / "prometheus.yml"])
    assert not complaints([promtool, "check", "rules", *strict, folder / "rules.yml"])
    assert not complaints([promtool, "test", "rules", folder / "rules.test.yml"])


INSTRUCTION = re.compile(r"^([A-Z]+) (.*?)(?<!\\)$", re.MULTILINE | re.DOTALL)


def stages() -> dict[str, list[tuple[str, str]]]:
    """The Dockerfile's instructions by stage."""
    text = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
    found: dict[str, list[tuple[str, str]]] = {}
    for name, value in INSTRUCTION.findall(text):
        if name == "FROM":
            found[value.split(" AS ")[1]] = []
        if found:
            found[list(found)[-1]].append((name, value))
    return found


@pytest.mark.parametrize("stage", ["fetcher", "parser", "store"])
def test_an_image_is_configured_without_rights(stage: str) -> None:
    made = stages()[stage]
    instructions = dict(made)

    assert int(instructions["USER"].partition(":")[0]) >= 10_000  # by number, for Kubernetes
    assert instructions["CMD"].startswith('["python3", ')  # no shell between it and SIGTERM
    assert made[0] == ("FROM", f"service AS {stage}")
    assert {name for name, _ in made} == {"FROM", "COPY", "USER", "CMD"}
    assert not [value for name, value in made if name == "COPY" and "--from=" not in value]


def test_no_image_carries_a_secret_or_fetches_what_nobody_checked() -> None:
    every = [one for made in stages().values() for one in made]

    assert not [v for n, v in every if n in {"ENV", "ARG"} and re.search(r"PASS|SECRET|TOKEN", v)]
    assert not [v for n, v in every if n == "ADD" or re.search(r"\b(curl|wget|sudo)\b", v)]
    assert dict(stages()["service"])["EXPOSE"] == "8000"
    base = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
    assert re.search(r"^ARG PYTHON_IMAGE=\S+:\S+@sha256:[0-9a-f]{64}$", base, re.MULTILINE)


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
