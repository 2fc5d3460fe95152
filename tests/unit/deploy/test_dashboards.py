"""The committed dashboards are the generated ones, and a reader can use them."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from deploy.grafana.__main__ import DASHBOARDS, FOLDER, as_text
from deploy.grafana.panels import COLUMNS, Panel, Query, Row, laid_out

MADE = {name: made() for name, made in DASHBOARDS.items()}
PANELS = {
    f"{board['title']}: {panel['title']}": panel
    for board in MADE.values()
    for panel in board["panels"]
    if panel["type"] != "row"
}
ASKING_PROMETHEUS = [name for name, panel in PANELS.items() if "expr" in panel["targets"][0]]
ASKING_POSTGRES = sorted(PANELS.keys() - set(ASKING_PROMETHEUS))


@pytest.mark.parametrize("name", DASHBOARDS)
def test_a_committed_dashboard_is_the_generated_one(name: str) -> None:
    """After a change: `python -m deploy.grafana`."""
    assert (FOLDER / name).read_text("utf-8") == as_text(DASHBOARDS[name]())


def test_no_dashboard_is_left_from_earlier() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(DASHBOARDS)


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_says_what_it_shows(name: str) -> None:
    panel = PANELS[name]

    assert panel["title"]
    assert panel["description"].endswith(".")
    assert panel["fieldConfig"]["defaults"]["unit"]
    assert panel["targets"]


@pytest.mark.parametrize("name", ASKING_PROMETHEUS)
def test_a_query_reads_our_services_through_the_variable(name: str) -> None:
    panel = PANELS[name]

    for target in [panel, *panel["targets"]]:
        assert target["datasource"]["uid"] == "${datasource}"
    for target in panel["targets"]:
        expr = target["expr"]
        assert 'job="wortlaut"' in expr or re.search(r"\w:wortlaut_|ALERTS|slo:", expr), expr


@pytest.mark.parametrize("name", ASKING_POSTGRES)
def test_a_statement_reads_the_chosen_time_through_the_variable(name: str) -> None:
    for target in PANELS[name]["targets"]:
        assert target["datasource"]["uid"] == "${postgres}"
        assert "$__timeFilter(" in target["rawSql"]
        assert target["rawQuery"]


def test_a_link_of_a_table_opens_a_column_that_is_asked_for() -> None:
    quotes = PANELS["Newsroom: Latest quotes"]
    (to,) = (
        o["properties"][0]["value"][0]["url"]
        for o in quotes["fieldConfig"]["overrides"]
        if o["properties"][0]["id"] == "links"
    )

    assert to == "${__data.fields.link:raw}"
    assert 'AS "link"' in quotes["targets"][0]["rawSql"]


@pytest.mark.parametrize(
    "name", [name for name in ASKING_PROMETHEUS if PANELS[name]["type"] == "timeseries"]
)
def test_a_rate_over_time_leaves_its_window_to_grafana(name: str) -> None:
    for target in PANELS[name]["targets"]:
        for window in re.findall(r"(?:rate|increase)\([^()]*\[([^\]]+)\]", target["expr"]):
            assert window == "$__rate_interval"


@pytest.mark.parametrize("name", DASHBOARDS)
def test_panels_stand_inside_the_grid_and_not_on_each_other(name: str) -> None:
    places = [panel["gridPos"] for panel in MADE[name]["panels"]]

    assert all(place["x"] + place["w"] <= COLUMNS for place in places)
    for one, other in combinations(places, 2):
        is_beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        is_above = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert is_beside or is_above, (one, other)


@pytest.mark.parametrize("name", DASHBOARDS)
def test_numbers_of_panels_are_their_own(name: str) -> None:
    numbers = [panel["id"] for panel in MADE[name]["panels"]]

    assert len(numbers) == len(set(numbers))


def test_a_panel_that_does_not_fit_begins_a_line() -> None:
    wide = Panel("a", "A.", [Query("up")], width=16, height=5)

    heading, first, second = laid_out([Row("r", [wide, wide])])

    assert (heading["gridPos"]["y"], first["gridPos"]["y"], second["gridPos"]["y"]) == (0, 1, 6)
    assert second["gridPos"]["x"] == 0
