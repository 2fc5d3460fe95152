"""Is it running, is it late, and what does it need?"""

from __future__ import annotations

from typing import Final

from .panels import GREEN, ONE_IS_GOOD, RED, YELLOW, ZERO_IS_GOOD, Panel, Query, Row
from .promql import OURS, WINDOW, a_minute, quantile

RUNNING: Final = Row(
    "Is it running?",
    (
        Panel(
            "Replicas that answer",
            "Each service should have at least one.",
            [Query("service:wortlaut_up:sum", "{{service}}")],
            "stat",
            steps=ONE_IS_GOOD,
            width=6,
            height=4,
        ),
        Panel(
            "What they depend on",
            "Whether Kafka and Postgres answered the last check, by service.",
            [
                Query(
                    f"min by (service, component) (wortlaut_dependency_up{{{OURS}}})",
                    "{{service}} → {{component}}",
                )
            ],
            "stat",
            steps=ONE_IS_GOOD,
            words=((0, "away"), (1, "there")),
            width=10,
            height=4,
        ),
        Panel(
            "Alerts",
            "Alerts that fire now; docs/operations.md has an entry for each.",
            [Query('count(ALERTS{alertstate="firing",severity!="none"}) or vector(0)', "firing")],
            "stat",
            steps=ZERO_IS_GOOD,
            width=4,
            height=4,
        ),
        Panel(
            "Starts",
            "Process starts within the last hour; a new deployment is one of each.",
            [
                Query(
                    f"sum(changes(process_start_time_seconds{{{OURS}}}[1h]))",
                    "restarts",
                )
            ],
            "stat",
            steps=((None, GREEN), (3, YELLOW), (6, RED)),
            width=4,
            height=4,
        ),
        Panel(
            "Through the stream",
            "Pages fetched, pages parsed and articles stored, a minute. They should follow each "
            "other.",
            [
                Query(
                    a_minute(
                        f"sum(rate(wortlaut_fetches_total{{{OURS},"
                        f'kind="article",outcome="ok"}}{WINDOW}))'
                    ),
                    "fetched",
                ),
                Query(a_minute(f"sum(rate(wortlaut_parses_total{{{OURS}}}{WINDOW}))"), "parsed"),
                Query(
                    a_minute(
                        f"sum(rate(wortlaut_store_rows_total{{{OURS},"
                        f'table="revisions",outcome="inserted"}}{WINDOW}))'
                    ),
                    "stored",
                ),
            ],
            width=12,
        ),
        Panel(
            "Stored since the store started",
            "New rows by table, since the last start.",
            [
                Query(
                    f"sum by (table) (wortlaut_store_rows_total{{{OURS},"
                    'outcome="inserted",table=~"revisions|quotes|claims|outcomes"})',
                    "{{table}}",
                )
            ],
            "bargauge",
            width=6,
        ),
        Panel(
            "Feeds",
            "Feeds by state. A failing feed slows down and is never given up.",
            [Query(f"max by (state) (wortlaut_feeds{{{OURS}}})", "{{state}}")],
            "bargauge",
            width=6,
        ),
    ),
)

LATE: Final = Row(
    "Is it late?",
    (
        Panel(
            "Stored within a minute",
            "Share of the new articles that were a row at most 60 s after their fetch. "
            "The objective is 99 %. Of the last hour; 100 % when there were none.",
            [
                Query(
                    "1 - (slo:wortlaut_freshness_errors:ratio_rate1h >= 0 or vector(0))",
                    "in time",
                )
            ],
            "stat",
            unit="percentunit",
            steps=((None, RED), (0.95, YELLOW), (0.99, GREEN)),
            width=4,
        ),
        Panel(
            "From fetch to row",
            "How long a new article takes through all three services.",
            [
                Query(quantile(0.5, "wortlaut_article_end_to_end_seconds"), "median"),
                Query(quantile(0.95, "wortlaut_article_end_to_end_seconds"), "95 %"),
            ],
            unit="s",
            width=10,
        ),
        Panel(
            "Records that wait",
            "Records not read yet, of the partitions in hand, by group. It should return to zero.",
            [
                Query(
                    "sum by (group) (group_topic:wortlaut_consumer_group_lag_records:sum)",
                    "{{group}}",
                )
            ],
            width=10,
        ),
        Panel(
            "Age of an event when handled",
            "From the page's fetch to the end of a stage, the slowest of twenty.",
            [Query(quantile(0.95, "wortlaut_event_age_seconds", "stage"), "{{stage}}")],
            unit="s",
        ),
        Panel(
            "Polls behind schedule",
            "How long after it was due a feed was polled, the slowest of ten.",
            [Query(quantile(0.9, "wortlaut_feed_schedule_delay_seconds"), "late")],
            unit="s",
        ),
        Panel(
            "Event loops",
            "How late a service's event loop wakes, the slowest of a hundred. Above half a second "
            "something computes where it should not.",
            [Query(quantile(0.99, "wortlaut_event_loop_lag_seconds", "service"), "{{service}}")],
            unit="s",
        ),
    ),
)

RESOURCES: Final = Row(
    "What does it need?",
    (
        Panel(
            "Memory",
            "Resident memory of the service's own process; the parser's workers are not in it.",
            [Query(f"process_resident_memory_bytes{{{OURS}}}", "{{service}} {{instance}}")],
            unit="bytes",
        ),
        Panel(
            "Processor",
            "Cores in use by the service's own process.",
            [
                Query(
                    f"rate(process_cpu_seconds_total{{{OURS}}}{WINDOW})", "{{service}} {{instance}}"
                )
            ],
            unit="none",
        ),
        Panel(
            "A transaction",
            "Time from begin to commit or rollback, the slowest of twenty.",
            [
                Query(
                    quantile(0.95, "wortlaut_db_transaction_duration_seconds", "outcome"),
                    "{{outcome}}",
                )
            ],
            unit="s",
        ),
    ),
)
