"""The catalogue in docs/metrics.md is what the services register, no more and no less."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.metrics import Metric, registered

CATALOGUE = Path(__file__).parents[2] / "docs" / "metrics.md"
ROW = re.compile(
    r"^\| `(?P<name>wortlaut_\w+)` \| (?P<kind>\w+) \| (?P<labels>[^|]+) \|", re.MULTILINE
)


def catalogued() -> list[Metric]:
    return [
        Metric(row["name"], row["kind"], tuple(re.findall(r"\w+", row["labels"])))
        for row in ROW.finditer(CATALOGUE.read_text("utf-8"))
    ]


def test_the_catalogue_names_what_the_services_register() -> None:
    rows = catalogued()

    assert frozenset(rows) == registered()
    assert len(rows) == len({row.name for row in rows})


def test_names_carry_their_unit_and_kind() -> None:
    for metric in registered():
        assert metric.name.endswith("_total") == (metric.kind == "counter"), metric.name
        if metric.kind == "histogram":
            assert metric.name.endswith(("_seconds", "_bytes", "_rows", "_chars")), metric.name


def test_labels_come_from_closed_sets() -> None:
    closed = {
        "attribution", "component", "event", "field", "group", "kind", "outcome", "partition",
        "reason", "rule", "service", "stage", "state", "step", "table", "topic", "type", "version",
    }  # fmt: skip

    assert {label for metric in registered() for label in metric.labels} <= closed
