"""The requirement files are what pyproject.toml asks for, hashed, and say nothing of where from."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[4]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==(\S+)", re.MULTILINE)


def asked_by(extra: str) -> Iterator[Requirement]:
    """Of the project itself, the extra, and the extras it is made of."""
    project = PROJECT["project"]
    for line in project["dependencies"] + project["optional-dependencies"][extra]:
        requirement = Requirement(line)
        if requirement.name == "wortlaut":
            for other in requirement.extras:
                yield from asked_by(other)
        else:
            yield requirement


def pins_in(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")))


@pytest.mark.parametrize("extra", ["fetcher", "parser", "store", "local"])
def test_what_an_extra_asks_for_is_pinned_as_it_asks(extra: str) -> None:
    pins = pins_in(extra)

    for requirement in asked_by(extra):
        assert requirement.specifier.contains(pins[requirement.name]), requirement


def test_what_development_asks_for_is_pinned_as_it_asks() -> None:
    pins = pins_in("dev")

    for requirement in map(Requirement, PROJECT["dependency-groups"]["dev"]):
        assert requirement.specifier.contains(pins[requirement.name]), requirement


@pytest.mark.parametrize("extra", ["fetcher", "parser", "store", "local"])
def test_what_ships_is_what_was_tested(extra: str) -> None:
    assert pins_in(extra).items() <= pins_in("dev").items()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_a_hash_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")

    pins = [line for line in text.splitlines() if PIN.match(line)]

    assert pins
    assert all(line.endswith(" \\") for line in pins)  # hashes follow
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text


@pytest.mark.parametrize("name", ["local", "dev"])
def test_the_size_of_a_download_is_known(name: str) -> None:
    sizes = (ROOT / "requirements" / "SIZES").read_text(encoding="utf-8")

    assert re.search(rf"^{name} \d+ packages, about \d+ MB$", sizes, re.MULTILINE)
