"""Faults on purpose, while texts flow: nothing may be missing afterwards."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.stack.checks import OURS, TABLES
from tests.stack.project import Stack, StackError, poll, timeline

TEXTS: Final = 40  # a drill
OUTAGE_SECONDS: Final = 20.0
STREAM: Final = ("fetcher", "parser", "store")

_TEXT: Final = """\
Hafen Nordersum: Anlegestelle {number} gesperrt

Die Anlegestelle {number} im Hafen von Nordersum ist seit dem Morgen gesperrt. „Das Holz ist
morsch“, sagte Hafenmeister Olaf Wendt am Montag. Es bestehe Gefahr für Fußgänger. Nach Angaben der
Stadt soll die Reparatur {number} Wochen dauern. Wendt rechnet mit Kosten von mindestens {number}000
Euro.
"""


class Flow:
    """Texts that are brought in, each of which must be an article in the end."""

    def __init__(self, stack: Stack, expected: int) -> None:
        self._stack = stack
        self._expected = expected
        self._number = 0

    def bring(self, count: int = TEXTS) -> None:
        """Returns when all of them are published."""
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            for _ in range(count):
                self._number += 1
                file = Path(folder) / f"{self._number:05}.txt"
                file.write_text(_TEXT.format(number=self._number), encoding="utf-8")
            ingest = ("python3", "-m", "services.local", "ingest", "/texts")
            into = ("run", "--rm", "-T", "--no-deps", "-v", f"{folder}:/texts:ro")
            self._stack.compose(*into, "fetcher", *ingest)
        self._expected += count

    def until_stored(self, after: str) -> None:
        def missing() -> str | None:
            rows = int(self._stack.sql("SELECT count(*) FROM current_articles")[0])
            return None if rows == self._expected else f"{rows} of {self._expected} articles"

        poll(f"{after}: all {self._expected} articles are stored", missing, 120)

    def audited(self) -> None:
        """What the articles announce is there, each once."""
        said = self._stack.compose(
            "exec", "-T", "store", "python3", "-m", "services.local", "audit"
        )
        twice = self._stack.sql(
            "SELECT count(*) - count(DISTINCT (article_id, revision, spans, type)) FROM quotes"
        )
        if twice != ["0"]:
            raise StackError(f"quotes are stored twice: {twice}")
        timeline.mark(f"audit: {said.strip().splitlines()[-1]}")


def pid_of(stack: Stack, service: str) -> int:
    container = stack.compose("ps", "-q", service).split()[0]
    return int(stack.docker("inspect", "--format", "{{.State.Pid}}", container))


def healthy_again(stack: Stack, service: str, after: str) -> None:
    def missing() -> str | None:
        format_ = "{{.Health}}"
        said = stack.compose("ps", "--all", "--format", format_, service).split()
        return None if said == ["healthy"] else f"{service} is {said}"

    poll(f"{after}: healthy again", missing, 180)


def killed_services_come_back(stack: Stack, flow: Flow) -> None:
    """From the host, since `docker kill` counts as a stop by hand."""
    for service in STREAM:
        flow.bring()
        victim = pid_of(stack, service)
        os.kill(victim, signal.SIGKILL)
        _until_dead(service, victim)
        healthy_again(stack, service, f"{service} killed")
        flow.until_stored(f"{service} killed")
        if pid_of(stack, service) == victim:
            raise StackError(f"{service} was not killed")


def a_power_cut_loses_nothing(stack: Stack, flow: Flow) -> None:
    """Everything of the stream dies at once, Kafka and Postgres too, in the middle of its work.

    Not Prometheus, which could then not mark what it saw last as gone: for five minutes the next
    drills would read old samples as new ones.
    """
    if stack.flavour != "apache":
        timeline.mark("left out: the power cut, since this stand-in of Kafka keeps nothing")
        return
    flow.bring()
    victims = {name: pid_of(stack, name) for name in (*OURS, "kafka", "postgres")}
    for pid in victims.values():
        os.kill(pid, signal.SIGKILL)
    for name, pid in victims.items():
        _until_dead(name, pid)
    for name in ("kafka", "postgres", *OURS):
        healthy_again(stack, name, f"{len(victims)} containers killed at once, {name}")
    flow.until_stored("power cut")


def _until_dead(service: str, pid: int) -> None:
    def alive() -> str | None:
        try:
            return None if ") Z " in Path(f"/proc/{pid}/stat").read_text() else "alive"
        except FileNotFoundError:
            return None

    poll(f"{service} is dead", alive, 10)


def an_outage_of_postgres_loses_nothing(stack: Stack, flow: Flow) -> None:
    """And somebody is told: the alert, with a shorter patience than in production."""
    stack.compose("stop", "postgres")
    stopped = time.monotonic()
    flow.bring()

    def silent() -> str | None:
        firing = {
            (one["labels"]["alertname"], one["labels"].get("component"))
            for one in stack.prometheus("alerts")["alerts"]
            if one["state"] == "firing"
        }
        wanted = ("WortlautDependencyDown", "postgres")
        return None if wanted in firing else f"alerts that fire: {sorted(map(str, firing))}"

    poll("Postgres stopped: WortlautDependencyDown fires", silent, 90)
    while time.monotonic() < stopped + OUTAGE_SECONDS:
        time.sleep(0.5)
    stack.compose("start", "postgres")
    away = time.monotonic() - stopped
    flow.until_stored(f"Postgres away for {away:.0f} s")
    healthy_again(stack, "store", "Postgres back")


def a_blocked_event_loop_is_ended(stack: Stack, flow: Flow) -> None:
    victim = pid_of(stack, "store")
    flow.bring()
    os.kill(victim, signal.SIGUSR2)  # tests/stack/blocking/sitecustomize.py: blocks for ever

    def the_same() -> str | None:
        return None if pid_of(stack, "store") not in (victim, 0) else "the same process"

    poll("a blocked store is ended by its watchdog and started again", the_same, 60)
    if "event loop" not in stack.compose("logs", "--no-color", "--tail", "400", "store"):
        raise StackError("the store's log does not say why it ended")
    healthy_again(stack, "store", "store blocked")
    flow.until_stored("store blocked")


def up_again_changes_nothing(stack: Stack, counts: dict[str, int]) -> None:
    before = stack.containers()
    stack.up()
    if (after := stack.containers()) != before:
        raise StackError(f"other containers after a second `up`: {after} instead of {before}")
    again = {name: int(stack.sql(f"SELECT count(*) FROM {name}")[0]) for name in TABLES}
    if again != counts:
        raise StackError(f"other rows after a second `up`: {again} instead of {counts}")
    timeline.mark("a second `up` changed nothing")


def more_parsers_share_the_work(stack: Stack, flow: Flow) -> None:
    stack.compose("up", "--wait", "--no-build", "--no-recreate", "--scale", "parser=3", "parser")
    flow.bring()
    flow.until_stored("three parsers")

    def missing() -> str | None:
        query = 'count(wortlaut_kafka_consumer_assigned_partitions{group="parser"} > 0)'
        found = stack.prometheus("query", query='count(up{service="parser"} == 1)')["result"]
        working = stack.prometheus("query", query=query)["result"]
        said = (found[0]["value"][1] if found else "0", bool(working))
        return None if said == ("3", True) else f"{said}"

    poll("three parsers are scraped and have partitions", missing, 60)


def services_stop_gracefully(stack: Stack) -> None:
    ids = {name: stack.compose("ps", "-q", name).split()[0] for name in OURS}
    started = time.monotonic()
    stack.compose("stop", *OURS)
    format_ = "{{.State.ExitCode}} {{.State.OOMKilled}}"
    ends = {n: stack.docker("inspect", "--format", format_, i).strip() for n, i in ids.items()}
    if set(ends.values()) != {"0 false"}:
        raise StackError(f"exit codes after SIGTERM: {ends}")
    timeline.mark(f"our services end with code 0 within {time.monotonic() - started:.0f} s")
