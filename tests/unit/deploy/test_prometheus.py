"""Rules and dashboards ask for what the services have; every alert says what to do."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support.metrics import label_values, registered

ROOT = Path(__file__).parents[3]
RULES = (ROOT / "deploy/prometheus/rules.yml").read_text("utf-8")
RULES_TEST = (ROOT / "deploy/prometheus/rules.test.yml").read_text("utf-8")
OPERATIONS = (ROOT / "docs/operations.md").read_text("utf-8")
DASHBOARDS = sorted((ROOT / "deploy/grafana/dashboards").glob("*.json"))

ALERTS = re.findall(r"- alert: (\w+)", RULES)
RECORDED = set(re.findall(r"- record: (\S+)", RULES))
SERIES = re.compile(r"(?<![\w:])(wortlaut_\w+)(?![\w:])(?:\{([^}]*)\})?")
MATCHER = re.compile(r'(\w+)(=~|!~|!=|=)"([^"]*)"')
OF_PROMETHEUS = {"job", "service", "instance", "le"}


def queries() -> list[str]:
    boards = [json.loads(file.read_text("utf-8")) for file in DASHBOARDS]
    targets = [t for b in boards for panel in b["panels"] for t in panel.get("targets", ())]
    return [RULES, *(target["expr"] for target in targets if "expr" in target)]


def asked() -> list[tuple[str, str]]:
    """Series and matchers, as rules and dashboards write them; job names are no series."""
    return [
        (name, matchers)
        for query in queries()
        for name, matchers in SERIES.findall(re.sub(r'"wortlaut[^"]*"', '""', query))
        if "wortlaut-" not in name
    ]


def test_rules_and_dashboards_ask_for_series_that_exist() -> None:
    known = {series for metric in registered() for series in metric.series}

    assert asked()
    assert {name for name, _ in asked()} <= known


def test_recorded_series_that_are_asked_for_are_recorded() -> None:
    wanted = {
        name for query in queries() for name in re.findall(r"\b[a-z_]+:wortlaut[\w:]+", query)
    }

    assert wanted
    assert wanted <= RECORDED


def test_matchers_name_labels_and_values_that_exist() -> None:
    labels = {series: set(m.labels) for m in registered() for series in m.series}
    values = label_values()

    for series, matchers in asked():
        for label, operator, wanted in MATCHER.findall(matchers):
            if label in OF_PROMETHEUS:
                continue
            assert label in labels[series], f"{series} has no label {label}"
            existing = values.get((series, label))
            if existing is not None and operator in {"=", "=~"}:
                missing = set(wanted.split("|")) - existing
                assert not missing, f"{series}: {label} is never {missing}"


def test_an_alert_has_a_severity_and_words() -> None:
    blocks = re.split(r"(?=      - alert: )", RULES)[1:]

    for block in blocks:
        assert re.search(r"severity: (critical|warning|\"none\")", block), block
        assert "summary:" in block, block
        assert "description:" in block, block


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_has_an_entry_in_the_runbook(alert: str) -> None:
    assert f"runbook_url: docs/operations.md#{alert.lower()}\n" in RULES
    assert f"\n### {alert}\n" in OPERATIONS


def test_the_runbook_has_no_entry_without_an_alert() -> None:
    assert set(re.findall(r"^### (Wortlaut\w+|Watchdog)$", OPERATIONS, re.MULTILINE)) == set(ALERTS)


def test_every_alert_is_tested_firing_and_still() -> None:
    tested = re.findall(r"alertname: (\w+)(?: *#.*)?\n( *exp_alerts:)?", RULES_TEST)

    assert {name for name, expected in tested if expected} == set(ALERTS)
    assert {name for name, expected in tested if not expected} == set(ALERTS) - {"Watchdog"}
