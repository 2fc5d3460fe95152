"""Brings the whole stack up with Docker Compose, looks at it from outside, takes it down.

`python -m tests.stack.smoke`: exit code 0 when everything held; nothing is left behind either way.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import Final

from aiokafka import AIOKafkaConsumer

from tests.stack.project import ROOT, SmokeError, Stack, poll, taken_down, timeline, with_engine

RULES: Final = ROOT / "deploy" / "prometheus"
DASHBOARD: Final = ROOT / "deploy" / "grafana" / "dashboards" / "flow.json"

OURS: Final = ("fetcher", "parser", "store", "lag")
SPEAKERS: Final = ("Vasily Nebenzya", "Lloyd Austin", "Sergiy Kyslytsya")  # of the model article
TABLES: Final = ("articles", "quotes", "claims")
QUOTES: Final = "wortlaut.quotes.v1"

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


# -- what must hold ------------------------------------------------------------------------------


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
        raise SmokeError(f"an empty table: {counts}")
    timeline.mark("rows: " + ", ".join(f"{number} {name}" for name, number in counts.items()))
    return counts


def targets_are_up(stack: Stack) -> None:
    expected = {*OURS, "prometheus"}

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
        raise SmokeError(f"alerts fire on a fresh stack: {firing}")


def panels_answer(stack: Stack) -> None:
    panels = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    queries = [(p["title"], t["expr"]) for p in panels for t in p.get("targets", ())]

    def missing() -> str | None:
        return ", ".join(title for title, expr in queries if not _answered(stack, expr))

    poll(f"all {len(queries)} queries of the dashboard have data", missing, 60)


def _answered(stack: Stack, expr: str) -> bool:
    asked = expr.replace("$__rate_interval", "1m")
    return bool(stack.prometheus("query", query=asked)["result"])


def a_subscriber_reads(stack: Stack) -> None:
    if stack.flavour == "apache":
        value = asyncio.run(_first_value(f"localhost:{stack.ports['KAFKA']}"))
        where = "from this machine"
    else:
        value = stack.compose("exec", "-T", "parser", "python3", "-c", READER, QUOTES)
        where = "from inside the network: this stand-in advertises one address only"
    event = json.loads(value)
    if not event["text"] or not event["article"]["url"]:
        raise SmokeError(f"no quote: {value[:300]}")
    timeline.mark(f"a subscriber reads {QUOTES} {where}")


async def _first_value(bootstrap_servers: str) -> str:
    consumer = AIOKafkaConsumer(
        QUOTES, bootstrap_servers=bootstrap_servers, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        async with asyncio.timeout(30):
            record = await consumer.getone()
    finally:
        await consumer.stop()
    return (record.value or b"").decode()


def up_again_changes_nothing(stack: Stack, counts: dict[str, int]) -> None:
    before = stack.containers()
    stack.up()
    if (after := stack.containers()) != before:
        raise SmokeError(f"other containers after a second `up`: {after} instead of {before}")
    again = {name: int(stack.sql(f"SELECT count(*) FROM {name}")[0]) for name in TABLES}
    if again != counts:
        raise SmokeError(f"other rows after a second `up`: {again} instead of {counts}")
    timeline.mark("a second `up` changed nothing")


def services_stop_gracefully(stack: Stack) -> None:
    ids = {name: stack.compose("ps", "-q", name).strip() for name in OURS}
    stack.compose("stop", *OURS)
    format_ = "{{.State.ExitCode}} {{.State.OOMKilled}}"
    ends = {n: stack.docker("inspect", "--format", format_, i).strip() for n, i in ids.items()}
    if set(ends.values()) != {"0 false"}:
        raise SmokeError(f"exit codes after SIGTERM: {ends}")
    timeline.mark("our services end with code 0 on SIGTERM")


def main() -> int:
    try:
        stack = Stack(with_engine(dict(os.environ)))
        stack.compose("config", "--quiet")
        with taken_down(stack):
            rules_hold(stack)
            stack.compose("build", "--quiet", seconds=900)
            timeline.mark("images built")
            stack.up()
            timeline.mark("up: every container healthy")
            speakers_are_stored(stack)
            counts = everything_is_stored(stack)
            targets_are_up(stack)
            metrics_agree(stack, counts)
            rules_are_healthy(stack)
            panels_answer(stack)
            a_subscriber_reads(stack)
            up_again_changes_nothing(stack, counts)
            services_stop_gracefully(stack)
    except SmokeError as error:
        print(f"compose smoke: {error}", file=sys.stderr)
        return 1
    timeline.mark("passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
