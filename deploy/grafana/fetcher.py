"""The dashboard *Fetcher*: what is asked of the web, and how it answers."""

from __future__ import annotations

from typing import Final

from .dashboard import dashboard
from .panels import Json, Panel, Query, Row
from .promql import OURS, WINDOW, a_minute, quantile, rate

SOURCES: Final = Row(
    "Sources",
    (
        Panel(
            "Feeds by state",
            "All replicas share the feeds. A failing feed slows down and is never given up.",
            [Query(f"max by (state) (wortlaut_feeds{{{OURS}}})", "{{state}}")],
            "bargauge",
            width=6,
        ),
        Panel(
            "Entries of the feeds",
            "What the polls brought, a minute: new ones, seen ones, too old ones, invalid ones.",
            [Query(a_minute(rate("wortlaut_feed_entries_total", "outcome")), "{{outcome}}")],
            width=9,
            is_stacked=True,
        ),
        Panel(
            "Polls behind schedule",
            "How long after it was due a feed was polled.",
            [
                Query(quantile(0.5, "wortlaut_feed_schedule_delay_seconds"), "median"),
                Query(quantile(0.9, "wortlaut_feed_schedule_delay_seconds"), "90 %"),
            ],
            unit="s",
            width=9,
        ),
    ),
)

REQUESTS: Final = Row(
    "Requests",
    (
        Panel(
            "What became of them",
            "Requests by outcome, a minute.",
            [Query(a_minute(rate("wortlaut_fetches_total", "outcome")), "{{outcome}}")],
            width=12,
            is_stacked=True,
        ),
        Panel(
            "By kind",
            "Requests for feeds, articles and robots.txt, a minute.",
            [Query(a_minute(rate("wortlaut_fetches_total", "kind")), "{{kind}}")],
            width=12,
            is_stacked=True,
        ),
        Panel(
            "How long they take",
            "Redirects included, the slowest of twenty.",
            [Query(quantile(0.95, "wortlaut_fetch_duration_seconds", "kind"), "{{kind}}")],
            unit="s",
        ),
        Panel(
            "How large the answers are",
            "After unpacking, the largest of twenty.",
            [Query(quantile(0.95, "wortlaut_fetch_response_bytes", "kind"), "{{kind}}")],
            unit="bytes",
        ),
        Panel(
            "In flight",
            "Requests that wait for an answer now, by replica.",
            [Query(f"wortlaut_fetches_in_flight{{{OURS}}}", "{{instance}}")],
        ),
    ),
)

POLITENESS: Final = Row(
    "Politeness and freshness",
    (
        Panel(
            "Waits for a host's sake",
            "Why a host was not asked yet, a minute: its pace, its Retry-After, its "
            "crawl-delay, its errors.",
            [Query(a_minute(rate("wortlaut_host_throttles_total", "reason")), "{{reason}}")],
            width=12,
        ),
        Panel(
            "From publication to fetch",
            "By the time that the feed gives.",
            [
                Query(quantile(0.5, "wortlaut_article_publication_delay_seconds"), "median"),
                Query(quantile(0.9, "wortlaut_article_publication_delay_seconds"), "90 %"),
            ],
            unit="s",
            width=12,
        ),
        Panel(
            "Pages handed on",
            "Records that the broker acknowledged or refused, a second.",
            [
                Query(
                    "sum by (topic, outcome) (rate(wortlaut_kafka_published_records_total"
                    f'{{{OURS},service="fetcher"}}{WINDOW}))',
                    "{{topic}} {{outcome}}",
                )
            ],
            unit="cps",
            width=24,
        ),
    ),
)


def fetcher() -> Json:
    says = "What is asked of the web, how it answers, and how politely."
    return dashboard("Fetcher", says, (SOURCES, REQUESTS, POLITENESS))
