"""The catalogue in docs/metrics.md is what the services register, no more and no less."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.grafana import promql
from tests.support.metrics import Metric, registered, registries

CATALOGUE = Path(__file__).parents[2] / "docs" / "metrics.md"
ROW = re.compile(
    r"^\| `(?P<name>wortlaut_\w+)` \| (?P<kind>\w+) \| (?P<labels>[^|]+) \|", re.MULTILINE
)


# Their labels are what only the running service or the broker knows: the first series comes a
# moment late. Of the quotes a rule's series begins with its first quote.
BEGIN_LATER = {
    "wortlaut_consumer_group_committed_offset",
    "wortlaut_consumer_group_lag_seconds",
    "wortlaut_dependency_up",
    "wortlaut_kafka_commits_total",
    "wortlaut_kafka_consumer_assigned_partitions",
    "wortlaut_kafka_consumer_rebalances_total",
    "wortlaut_kafka_paused",
    "wortlaut_kafka_published_records_total",
    "wortlaut_quotes_extracted_total",
    "wortlaut_topic_end_offset",
    "wortlaut_topic_retention_seconds",
}


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
        "reason", "revision", "rule", "service", "stage", "state", "step", "table", "topic", "type",
        "version",
    }  # fmt: skip

    assert {label for metric in registered() for label in metric.labels} <= closed


def test_what_dashboards_ask_for_exists_before_the_first_event() -> None:
    """A panel of a new stack shows zero, not nothing."""
    asked_for = {
        name
        for asked in promql()
        for name in re.findall(r"(?<![\w:])(wortlaut_\w+)(?![\w:])", asked.query)
    }
    present = {
        sample.name
        for made in registries()
        for family in made.collect()
        for sample in family.samples
    }

    assert asked_for - {"wortlaut"} - present == BEGIN_LATER
