"""The stack with Kafka open to others (deploy/compose.open.yaml): who gets in and may do what.

`python -m tests.stack.open`: exit code 0 when everything held. On loopback, as every test.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.stack.project import ROOT, Stack, StackError, taken_down, timeline, with_engine

OPEN: Final = ROOT / "deploy" / "compose.open.yaml"
ACCOUNT: Final = "newsroom"


def environment() -> dict[str, str]:
    made = with_engine({**os.environ, "KAFKA_FLAVOUR": "apache"})
    prefix = made.get("STANDIN_PREFIX", "standin")
    image = {"KAFKA_IMAGE": f"{prefix}/kafka:apache"} if "WORTLAUT_STANDINS" in made else {}
    return {**made, **image, "WORTLAUT_KAFKA_ACCOUNTS": ACCOUNT}


def only_kafka_is_open(stack: Stack) -> None:
    said = {"WORTLAUT_BIND": "0.0.0.0", "KAFKA_ADVERTISED_HOST": "news.example"}
    command = ["docker", "compose", "--env-file", os.devnull, "config", "--format", "json"]
    done = subprocess.run(
        command, cwd=ROOT, env={**stack.environment, **said}, capture_output=True, check=True
    )
    services = json.loads(done.stdout)["services"]
    places = {
        name: {port["host_ip"] for port in service.get("ports", ())}
        for name, service in services.items()
    }
    opened = {name for name, ips in places.items() if ips - {"127.0.0.1"}}
    if opened != {"kafka"}:
        raise StackError(f"open to others: {opened}")
    timeline.mark("WORTLAUT_BIND opens Kafka and nothing else")


class Subscriber:
    """Somebody outside, with what an operator would hand over."""

    def __init__(self, stack: Stack, folder: Path) -> None:
        self._servers = f"localhost:{stack.ports['KAFKA']}"
        self._ca = folder / "ca.pem"
        self._ca.write_text(self._secret(stack, "kafka-ca.pem"), encoding="ascii")
        self.password = self._secret(stack, f"kafka_{ACCOUNT}")

    @staticmethod
    def _secret(stack: Stack, name: str) -> str:
        return stack.compose("exec", "-T", "store", "cat", f"/run/wortlaut/{name}")

    def says(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        settings = {
            "WORTLAUT_BOOTSTRAP_SERVERS": self._servers,
            "WORTLAUT_KAFKA_SECURITY": "SASL_SSL",
            "WORTLAUT_KAFKA_USERNAME": ACCOUNT,
            "WORTLAUT_KAFKA_PASSWORD": self.password,
            "WORTLAUT_KAFKA_CA_FILE": str(self._ca),
            **changes,
        }
        return subprocess.run(
            [sys.executable, "-m", "services.local", *arguments],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], **{k: v for k, v in settings.items() if v}},
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )


def who_has_an_account_reads(someone: Subscriber) -> None:
    for kind in ("quotes", "claims", "articles", "pages"):
        done = someone.says("tail", kind, "--no-follow")
        if done.returncode or not done.stdout:
            raise StackError(f"tail {kind}: {done.stderr or 'nothing to read'}")
    timeline.mark("a subscriber reads four topics over SASL_SSL")


def and_may_do_nothing_else(someone: Subscriber, folder: Path) -> None:
    (folder / "a.txt").write_text("„Gut“, sagte Anna Berg am Montag in der Stadt.", "utf-8")
    tries = {
        "write": (("ingest", str(folder)), {}, "TopicAuthorizationFailed"),
        "read dead letters": (("dead-letters", "list"), {}, "Kafka does not permit it"),
        "come without TLS": (_TAIL, {"WORTLAUT_KAFKA_SECURITY": "PLAINTEXT"}, "does not answer"),
        "guess": (_TAIL, {"WORTLAUT_KAFKA_PASSWORD": "wrong"}, "or its password"),
        "trust anybody": (_TAIL, {"WORTLAUT_KAFKA_CA_FILE": ""}, "certificate"),
    }
    for what, (arguments, changes, said) in tries.items():
        done = someone.says(*arguments, **changes)
        if done.returncode == 0 or said not in done.stderr:
            raise StackError(f"who tries to {what} should be refused: {done.stdout}{done.stderr}")
    timeline.mark(f"refused: to {', to '.join(tries)}")


_TAIL: Final = ("tail", "quotes", "--no-follow")


def main() -> int:
    try:
        stack = Stack(environment(), OPEN)
        only_kafka_is_open(stack)
        with taken_down(stack), tempfile.TemporaryDirectory() as name:
            stack.compose("build", "--quiet", seconds=900)
            stack.up()
            timeline.mark("up: Kafka asks for accounts, over TLS")
            stack.up()
            timeline.mark("a second `up` changes nothing")
            someone = Subscriber(stack, Path(name))
            who_has_an_account_reads(someone)
            and_may_do_nothing_else(someone, Path(name))
    except StackError as error:
        print(f"open: {error}", file=sys.stderr)
        return 1
    timeline.mark("passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
