"""The parser's own metrics."""

from __future__ import annotations

from typing import Final, get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from schemas import RejectionReason

from .extraction import model
from .parsing import Field, Parsed

OUTCOMES: Final = ("ok", "unchanged", *get_args(RejectionReason), "error")
STEPS: Final = ("extract", "statements")
_DURATIONS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_CHARS: Final = (100, 500, 1000, 2000, 5000, 10_000, 50_000)


class ParserMetrics:
    def __init__(self, registry: CollectorRegistry) -> None:
        self.parses = Counter(
            "wortlaut_parses_total", "Pages by outcome.", ("outcome",), registry=registry
        )
        self.duration = Histogram(
            "wortlaut_parse_duration_seconds",
            "Time in a worker, by step.",
            ("step",),
            buckets=_DURATIONS,
            registry=registry,
        )
        self.missing = Counter(
            "wortlaut_parse_fields_missing_total",
            "Articles that lack a field.",
            ("field",),
            registry=registry,
        )
        self.text_chars = Histogram(
            "wortlaut_article_text_chars",
            "Length of article texts in code points.",
            buckets=_CHARS,
            registry=registry,
        )
        self.workers_busy = Gauge(
            "wortlaut_parse_workers_busy", "Workers with a page in hand.", registry=registry
        )
        self.quotes = Counter(
            "wortlaut_quotes_extracted_total",
            "Quotes by type and rule.",
            ("type", "rule"),
            registry=registry,
        )
        self.claims = Counter(
            "wortlaut_claims_extracted_total",
            "Claims by attribution.",
            ("attribution",),
            registry=registry,
        )
        self._expect()

    def _expect(self) -> None:
        for outcome in OUTCOMES:
            self.parses.labels(outcome)
        for step in STEPS:
            self.duration.labels(step)
        for field in get_args(Field):
            self.missing.labels(field)
        for attribution in get_args(model.Attribution):
            self.claims.labels(attribution)

    def count(self, parsed: Parsed) -> None:
        self.parses.labels(parsed.outcome).inc()
        for step, seconds in parsed.seconds.items():
            self.duration.labels(step).observe(seconds)
        for field in parsed.missing:
            self.missing.labels(field).inc()
        if parsed.text_chars:
            self.text_chars.observe(parsed.text_chars)
        for (kind, rule), number in parsed.quotes.items():
            self.quotes.labels(kind, rule).inc(number)
        for attribution, number in parsed.claims.items():
            self.claims.labels(attribution).inc(number)
