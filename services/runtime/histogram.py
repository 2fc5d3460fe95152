"""A histogram that takes many equal observations at once.

All statements of an article have one age, and prometheus_client's would be told it for each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from prometheus_client import CollectorRegistry
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.registry import Collector


class Histogram(Collector):
    """For one value of its one label. Described under the names that prometheus_client's use."""

    _type = "histogram"

    def __init__(
        self,
        name: str,
        documentation: str,
        labels: tuple[str, str],
        buckets: Sequence[float],
        registry: CollectorRegistry,
    ) -> None:
        self._name = name
        self._documentation = documentation
        label, self._value = labels
        self._labelnames = (label,)
        self._bounds = tuple(map(float, buckets))
        self._counts = [0] * (len(buckets) + 1)
        self._sum = 0.0
        registry.register(self)

    def observe(self, amount: float, times: int = 1) -> None:
        self._counts[bisect_left(self._bounds, amount)] += times
        self._sum += amount * times

    def collect(self) -> Iterator[HistogramMetricFamily]:
        family = HistogramMetricFamily(self._name, self._documentation, labels=self._labelnames)
        names = [*map(str, self._bounds), "+Inf"]
        counts = map(float, accumulate(self._counts))
        family.add_metric([self._value], list(zip(names, counts, strict=True)), self._sum)
        yield family
