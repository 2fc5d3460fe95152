"""The lag reporter, put together."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry

from services.runtime.health import Health
from services.runtime.metrics import RuntimeMetrics
from services.runtime.publisher import Publisher
from services.runtime.service import Resource, Service, make_broker
from services.runtime.settings import RuntimeSettings
from services.runtime.version import VERSION

from .cluster import Cluster
from .metrics import LagMetrics
from .reporter import Reporter
from .settings import LagSettings

NAME: Final = "lag"


def build(runtime: RuntimeSettings, settings: LagSettings) -> Service:
    registry = CollectorRegistry()
    metrics = RuntimeMetrics(registry, NAME, VERSION, runtime.revision)
    own = LagMetrics(registry)
    cluster = Cluster(runtime.bootstrap_servers, runtime.security)
    reporter = Reporter(cluster, settings, own, metrics)
    resources: list[Resource] = [cluster]
    return Service(
        name=NAME,
        settings=runtime,
        metrics=metrics,
        health=Health(metrics),
        publisher=Publisher(runtime, metrics),
        broker=make_broker(runtime, metrics),
        resources=resources,
        background=[reporter.watch],
    )
