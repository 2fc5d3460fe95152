from __future__ import annotations

from typing import get_args

from prometheus_client import CollectorRegistry

from services.fetcher.metrics import FetcherMetrics
from services.fetcher.outcomes import Kind, Outcome

CATALOGUE = {
    "wortlaut_fetches",
    "wortlaut_fetch_duration_seconds",
    "wortlaut_fetch_response_bytes",
    "wortlaut_fetches_in_flight",
    "wortlaut_feeds",
    "wortlaut_feed_entries",
    "wortlaut_feed_schedule_delay_seconds",
    "wortlaut_host_throttles",
    "wortlaut_reservations_overridden",
    "wortlaut_page_fates",
    "wortlaut_page_repairs",
    "wortlaut_article_publication_delay_seconds",
}


def test_the_metrics_are_those_of_the_catalogue() -> None:
    registry = CollectorRegistry()
    FetcherMetrics(registry)

    assert {family.name for family in registry.collect()} == CATALOGUE


def test_every_label_value_exists_before_its_first_event() -> None:
    registry = CollectorRegistry()
    FetcherMetrics(registry)

    for kind in get_args(Kind):
        for outcome in get_args(Outcome):
            labels = {"kind": kind, "outcome": outcome}
            assert registry.get_sample_value("wortlaut_fetches_total", labels) == 0


def test_two_fetchers_in_one_process_do_not_collide() -> None:
    FetcherMetrics(CollectorRegistry())
    FetcherMetrics(CollectorRegistry())
