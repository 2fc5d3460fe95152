"""The engine, the images, and one compose project of our own.

Images: with WORTLAUT_TOOLS (a folder with `docker-up` and `standins/build`) an engine is started
and stand-ins are built in place of the public images; without it, the engine that is there and the
public images are used. KAFKA_FLAVOUR=apache|tansu picks the stand-in of Kafka; by default it is the
first of the two that can be built.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
STANDINS: Final = ROOT / "tests" / "stack" / "compose.standins.yaml"
DRILLS: Final = ROOT / "tests" / "stack" / "compose.drills.yaml"
RULES: Final = ROOT / "deploy" / "prometheus" / "rules.yml"
BUILT: Final = ("python", "postgres", "prometheus", "alertmanager", "postgres-exporter")
PATIENCE: Final = 90.0  # seconds for what must become true by itself


class StackError(Exception):
    """The stack is not as it should be."""


class Timeline:
    def __init__(self) -> None:
        self._started = time.monotonic()

    def mark(self, what: str) -> None:
        print(f"[{time.monotonic() - self._started:6.1f} s] {what}", flush=True)


timeline: Final = Timeline()


def call(command: Sequence[str | Path], environment: dict[str, str], seconds: float = 600) -> str:
    """What the command wrote to its standard output; its errors are told when it fails."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except FileNotFoundError as error:
        raise StackError(f"{command[0]} is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise StackError(f"{command[0]} took longer than {seconds:.0f} s") from error
    if done.returncode:
        shown = shlex.join(str(part) for part in command[:8])
        said = "\n".join((done.stdout + done.stderr).splitlines()[-40:])
        raise StackError(f"{shown} … failed ({done.returncode}):\n{said}")
    return done.stdout


def poll(what: str, holds: Callable[[], str | None], seconds: float = PATIENCE) -> None:
    """Until `holds` finds nothing missing."""
    deadline = time.monotonic() + seconds
    while missing := holds():
        if time.monotonic() > deadline:
            raise StackError(f"{what}: still {missing} after {seconds:.0f} s")
        time.sleep(0.5)
    timeline.mark(what)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


# -- the machine ---------------------------------------------------------------------------------


def with_engine(environment: dict[str, str]) -> dict[str, str]:
    """The environment in which `docker` and `docker compose` answer, and images can be had."""
    if "WORTLAUT_TOOLS" not in environment:
        call(["docker", "info"], environment, 30)
        timeline.mark("engine answers; public images, since WORTLAUT_TOOLS is not set")
        return environment
    tools = Path(environment["WORTLAUT_TOOLS"]).resolve()
    said = call([tools / "docker-up", "--env"], environment)
    name, _, value = shlex.split(said)[-1].partition("=")
    environment = {**environment, name: value}
    timeline.mark("engine up")
    flavour = _built_kafka(tools, environment)
    call([tools / "standins" / "build", *BUILT], environment)
    timeline.mark(f"stand-ins ready: {', '.join(BUILT)}, kafka ({flavour})")
    timeline.mark("left out: grafana, which has no stand-in")
    prefix = environment.get("STANDIN_PREFIX", "standin")
    return {
        **environment,
        "KAFKA_FLAVOUR": flavour,
        "PYTHON_IMAGE": f"{prefix}/python:3.13-slim",
        "WORTLAUT_STANDINS": str(STANDINS),
    }


def _built_kafka(tools: Path, environment: dict[str, str]) -> str:
    asked = environment.get("KAFKA_FLAVOUR")
    for flavour in (asked,) if asked else ("apache", "tansu"):
        try:
            call([tools / "standins" / "build", f"kafka-{flavour}"], environment, 300)
        except StackError as error:
            timeline.mark(f"kafka-{flavour} cannot be built: {str(error)[:200]}")
        else:
            return flavour
    raise StackError("no stand-in of Kafka can be built")


def free_subnet(environment: dict[str, str]) -> str:
    networks = call(["docker", "network", "ls", "--quiet"], environment).split()
    used = call(["docker", "network", "inspect", *networks], environment)
    return next(s for n in range(240, 0, -1) if (s := f"10.213.{n}.0/28") not in used)


def impatient_rules() -> Path:
    """The alert on a dependency waits ten seconds, in production two minutes; the rest is as is."""
    rules = RULES.read_text(encoding="utf-8")
    text = re.sub(r"(alert: WortlautDependencyDown\n.*\n +for:) 2m", r"\1 10s", rules)
    if text == rules:
        raise StackError("the rule WortlautDependencyDown is not where it was")
    file = Path(tempfile.gettempdir()) / f"wortlaut-e2e-rules-{os.getpid()}.yml"
    file.write_text(text, encoding="utf-8")
    atexit.register(file.unlink, missing_ok=True)
    return file


# -- the stack -----------------------------------------------------------------------------------


PORTS: Final = ("KAFKA", "POSTGRES", "PROMETHEUS", "GRAFANA", "ALERTMANAGER")


class Stack:
    """One compose project under a name of its own, on ports of its own."""

    def __init__(self, environment: dict[str, str], *more: Path) -> None:
        """`more` are further compose files."""
        self.project = f"wortlaut-e2e-{os.getpid()}"
        self.ports = {name: free_port() for name in PORTS}
        self.has_standins = "WORTLAUT_STANDINS" in environment
        files = [ROOT / "docker-compose.yml", *more, DRILLS]
        files += [STANDINS] if self.has_standins else []
        self.flavour = environment.get("KAFKA_FLAVOUR", "apache")
        self.environment = {
            **environment,
            **{f"{name}_PORT": str(port) for name, port in self.ports.items()},
            "COMPOSE_PROJECT_NAME": self.project,
            "COMPOSE_ANSI": "never",
            "COMPOSE_PROFILES": "more",
            "COMPOSE_FILE": os.pathsep.join(map(str, files)),
            "WORTLAUT_E2E_RULES": str(impatient_rules()),
            "WORTLAUT_VERSION": "e2e",
            "WORTLAUT_SAMPLE_SUBNET": free_subnet(environment),
            # joining a group takes the stand-in half of it
            "WORTLAUT_SESSION_TIMEOUT_MS": "6000",
            "WORTLAUT_HEARTBEAT_INTERVAL_MS": "1000",
        }

    def compose(self, *arguments: str | Path, seconds: float = 600) -> str:
        # a developer's own `.env` must not decide what is tested
        command = ["docker", "compose", "--env-file", os.devnull, *arguments]
        return call(command, self.environment, seconds)

    def docker(self, *arguments: str) -> str:
        return call(["docker", *arguments], self.environment)

    def services(self) -> list[str]:
        names = self.compose("config", "--services").split()
        return [name for name in names if not (self.has_standins and name == "grafana")]

    def image_sizes(self) -> list[str]:
        """In MB, as the engine counts them: base included."""
        listing = ("images", "--format", "{{.Repository}} {{.Size}}", "--filter")
        lines = self.docker(*listing, "reference=wortlaut/*:e2e").splitlines()
        return [line.removeprefix("wortlaut/") for line in sorted(lines)]

    def up(self) -> None:
        self.compose("up", "--wait", "--wait-timeout", "180", "--no-build", *self.services())

    def containers(self) -> dict[str, str]:
        """Container ids by name, of what runs."""
        lines = self.compose("ps", "--no-trunc", "--format", "{{.Name}} {{.ID}}").splitlines()
        return dict(line.split() for line in lines)

    def sql(self, statement: str) -> list[str]:
        """Asked as a reader of the documentation would."""
        psql = ("psql", "-U", "wortlaut_reader", "-d", "wortlaut", "-Atc", statement)
        return self.compose("exec", "-T", "postgres", *psql).splitlines()

    def prometheus(self, path: str, **parameters: str) -> Any:
        query = urllib.parse.urlencode(parameters)
        url = f"http://127.0.0.1:{self.ports['PROMETHEUS']}/api/v1/{path}?{query}"
        with urllib.request.urlopen(url, timeout=10) as answer:
            return json.load(answer)["data"]

    def _labelled(self, *listing: str) -> list[str]:
        label = f"label=com.docker.compose.project={self.project}"
        return self.docker(*listing, "--quiet", "--filter", label).split()

    def _mounted(self) -> set[str]:
        """Volumes of our containers, also those without a name, which carry no label."""
        containers = self._labelled("ps", "--all")
        names = '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}} {{end}}{{end}}'
        return set(
            self.docker("inspect", "--format", names, *containers).split() if containers else ()
        )

    def down(self) -> None:
        mounted = self._mounted()
        self.compose("down", "--volumes", "--remove-orphans", "--timeout", "30")
        left = self._labelled("ps", "--all") + self._labelled("network", "ls")
        left += mounted.intersection(self.docker("volume", "ls", "--quiet").split())
        left += self._labelled("volume", "ls")
        if left:
            raise StackError(f"left behind: {left}")

    def tell(self) -> None:
        for arguments in (["ps", "-a"], ["logs", "--no-color", "--tail", "60"]):
            with suppress(StackError):
                print(self.compose(*arguments), file=sys.stderr)


@contextmanager
def taken_down(stack: Stack) -> Iterator[None]:
    """Whatever happens, SIGTERM included, the project ends with us."""

    def stop(number: int, _: object) -> None:
        raise StackError(f"ended by signal {number}")

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        yield
    except BaseException:
        stack.tell()
        with suppress(StackError):
            stack.down()
        raise
    stack.down()
    timeline.mark("down: no container, volume or network is left")
