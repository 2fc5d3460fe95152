"""Grafana's panels, as little of them as we use: what to ask, how to show it, where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

Json: TypeAlias = dict[str, Any]
Kind: TypeAlias = Literal["stat", "timeseries", "bargauge", "table", "bars"]

COLUMNS: Final = 24

GREEN, YELLOW, RED, BLUE = "green", "yellow", "red", "blue"
ZERO_IS_GOOD: Final = ((None, GREEN), (1, RED))
ONE_IS_GOOD: Final = ((None, RED), (1, GREEN))
NEUTRAL: Final = ((None, BLUE),)

Steps: TypeAlias = Sequence[tuple[float | None, str]]


@dataclass(frozen=True, slots=True)
class Query:
    """PromQL and what to call each series of the answer."""

    expr: str
    legend: str = "__auto"


@dataclass(frozen=True, slots=True)
class Sql:
    """A statement for Postgres; `is_series` if its first column is the time."""

    statement: str
    is_series: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """`width` in columns of 24, `height` in Grafana's rows; `says` is the question it answers."""

    title: str
    says: str
    queries: Sequence[Query | Sql]
    kind: Kind = "timeseries"
    unit: str = "short"
    width: int = 8
    height: int = 7
    steps: Steps = NEUTRAL
    words: Sequence[tuple[int, str]] = ()
    largest: float | None = None
    is_stacked: bool = False
    link: tuple[str, str] | None = None  # the column that is a link, and the hidden one it opens
    widths: Sequence[tuple[str, int]] = ()  # of a table's columns, in pixels

    @property
    def is_instant(self) -> bool:
        return self.kind not in ("timeseries", "bars")

    @property
    def datasource(self) -> Json:
        asks_postgres = isinstance(self.queries[0], Sql)
        kind = "grafana-postgresql-datasource" if asks_postgres else "prometheus"
        return {"type": kind, "uid": "${postgres}" if asks_postgres else "${datasource}"}


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    panels: Sequence[Panel] = field(default_factory=tuple)


def laid_out(rows: Iterable[Row]) -> Iterator[Json]:
    """Panels from left to right, a new line when the next one does not fit."""
    y, number = 0, 0
    for row in rows:
        number += 1
        yield _heading(row.title, number, y)
        y += 1
        x, line_height = 0, 0
        for panel in row.panels:
            if x + panel.width > COLUMNS:
                x, y, line_height = 0, y + line_height, 0
            number += 1
            place = {"x": x, "y": y, "w": panel.width, "h": panel.height}
            yield _panel(panel, number, place)
            x, line_height = x + panel.width, max(line_height, panel.height)
        y += line_height


def _heading(title: str, number: int, y: int) -> Json:
    return {
        "id": number,
        "type": "row",
        "title": title,
        "collapsed": False,
        "gridPos": {"x": 0, "y": y, "w": COLUMNS, "h": 1},
        "panels": [],
    }


def _panel(panel: Panel, number: int, place: Json) -> Json:
    return {
        "id": number,
        "type": "timeseries" if panel.kind == "bars" else panel.kind,
        "title": panel.title,
        "description": panel.says,
        "datasource": panel.datasource,
        "gridPos": place,
        "fieldConfig": {"defaults": _defaults(panel), "overrides": list(_overrides(panel))},
        "options": _options(panel),
        "targets": [_target(q, chr(ord("A") + n), panel) for n, q in enumerate(panel.queries)],
    }


def _target(query: Query | Sql, letter: str, panel: Panel) -> Json:
    if isinstance(query, Sql):
        return {
            "refId": letter,
            "datasource": panel.datasource,
            "editorMode": "code",
            "rawQuery": True,
            "rawSql": query.statement,
            "format": "time_series" if query.is_series else "table",
        }
    return {
        "refId": letter,
        "datasource": panel.datasource,
        "expr": query.expr,
        "legendFormat": query.legend,
        "instant": panel.is_instant,
        "range": not panel.is_instant,
    }


def _defaults(panel: Panel) -> Json:
    steps = [{"value": value, "color": color} for value, color in panel.steps]
    defaults: Json = {
        "unit": panel.unit,
        "min": 0,
        "thresholds": {"mode": "absolute", "steps": steps},
        "color": {"mode": "thresholds" if panel.is_instant else "palette-classic"},
    }
    if panel.largest is not None:
        defaults["max"] = panel.largest
    if panel.words:
        options = {str(value): {"text": word} for value, word in panel.words}
        defaults["mappings"] = [{"type": "value", "options": options}]
    if not panel.is_instant:
        defaults["custom"] = _bars() if panel.kind == "bars" else _lines(panel)
    if panel.kind == "table":
        defaults["custom"] = {"align": "auto", "cellOptions": {"type": "auto", "wrapText": True}}
        del defaults["min"]
    return defaults


def _lines(panel: Panel) -> Json:
    return {
        "drawStyle": "line",
        "lineWidth": 1,
        "fillOpacity": 25 if panel.is_stacked else 8,
        "showPoints": "never",
        "stacking": {"mode": "normal" if panel.is_stacked else "none", "group": "A"},
    }


def _bars() -> Json:
    return {
        "drawStyle": "bars",
        "lineWidth": 0,
        "fillOpacity": 80,
        "showPoints": "never",
        "stacking": {"mode": "normal", "group": "A"},
    }


def _overrides(panel: Panel) -> Iterator[Json]:
    for column, pixels in panel.widths:
        yield _override(column, "custom.width", pixels)
    if panel.link is not None:
        shown, target = panel.link
        to = {
            "title": "Open the article at this place",
            "url": f"${{__data.fields.{target}:raw}}",
            "targetBlank": True,
        }
        yield _override(shown, "links", [to])
        yield _override(target, "custom.hidden", value=True)


def _override(column: str, name: str, value: Any) -> Json:
    return {
        "matcher": {"id": "byName", "options": column},
        "properties": [{"id": name, "value": value}],
    }


def _options(panel: Panel) -> Json:
    """Rows of Postgres are shown one by one, series of Prometheus by their last value."""
    options = _OPTIONS[panel.kind]
    if panel.kind == "bargauge" and isinstance(panel.queries[0], Sql):
        return {**options, "reduceOptions": {**_REDUCED, "values": True}}
    return options


_REDUCED: Final[Json] = {"calcs": ["lastNotNull"], "fields": "", "values": False}
_OVER_TIME: Final[Json] = {
    "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []},
    "tooltip": {"mode": "multi", "sort": "desc"},
}
_OPTIONS: Final[dict[Kind, Json]] = {
    "stat": {
        "reduceOptions": _REDUCED,
        "colorMode": "value",
        "graphMode": "none",
        "textMode": "auto",
    },
    "bargauge": {
        "reduceOptions": _REDUCED,
        "displayMode": "basic",
        "orientation": "horizontal",
        "showUnfilled": True,
    },
    "timeseries": _OVER_TIME,
    "bars": _OVER_TIME,
    "table": {"showHeader": True, "cellHeight": "sm"},
}
