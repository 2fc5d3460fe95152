from __future__ import annotations

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client import Histogram as Usual

from services.runtime.histogram import Histogram

BUCKETS = (0.1, 1, 3600)


def test_many_at_once_are_what_they_are_one_by_one() -> None:
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    many = Histogram("ages_seconds", "Ages.", ("stage", "store"), BUCKETS, ours)
    single = Usual("ages_seconds", "Ages.", ("stage",), buckets=BUCKETS, registry=theirs)

    for age, times in ((0.0, 3), (0.1, 2), (0.5, 1), (3600, 4), (5000, 2)):
        many.observe(age, times)
        for _ in range(times):
            single.labels("store").observe(age)

    assert _told(ours) == _told(theirs)


def _told(registry: CollectorRegistry) -> list[str]:
    lines = generate_latest(registry).decode().splitlines()
    return [line for line in lines if "_created" not in line]
