"""Grafana's panels, as little of them as we use: what to ask, how to show it, where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

Json: TypeAlias = dict[str, Any]
Kind: TypeAlias = Literal["stat", "timeseries", "bargauge"]

COLUMNS: Final = 24
DATASOURCE: Final = {"type": "prometheus", "uid": "${datasource}"}

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
class Panel:
    """`width` in columns of 24, `height` in Grafana's rows; `says` is the question it answers."""

    title: str
    says: str
    queries: Sequence[Query]
    kind: Kind = "timeseries"
    unit: str = "short"
    width: int = 8
    height: int = 7
    steps: Steps = NEUTRAL
    words: Sequence[tuple[int, str]] = ()
    largest: float | None = None
    is_stacked: bool = False

    @property
    def is_instant(self) -> bool:
        return self.kind != "timeseries"


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
        "type": panel.kind,
        "title": panel.title,
        "description": panel.says,
        "datasource": DATASOURCE,
        "gridPos": place,
        "fieldConfig": {"defaults": _defaults(panel), "overrides": []},
        "options": _OPTIONS[panel.kind],
        "targets": [_target(q, chr(ord("A") + n), panel) for n, q in enumerate(panel.queries)],
    }


def _target(query: Query, letter: str, panel: Panel) -> Json:
    return {
        "refId": letter,
        "datasource": DATASOURCE,
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
        defaults["custom"] = _lines(is_stacked=panel.is_stacked)
    return defaults


def _lines(*, is_stacked: bool) -> Json:
    return {
        "drawStyle": "line",
        "lineWidth": 1,
        "fillOpacity": 25 if is_stacked else 8,
        "showPoints": "never",
        "stacking": {"mode": "normal" if is_stacked else "none", "group": "A"},
    }


_REDUCED: Final = {"calcs": ["lastNotNull"], "fields": "", "values": False}
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
    "timeseries": {
        "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []},
        "tooltip": {"mode": "multi", "sort": "desc"},
    },
}
