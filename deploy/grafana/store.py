"""The dashboard *Store*: what becomes rows, and how Postgres takes it."""

from __future__ import annotations

from typing import Final

from .dashboard import dashboard
from .panels import Json, Panel, Query, Row
from .promql import OURS, a_minute, quantile, rate

ROWS: Final = Row(
    "Rows",
    (
        Panel(
            "Rows by table",
            "New ones, a minute.",
            [
                Query(
                    a_minute(rate("wortlaut_store_rows_total", "table", 'outcome="inserted"')),
                    "{{table}}",
                )
            ],
            width=12,
            is_stacked=True,
        ),
        Panel(
            "What became of events",
            "Events offered to a table, a minute. Unchanged: they had come before.",
            [Query(a_minute(rate("wortlaut_store_rows_total", "outcome")), "{{outcome}}")],
            width=12,
            is_stacked=True,
        ),
        Panel(
            "From fetch to row",
            "How long a new article takes through all three services. The objective is a minute.",
            [
                Query(quantile(0.5, "wortlaut_article_end_to_end_seconds"), "median"),
                Query(quantile(0.95, "wortlaut_article_end_to_end_seconds"), "95 %"),
                Query(quantile(0.99, "wortlaut_article_end_to_end_seconds"), "99 %"),
            ],
            unit="s",
            width=24,
        ),
    ),
)

POSTGRES: Final = Row(
    "Postgres",
    (
        Panel(
            "A transaction",
            "From begin to its end, the slowest of twenty.",
            [
                Query(
                    quantile(0.95, "wortlaut_db_transaction_duration_seconds", "outcome"),
                    "{{outcome}}",
                )
            ],
            unit="s",
        ),
        Panel(
            "Events in a transaction",
            "Few while it keeps up, many when it catches up.",
            [
                Query(quantile(0.5, "wortlaut_store_batch_rows"), "median"),
                Query(quantile(0.95, "wortlaut_store_batch_rows"), "95 %"),
            ],
        ),
        Panel(
            "Errors",
            "By kind, a minute. All but constraint and other are repeated by themselves.",
            [Query(a_minute(rate("wortlaut_db_errors_total", "kind")), "{{kind}}")],
        ),
        Panel(
            "Connections",
            "Of the pools, by state.",
            [Query(f"sum by (state) (wortlaut_db_pool_connections{{{OURS}}})", "{{state}}")],
            width=12,
            is_stacked=True,
        ),
        Panel(
            "Waiting for a connection",
            "The longest of twenty.",
            [Query(quantile(0.95, "wortlaut_db_pool_wait_seconds"), "95 %")],
            unit="s",
            width=12,
        ),
    ),
)


def store() -> Json:
    return dashboard("Store", "What becomes rows, and how Postgres takes it.", (ROWS, POSTGRES))
