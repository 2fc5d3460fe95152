"""What every container of the stack must be: without rights, bounded, on loopback."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from schemas.topics import PUBLIC

yaml: Any = pytest.importorskip("yaml", reason="PyYAML is not installed: compose not checked")

ROOT = Path(__file__).parents[3]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
STANDINS = (ROOT / "tests/stack/compose.standins.yaml").read_text("utf-8")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ONCE = {"secrets", "init"}
STEPS_DOWN = {"postgres"}  # starts as root and gives that up itself
KEEPS_ITS_ACCOUNT = {"kafka"}  # the image's own unprivileged one
WRITES_ITS_FILES = {"kafka"}  # its image writes the broker's configuration at start


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_has_no_rights_and_gets_none(name: str) -> None:
    service = SERVICES[name]

    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert ("cap_add" in service) == (name in STEPS_DOWN)


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_runs_unprivileged_on_a_root_it_cannot_write(name: str) -> None:
    service = SERVICES[name]

    if name not in STEPS_DOWN | KEEPS_ITS_ACCOUNT:
        assert int(service["user"].split(":")[0]) > 0
    assert service.get("read_only", False) == (name not in WRITES_ITS_FILES)


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_is_bounded(name: str) -> None:
    service = SERVICES[name]

    limits = service["deploy"]["resources"]["limits"]
    assert {"memory", "pids"} <= set(limits)
    assert {"max-size", "max-file"} <= set(service["logging"]["options"])


@pytest.mark.parametrize("name", sorted(set(SERVICES) - ONCE))
def test_what_keeps_running_is_watched_and_restarted(name: str) -> None:
    service = SERVICES[name]

    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"]
    assert "start_interval" not in service["healthcheck"]  # engines before 25 refuse it


@pytest.mark.parametrize("name", sorted(ONCE))
def test_what_runs_once_is_waited_for(name: str) -> None:
    """Else `up --wait` takes its end for a failure."""
    assert SERVICES[name]["restart"] == "no"
    assert any(
        service.get("depends_on", {}).get(name) == {"condition": "service_completed_successfully"}
        for other, service in SERVICES.items()
        if other not in ONCE
    )


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_open_on_loopback_unless_told_otherwise(name: str) -> None:
    for port in SERVICES[name].get("ports", ()):
        assert port.startswith("${WORTLAUT_BIND:-127.0.0.1}:")


@pytest.mark.parametrize("name", SERVICES)
def test_an_image_has_a_tag_and_can_be_replaced(name: str) -> None:
    image = SERVICES[name]["image"]

    assert image.startswith("${")
    assert ":" in image.split(":-", 1)[1]
    assert ":latest" not in image


def test_only_the_sample_site_may_be_fetched_from_a_private_network() -> None:
    subnet = COMPOSE["networks"]["sample"]["ipam"]["config"][0]["subnet"]

    allowed = SERVICES["fetcher"]["environment"]["WORTLAUT_FETCHER_ALLOW_NETWORKS"]
    inside = [name for name, service in SERVICES.items() if "sample" in service.get("networks", ())]
    assert allowed == subnet
    assert sorted(inside) == ["fetcher", "sample"]


def test_the_parser_which_reads_strangers_pages_is_given_no_secret() -> None:
    assert "volumes" not in SERVICES["parser"]
    assert "WORTLAUT_DATABASE_URL" not in SERVICES["parser"]["environment"]


def test_the_override_changes_images_and_nothing_else() -> None:
    for service in yaml.safe_load(STANDINS)["services"].values():
        assert set(service) == {"image", "pull_policy"}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, 0),
        ({"WORTLAUT_BIND": "127.0.0.1", "KAFKA_ADVERTISED_HOST": "localhost"}, 0),
        ({"WORTLAUT_BIND": "0.0.0.0"}, 1),
        ({"KAFKA_ADVERTISED_HOST": "news.example"}, 1),
        ({"WORTLAUT_BIND": "0.0.0.0", "WORTLAUT_KAFKA_SECURITY": "SASL_PLAINTEXT"}, 1),
        ({"WORTLAUT_BIND": "0.0.0.0", "WORTLAUT_KAFKA_SECURITY": "SASL_SSL"}, 0),
    ],
)
def test_open_ports_are_refused_without_accounts_and_tls(said: dict[str, str], code: int) -> None:
    done = subprocess.run(
        [ROOT / "deploy" / "check-exposure"], env=said, capture_output=True, text=True, check=False
    )

    assert done.returncode == code, done.stderr
    assert ("refused:" in done.stderr) == bool(code)
    for name, value in said.items():
        assert not code or name == "WORTLAUT_KAFKA_SECURITY" or f"{name}={value}" in done.stderr


def test_a_subscriber_with_an_account_may_read_every_public_topic_and_no_other() -> None:
    script = (ROOT / "deploy" / "make-accounts").read_text("utf-8")

    (named,) = re.findall(r'^topics="([^"]+)"', script, re.MULTILINE)
    assert [f"wortlaut.{name}" for name in named.split()] == [topic.name for topic in PUBLIC]


@pytest.mark.parametrize(
    ("accounts", "made"),
    [("", 3), ("newsroom", 5), ("newsroom archive", 6), ("news-room", 0), ("../x", 0)],
)
def test_an_account_has_a_password_that_is_kept(accounts: str, made: int, tmp_path: Path) -> None:
    def secrets() -> dict[str, str]:
        subprocess.run(
            [ROOT / "deploy" / "make-secrets", tmp_path],
            env={"PATH": os.environ["PATH"], "WORTLAUT_KAFKA_ACCOUNTS": accounts},
            capture_output=True,
            check=bool(made),
        )
        return {file.name: file.read_text("ascii") for file in tmp_path.iterdir()}

    once = secrets()

    assert len(once) == made
    assert all(len(password) == 48 for password in once.values())
    assert secrets() == once


def test_every_variable_is_described() -> None:
    files = ("docker-compose.yml", "deploy/compose.open.yaml")
    text = "".join((ROOT / name).read_text("utf-8") for name in files)
    described = (ROOT / ".env.example").read_text("utf-8")

    for name in set(re.findall(r"\$\{(\w+):-", text)):
        assert f"\n#{name}=" in described, name
