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
PROVISIONED = re.findall(
    r"uid: (\w+)", (FOLDER.parent / "provisioning/datasources/wortlaut.yml").read_text("utf-8")
)
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


# What follows, and most above, are the rules of Grafana's dashboard-linter. One does not hold here:
# it wants the job behind a variable. Ours has one name, which rules and alerts read too.


@pytest.mark.parametrize("name", DASHBOARDS)
def test_nobody_edits_what_is_generated(name: str) -> None:
    assert MADE[name]["editable"] is False


@pytest.mark.parametrize("name", DASHBOARDS)
def test_data_sources_are_variables_with_a_name_and_a_default(name: str) -> None:
    kinds = {"datasource": "prometheus", "postgres": "grafana-postgresql-datasource"}
    variables = MADE[name]["templating"]["list"]

    used = set(re.findall(r"\$\{(datasource|postgres)\}", as_text(MADE[name])))
    assert {variable["name"] for variable in variables} == used
    for variable in variables:
        assert variable["type"] == "datasource"
        assert variable["query"] == kinds[variable["name"]]
        assert variable["label"]
        assert variable["current"]["value"] in PROVISIONED


@pytest.mark.parametrize("name", PANELS)
def test_a_unit_is_one_that_grafana_knows(name: str) -> None:
    known = {"short", "none", "s", "bytes", "cps", "percentunit"}

    assert PANELS[name]["fieldConfig"]["defaults"]["unit"] in known


@pytest.mark.parametrize("name", ASKING_PROMETHEUS)
def test_a_unit_is_that_of_the_metric(name: str) -> None:
    """Seconds and bytes are shown as such, unless they are compared or counted."""
    panel = PANELS[name]
    unit = panel["fieldConfig"]["defaults"]["unit"]

    for target in panel["targets"]:
        if "histogram_quantile" in target["expr"] and "_seconds_bucket" in target["expr"]:
            assert unit == "s"
        if re.match(r"(?:max|sum)?[^/]*_bytes\{[^/]*$", target["expr"]):
            assert unit == "bytes"


@pytest.mark.parametrize("name", ASKING_PROMETHEUS)
def test_a_counter_over_time_is_a_rate_or_part_of_a_ratio(name: str) -> None:
    panel = PANELS[name]
    for target in panel["targets"] if panel["type"] == "timeseries" else ():
        bare = re.sub(r"(?:rate|increase|changes)\([^()]*\)", "", target["expr"])
        assert not re.search(r"\w_total\b", bare) or " / (sum(" in bare, target["expr"]


@pytest.mark.parametrize("name", ASKING_PROMETHEUS)
def test_a_target_has_a_letter_and_parentheses_in_pairs(name: str) -> None:
    targets = PANELS[name]["targets"]

    assert len({target["refId"] for target in targets}) == len(targets)
    for target in targets:
        for opening, closing in ("()", "{}", "[]"):
            assert target["expr"].count(opening) == target["expr"].count(closing)


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
