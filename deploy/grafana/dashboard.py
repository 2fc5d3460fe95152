"""A dashboard: rows of panels under a name, read-only, its data sources behind variables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .panels import Json, Row, laid_out

PROMETHEUS: Final = ("datasource", "Prometheus", "prometheus", "prometheus")
POSTGRES: Final = ("postgres", "Postgres", "grafana-postgresql-datasource", "postgres")


def dashboard(
    name: str,
    says: str,
    rows: Iterable[Row],
    *,
    sources: Iterable[tuple[str, str, str, str]] = (PROMETHEUS,),
    since: str = "now-1h",
    refresh: str = "10s",
) -> Json:
    """`name` is its title and, in small letters, its place: /d/wortlaut-<name>."""
    return {
        "uid": f"wortlaut-{name.lower()}",
        "title": name,
        "description": says,
        "tags": ["wortlaut"],
        "schemaVersion": 41,
        "editable": False,
        "graphTooltip": 1,
        "refresh": refresh,
        "time": {"from": since, "to": "now"},
        "timezone": "browser",
        "links": [_to_the_others()],
        "templating": {"list": [_variable(*source) for source in sources]},
        "panels": list(laid_out(rows)),
    }


def _to_the_others() -> Json:
    return {
        "type": "dashboards",
        "title": "Wortlaut",
        "icon": "external link",
        "tooltip": "",
        "tags": ["wortlaut"],
        "asDropdown": False,
        "includeVars": False,
        "keepTime": True,
        "targetBlank": False,
    }


def _variable(name: str, label: str, kind: str, uid: str) -> Json:
    return {
        "name": name,
        "label": label,
        "type": "datasource",
        "query": kind,
        "current": {"text": label, "value": uid},
    }
