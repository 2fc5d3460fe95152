"""What must hold of the running stack, seen from outside."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Final

from aiokafka import AIOKafkaConsumer

from tests.stack.project import ROOT, Stack, StackError, call, poll, timeline
from tests.support import grafana

RULES: Final = ROOT / "deploy" / "prometheus"
COMPOSE_FILES: Final = (
    ("docker-compose.yml",),
    ("docker-compose.yml", "deploy/compose.open.yaml"),
    ("docker-compose.yml", "deploy/compose.open.yaml", "tests/stack/compose.standins.yaml"),
)
OURS: Final = ("fetcher", "parser", "store", "lag")
SPEAKERS: Final = ("Vasily Nebenzya", "Lloyd Austin", "Sergiy Kyslytsya")  # of the model article
TABLES: Final = ("articles", "quotes", "claims")
TOPICS: Final = tuple(f"wortlaut.{name}.v1" for name in ("pages", "articles", "quotes", "claims"))

# In a container of the stack, where Kafka advertises no address that this machine could use
READER: Final = """
import asyncio, sys
from aiokafka import AIOKafkaConsumer
async def first():
    consumer = AIOKafkaConsumer(
        sys.argv[1], bootstrap_servers="kafka:19092", auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        print((await asyncio.wait_for(consumer.getone(), 30)).value.decode())
    finally:
        await consumer.stop()
asyncio.run(first())
"""


def compose_files_are_understood(environment: dict[str, str]) -> None:
    """What a schema does not see: conditions on services that are not there, limits twice."""
    everything = ("docker", "compose", "--env-file", os.devnull, "--profile", "*")
    for files in COMPOSE_FILES:
        named = [part for file in files for part in ("--file", file)]
        call([*everything, *named, "config", "--quiet"], environment)
    timeline.mark(f"compose understands {len(COMPOSE_FILES)} ways to put its files together")


def rules_hold(stack: Stack) -> None:
    for check in (
        ("check", "config", "--lint=all", "--lint-fatal", "/check/prometheus.yml"),
        ("check", "rules", "--lint=all", "--lint-fatal", "/check/rules.yml"),
        ("test", "rules", "/check/rules.test.yml"),
    ):
        # promtool writes its tests' series into the temporary folder; this one may be written to
        run = (
            "run",
            "--rm",
            "--no-deps",
            "-T",
            "-v",
            f"{RULES}:/check:ro",
            "-e",
            "TMPDIR=/prometheus",
        )
        stack.compose(*run, "--entrypoint", "promtool", "prometheus", *check)
    timeline.mark("promtool: configuration, rules and their tests pass")


def dashboards_are_valid(stack: Stack) -> None:
    """By the types that Grafana publishes for its dashboards."""
    tools = stack.environment.get("WORTLAUT_TOOLS")
    if tools is None:
        timeline.mark("left out: the schema of the dashboards, without WORTLAUT_TOOLS")
        return
    files = sorted(grafana.DASHBOARDS.glob("*.json"))
    said = call([Path(tools).resolve() / "grafana-schema", *files], stack.environment)
    timeline.mark(f"dashboards by Grafana's schema: {said.strip().splitlines()[-1]}")


def speakers_are_stored(stack: Stack) -> None:
    def missing() -> str | None:
        found = set(stack.sql("SELECT DISTINCT speaker_name FROM current_quotes"))
        return ", ".join(s for s in SPEAKERS if s not in found)

    poll(f"speakers of the model article stored: {', '.join(SPEAKERS)}", missing)


def everything_is_stored(stack: Stack) -> dict[str, int]:
    """Every article of the sample feed is one; the counts by table."""
    probe = (
        "import urllib.request as web;"
        "print(web.urlopen('http://127.0.0.1:8080/feed.xml').read().decode().count('<item>'))"
    )
    entries = int(stack.compose("exec", "-T", "sample", "python3", "-c", probe))

    def missing() -> str | None:
        articles = int(stack.sql("SELECT count(*) FROM current_articles")[0])
        return None if articles == entries else f"{articles} articles of {entries} entries"

    poll(f"all {entries} articles of the feed stored", missing)
    counts = {name: int(stack.sql(f"SELECT count(*) FROM {name}")[0]) for name in TABLES}
    if not all(counts.values()):
        raise StackError(f"an empty table: {counts}")
    timeline.mark("rows: " + ", ".join(f"{number} {name}" for name, number in counts.items()))
    return counts


def targets_are_up(stack: Stack) -> None:
    expected = {*OURS, "prometheus", "postgres"}

    def missing() -> str | None:
        targets = stack.prometheus("targets", state="active")["activeTargets"]
        up = {
            target["labels"].get("service", target["labels"]["job"])
            for target in targets
            if target["health"] == "up"
        }
        down = [target["scrapeUrl"] for target in targets if target["health"] != "up"]
        return ", ".join(sorted(expected - up) + down)

    poll("every Prometheus target up", missing)


def metrics_agree(stack: Stack, counts: dict[str, int]) -> None:
    def missing() -> str | None:
        query = 'sum by (table) (wortlaut_store_rows_total{outcome="inserted"})'
        answer = stack.prometheus("query", query=query)["result"]
        said = {one["metric"]["table"]: int(float(one["value"][1])) for one in answer}
        wrong = [f"{n}: {said.get(n)}, not {counts[n]}" for n in ("quotes", "claims")
                 if said.get(n) != counts[n]]  # fmt: skip
        return ", ".join(wrong)

    poll("metrics count the rows there are", missing, 30)


def rules_are_healthy(stack: Stack) -> None:
    def missing() -> str | None:
        groups = stack.prometheus("rules")["groups"]
        rules = [rule for group in groups for rule in group["rules"]]
        ill = [rule["name"] for rule in rules if rule["health"] != "ok"]
        return ", ".join(ill) if rules else "no rules"

    poll("every rule evaluates", missing, 30)
    firing = {
        one["labels"]["alertname"]
        for one in stack.prometheus("alerts")["alerts"]
        if one["state"] == "firing"
    }
    if firing != {"Watchdog"}:
        raise StackError(f"alerts fire on a fresh stack: {firing}")


def panels_answer(stack: Stack) -> None:
    queries = list(grafana.promql())

    def missing() -> str | None:
        return ", ".join(q.panel for q in queries if not _answered(stack, q.query))

    poll(f"all {len(queries)} PromQL queries of the dashboards have data", missing, 60)
    statements = list(grafana.sql())
    empty = [asked.panel for asked in statements if not stack.sql(asked.query)]
    if empty:
        raise StackError(f"panels without rows: {', '.join(empty)}")
    timeline.mark(f"all {len(statements)} SQL queries of the dashboards have rows")


def _answered(stack: Stack, expr: str) -> bool:
    return bool(stack.prometheus("query", query=expr)["result"])


def subscribers_read(stack: Stack) -> None:
    for topic in TOPICS:
        if stack.flavour == "apache":
            value = asyncio.run(_first_value(topic, f"localhost:{stack.ports['KAFKA']}"))
        else:
            value = stack.compose("exec", "-T", "parser", "python3", "-c", READER, topic)
        event = json.loads(value)
        if not (event.get("article_id") or event["article"]["id"]):
            raise StackError(f"no event of ours in {topic}: {value[:300]}")
    where = (
        "from this machine"
        if stack.flavour == "apache"
        else "from inside the network: this stand-in advertises one address only"
    )
    timeline.mark(f"a subscriber reads {len(TOPICS)} topics {where}")


async def _first_value(topic: str, bootstrap_servers: str) -> str:
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap_servers, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        async with asyncio.timeout(30):
            record = await consumer.getone()
    finally:
        await consumer.stop()
    return (record.value or b"").decode()
