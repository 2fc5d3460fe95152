"""What Grafana makes of a panel's query before it asks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DASHBOARDS = Path(__file__).parents[2] / "deploy" / "grafana" / "dashboards"


class Asked(NamedTuple):
    """A query of a panel: PromQL or SQL."""

    panel: str
    query: str


def promql() -> Iterator[Asked]:
    for panel, target in _targets():
        if "expr" in target:
            yield Asked(panel, target["expr"].replace("$__rate_interval", "1m"))


def sql(days: int = 36_500) -> Iterator[Asked]:
    """With Postgres' own words in place of Grafana's, for the last `days`."""
    for panel, target in _targets():
        if "rawSql" in target:
            yield Asked(panel, _expanded(target["rawSql"], days))


def _expanded(statement: str, days: int) -> str:
    since = rf"\1 BETWEEN now() - interval '{days} days' AND now()"
    filtered = re.sub(r"\$__timeFilter\((\w+)\)", since, statement)
    filtered = filtered.replace("$__timeFrom()", f"now() - interval '{days} days'")
    return re.sub(r"\$__timeGroup\((\w+), '1h'\)", r"date_trunc('hour', \1)", filtered)


def _targets() -> Iterator[tuple[str, dict[str, str]]]:
    for file in sorted(DASHBOARDS.glob("*.json")):
        board = json.loads(file.read_text("utf-8"))
        for panel in board["panels"]:
            for target in panel.get("targets", ()):
                yield f"{board['title']}: {panel['title']}", target
