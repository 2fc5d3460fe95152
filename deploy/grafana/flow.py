"""The dashboard *Flow*: is it running, is it late, is it losing, is it good."""

from __future__ import annotations

from typing import Final

from .flow_losing import GOOD, LOSING
from .flow_running import LATE, RESOURCES, RUNNING
from .panels import Json, laid_out

ROWS: Final = (RUNNING, LATE, LOSING, GOOD, RESOURCES)


def flow() -> Json:
    return {
        "uid": "wortlaut-flow",
        "title": "Flow",
        "description": "Wortlaut: is it running, is it late, is it losing, is it good.",
        "tags": ["wortlaut"],
        "schemaVersion": 41,
        "editable": False,
        "graphTooltip": 1,
        "refresh": "10s",
        "time": {"from": "now-1h", "to": "now"},
        "timezone": "browser",
        "templating": {
            "list": [
                {
                    "name": "datasource",
                    "label": "Data source",
                    "type": "datasource",
                    "query": "prometheus",
                    "current": {"text": "Prometheus", "value": "prometheus"},
                }
            ]
        },
        "panels": list(laid_out(ROWS)),
    }
