"""What the services register, without running one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from prometheus_client import CollectorRegistry

from services.fetcher.metrics import FetcherMetrics
from services.parser.metrics import ParserMetrics
from services.runtime.lag.metrics import LagMetrics
from services.runtime.metrics import RuntimeMetrics
from services.store.metrics import StoreMetrics

SERVICES = ("fetcher", "parser", "store", "lag")
OWN = (FetcherMetrics, ParserMetrics, StoreMetrics, LagMetrics)


@dataclass(frozen=True, slots=True)
class Metric:
    name: str
    kind: str
    labels: tuple[str, ...]

    @property
    def series(self) -> frozenset[str]:
        """The names under which Prometheus knows it."""
        if self.kind != "histogram":
            return frozenset({self.name})
        return frozenset(f"{self.name}_{part}" for part in ("bucket", "sum", "count"))


def registries() -> list[CollectorRegistry]:
    """One a service, as each has it before its first event."""
    made = []
    for service in SERVICES:
        registry = CollectorRegistry()
        RuntimeMetrics(registry, service, "0")
        made.append(registry)
    for own, registry in zip(OWN, made, strict=True):
        own(registry)
    return made


def registered() -> frozenset[Metric]:
    return frozenset(
        _metric(collector)
        for registry in registries()
        for collector in registry._collector_to_names
        if getattr(collector, "_name", "").startswith("wortlaut_")
    )


def _metric(collector: Any) -> Metric:
    kind = collector._type
    name = f"{collector._name}_total" if kind == "counter" else collector._name
    return Metric(name, kind, tuple(collector._labelnames))


def label_values() -> dict[tuple[str, str], frozenset[str]]:
    """By series and label: the values that exist before the first event."""
    found: dict[tuple[str, str], set[str]] = {}
    for registry in registries():
        for family in registry.collect():
            for sample in family.samples:
                for label, value in sample.labels.items():
                    found.setdefault((sample.name, label), set()).add(value)
    return {place: frozenset(values) for place, values in found.items()}
