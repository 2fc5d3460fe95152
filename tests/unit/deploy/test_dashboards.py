"""The committed dashboards are the generated ones, and a reader can use them."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import pytest

from deploy.grafana.__main__ import DASHBOARDS, FOLDER, as_text
from deploy.grafana.flow import flow
from deploy.grafana.panels import COLUMNS, Panel, Query, Row, laid_out

PANELS = [panel for panel in flow()["panels"] if panel["type"] != "row"]


def by_title(panel: dict[str, Any]) -> str:
    return str(panel["title"])


@pytest.mark.parametrize("name", DASHBOARDS)
def test_a_committed_dashboard_is_the_generated_one(name: str) -> None:
    """After a change: `python -m deploy.grafana`."""
    assert (FOLDER / name).read_text("utf-8") == as_text(DASHBOARDS[name]())


def test_no_dashboard_is_left_from_earlier() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(DASHBOARDS)


@pytest.mark.parametrize("panel", PANELS, ids=by_title)
def test_a_panel_says_what_it_shows(panel: dict[str, Any]) -> None:
    assert panel["title"]
    assert panel["description"].endswith(".")
    assert panel["fieldConfig"]["defaults"]["unit"]
    assert panel["targets"]


@pytest.mark.parametrize("panel", PANELS, ids=by_title)
def test_a_query_reads_our_services_through_the_variable(panel: dict[str, Any]) -> None:
    for target in [panel, *panel["targets"]]:
        assert target["datasource"]["uid"] == "${datasource}"
    for target in panel["targets"]:
        expr = target["expr"]
        assert 'job="wortlaut"' in expr or re.search(r"\w:wortlaut_|ALERTS|slo:", expr), expr


@pytest.mark.parametrize("panel", [p for p in PANELS if p["type"] == "timeseries"], ids=by_title)
def test_a_rate_over_time_leaves_its_window_to_grafana(panel: dict[str, Any]) -> None:
    for target in panel["targets"]:
        for window in re.findall(r"(?:rate|increase)\([^()]*\[([^\]]+)\]", target["expr"]):
            assert window == "$__rate_interval"


def test_panels_stand_inside_the_grid_and_not_on_each_other() -> None:
    places = [panel["gridPos"] for panel in flow()["panels"]]

    assert all(place["x"] + place["w"] <= COLUMNS for place in places)
    for one, other in combinations(places, 2):
        is_beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        is_above = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert is_beside or is_above, (one, other)


def test_numbers_of_panels_are_their_own() -> None:
    numbers = [panel["id"] for panel in flow()["panels"]]

    assert len(numbers) == len(set(numbers))


def test_a_panel_that_does_not_fit_begins_a_line() -> None:
    wide = Panel("a", "A.", [Query("up")], width=16, height=5)

    heading, first, second = laid_out([Row("r", [wide, wide])])

    assert (heading["gridPos"]["y"], first["gridPos"]["y"], second["gridPos"]["y"]) == (0, 1, 6)
    assert second["gridPos"]["x"] == 0
