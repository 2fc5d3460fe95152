"""The fetcher's own metrics; every label value exists before its first event."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from .model import FATES, FEED_STATES
from .outcomes import KINDS, OUTCOMES

ENTRY_OUTCOMES: Final = ("new", "seen", "stale", "invalid")
THROTTLES: Final = ("rate", "retry_after", "robots", "backoff")
_DURATIONS: Final = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_SIZES: Final = tuple(4**n for n in range(5, 13))
_SCHEDULE: Final = (1, 5, 15, 60, 300, 900, 3600)
_PUBLICATION: Final = (60, 300, 900, 3600, 6 * 3600, 24 * 3600)


class FetcherMetrics:
    """What every request counts is bound to its labels once: looking them up costs as much."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._count_requests(registry)
        self._count_feeds(registry)

    def _count_requests(self, registry: CollectorRegistry) -> None:
        self.fetches = Counter(
            "wortlaut_fetches_total",
            "Requests by what became of them.",
            ("kind", "outcome"),
            registry=registry,
        )
        self.duration = Histogram(
            "wortlaut_fetch_duration_seconds",
            "From the first byte asked to the last received, redirects included.",
            ("kind",),
            buckets=_DURATIONS,
            registry=registry,
        )
        self.size = Histogram(
            "wortlaut_fetch_response_bytes",
            "Bodies after unpacking.",
            ("kind",),
            buckets=_SIZES,
            registry=registry,
        )
        self.in_flight = Gauge("wortlaut_fetches_in_flight", "Requests now.", registry=registry)
        """Asked at each scrape; `tools_of` says whom."""
        self.throttles = Counter(
            "wortlaut_host_throttles_total",
            "Waits for a host's sake: its pace, its Retry-After, its crawl-delay, its silence.",
            ("reason",),
            registry=registry,
        )
        self.overrides = Counter(
            "wortlaut_reservations_overridden_total",
            "Pages published against a reservation, as the settings of their source say.",
            registry=registry,
        )
        self.fates = Counter(
            "wortlaut_page_fates_total",
            "What the parser made of pages, as the fetcher hears of it.",
            ("outcome",),
            registry=registry,
        )
        self.repairs = Counter(
            "wortlaut_page_repairs_total",
            "Pages fetched again because nothing was heard of them.",
            registry=registry,
        )
        for became in FATES:
            self.fates.labels(became)
        self.durations = {kind: self.duration.labels(kind) for kind in KINDS}
        self.sizes = {kind: self.size.labels(kind) for kind in KINDS}
        self.fetched = {(k, o): self.fetches.labels(k, o) for k in KINDS for o in OUTCOMES}
        for reason in THROTTLES:
            self.throttles.labels(reason)

    def _count_feeds(self, registry: CollectorRegistry) -> None:
        self.feeds = Gauge(
            "wortlaut_feeds", "Feeds by state, of all replicas.", ("state",), registry=registry
        )
        self.entries = Counter(
            "wortlaut_feed_entries_total",
            "Entries seen in feeds.",
            ("outcome",),
            registry=registry,
        )
        self.schedule_delay = Histogram(
            "wortlaut_feed_schedule_delay_seconds",
            "How long after it was due a feed was polled.",
            buckets=_SCHEDULE,
            registry=registry,
        )
        self.publication_delay = Histogram(
            "wortlaut_article_publication_delay_seconds",
            "From published_at, as the feed says, to the first fetch.",
            buckets=_PUBLICATION,
            registry=registry,
        )
        for state in FEED_STATES:
            self.feeds.labels(state)
        for outcome in ENTRY_OUTCOMES:
            self.entries.labels(outcome)
