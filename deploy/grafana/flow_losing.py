"""Is it losing, and is it good?"""

from __future__ import annotations

from typing import Final

from .panels import ZERO_IS_GOOD, Panel, Query, Row
from .promql import OURS, WINDOW, a_minute, an_article, quantile, rate

LOSING: Final = Row(
    "Is it losing?",
    (
        Panel(
            "Dead letters",
            "Records set aside because they can never be handled, since the service started.",
            [
                Query(
                    f"sum by (stage) (wortlaut_dead_letters_total{{{OURS}}})",
                    "{{stage}}",
                )
            ],
            "stat",
            steps=ZERO_IS_GOOD,
            width=4,
        ),
        Panel(
            "Standing aside",
            "Groups whose breaker is open: they read nothing until they are restarted.",
            [
                Query(
                    f"sum(wortlaut_kafka_paused{{{OURS}}}) or vector(0)",
                    "groups",
                )
            ],
            "stat",
            steps=ZERO_IS_GOOD,
            words=((0, "none"),),
            width=4,
        ),
        Panel(
            "Put back or set aside",
            "Events that were not handled at the first attempt, a minute.",
            [
                Query(
                    a_minute(
                        rate(
                            "wortlaut_events_handled_total",
                            "stage, outcome",
                            'outcome=~"retried|dead|skipped"',
                        )
                    ),
                    "{{stage}} {{outcome}}",
                )
            ],
        ),
        Panel(
            "Not acknowledged",
            "Records the broker did not take and errors of Postgres, a minute. Both are repeated.",
            [
                Query(
                    a_minute(
                        f"sum(rate(wortlaut_kafka_published_records_total{{{OURS},"
                        f'outcome="error"}}{WINDOW})) or vector(0)'
                    ),
                    "Kafka",
                ),
                Query(
                    a_minute(f"sum(rate(wortlaut_db_errors_total{{{OURS}}}{WINDOW}))"),
                    "Postgres",
                ),
            ],
        ),
        Panel(
            "Requests that failed",
            "By reason, a minute; a refusal of robots.txt counts here too.",
            [
                Query(
                    a_minute(
                        rate("wortlaut_fetches_total", "outcome", 'outcome!~"ok|not_modified"')
                    ),
                    "{{outcome}}",
                )
            ],
            width=12,
            is_stacked=True,
        ),
        Panel(
            "Published",
            "Records acknowledged by Kafka, a minute, by topic.",
            [
                Query(
                    a_minute(
                        rate("wortlaut_kafka_published_records_total", "topic", 'outcome="ok"')
                    ),
                    "{{topic}}",
                )
            ],
            width=12,
        ),
    ),
)

GOOD: Final = Row(
    "Is it good?",
    (
        Panel(
            "Pages by outcome",
            "What became of the pages since the parser started.",
            [
                Query(
                    f"sort_desc(sum by (outcome) (wortlaut_parses_total{{{OURS}}}) > 0) "
                    f'or sum by (outcome) (wortlaut_parses_total{{{OURS},outcome="ok"}})',
                    "{{outcome}}",
                )
            ],
            "bargauge",
        ),
        Panel(
            "Quotes by type",
            "Quotes found since the parser started. Direct speech should lead.",
            [
                Query(
                    f"sort_desc(sum by (type) (wortlaut_quotes_extracted_total{{{OURS}}}))",
                    "{{type}}",
                )
            ],
            "bargauge",
        ),
        Panel(
            "Claims by attribution",
            "Claims found since the parser started.",
            [
                Query(
                    f"sort_desc(sum by (attribution) (wortlaut_claims_extracted_total{{{OURS}}}))",
                    "{{attribution}}",
                )
            ],
            "bargauge",
        ),
        Panel(
            "Quotes and claims an article",
            "A sudden change means that a site, or the engine, changed.",
            [
                Query(an_article("wortlaut_quotes_extracted_total"), "quotes"),
                Query(an_article("wortlaut_claims_extracted_total"), "claims"),
            ],
        ),
        Panel(
            "Articles that lack a field",
            "Share of the parsed articles of the last hour without a title, a date, an author.",
            [
                Query(
                    "sum by (field) "
                    f"(increase(wortlaut_parse_fields_missing_total{{{OURS}}}[1h])) / on () "
                    "group_left () clamp_min("
                    f'sum(increase(wortlaut_parses_total{{{OURS},outcome="ok"}}[1h])), 1)',
                    "{{field}}",
                )
            ],
            "bargauge",
            unit="percentunit",
            largest=1,
        ),
        Panel(
            "Time for a page",
            "In a worker process, by step, the slowest of twenty.",
            [Query(quantile(0.95, "wortlaut_parse_duration_seconds", "step"), "{{step}}")],
            unit="s",
        ),
    ),
)
