"""The dashboard *Flow*: is it running, is it late, is it losing, is it good."""

from __future__ import annotations

from typing import Final

from .dashboard import dashboard
from .flow_losing import GOOD, LOSING
from .flow_running import LATE, RESOURCES, RUNNING
from .panels import Json

ROWS: Final = (RUNNING, LATE, LOSING, GOOD, RESOURCES)


def flow() -> Json:
    says = "Wortlaut: is it running, is it late, is it losing, is it good."
    return dashboard("Flow", says, ROWS)
