"""`python -m deploy.grafana` writes the dashboards that Grafana loads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from .fetcher import fetcher
from .flow import flow
from .kafka import kafka
from .newsroom import newsroom
from .panels import Json
from .parser import parser
from .store import store

FOLDER: Final = Path(__file__).parent / "dashboards"
DASHBOARDS: Final = {
    f"{made.__name__}.json": made for made in (flow, fetcher, parser, store, kafka, newsroom)
}


def as_text(dashboard: Json) -> str:
    return json.dumps(dashboard, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for name, made in DASHBOARDS.items():
        (FOLDER / name).write_text(as_text(made()), encoding="utf-8")
