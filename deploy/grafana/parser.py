"""The dashboard *Parser*: what pages become, how fast, how well."""

from __future__ import annotations

from typing import Final

from .dashboard import dashboard
from .panels import Json, Panel, Query, Row
from .promql import OURS, a_minute, an_article, quantile, rate

PAGES: Final = Row(
    "Pages",
    (
        Panel(
            "What became of them",
            "Pages by outcome, a minute: ok, unchanged, or why they are no article.",
            [Query(a_minute(rate("wortlaut_parses_total", "outcome")), "{{outcome}}")],
            width=12,
            is_stacked=True,
        ),
        Panel(
            "How long a page takes",
            "In a worker, by step, the slowest of twenty.",
            [Query(quantile(0.95, "wortlaut_parse_duration_seconds", "step"), "{{step}}")],
            unit="s",
            width=12,
        ),
        Panel(
            "Workers at work",
            "Workers with a page in hand, by replica.",
            [Query(f"wortlaut_parse_workers_busy{{{OURS}}}", "{{instance}}")],
        ),
        Panel(
            "Length of the texts",
            "In code points.",
            [
                Query(quantile(0.5, "wortlaut_article_text_chars"), "median"),
                Query(quantile(0.95, "wortlaut_article_text_chars"), "95 %"),
            ],
        ),
        Panel(
            "Fields that pages lack",
            "Articles without title, time or author, a minute.",
            [Query(a_minute(rate("wortlaut_parse_fields_missing_total", "field")), "{{field}}")],
        ),
    ),
)

STATEMENTS: Final = Row(
    "Quotes and claims",
    (
        Panel(
            "Quotes by type",
            "Found, a minute.",
            [Query(a_minute(rate("wortlaut_quotes_extracted_total", "type")), "{{type}}")],
            width=8,
            is_stacked=True,
        ),
        Panel(
            "Claims by attribution",
            "Found, a minute: the author's own, somebody's, nobody's.",
            [
                Query(
                    a_minute(rate("wortlaut_claims_extracted_total", "attribution")),
                    "{{attribution}}",
                )
            ],
            width=8,
            is_stacked=True,
        ),
        Panel(
            "An article",
            "Quotes and claims of a mean article. A sudden step is a new engine or a new outlet.",
            [
                Query(an_article("wortlaut_quotes_extracted_total"), "quotes"),
                Query(an_article("wortlaut_claims_extracted_total"), "claims"),
            ],
        ),
        Panel(
            "Rules that find most",
            "Quotes by the rule of the engine, since the start.",
            [
                Query(
                    f"topk(12, sum by (rule) (wortlaut_quotes_extracted_total{{{OURS}}}))",
                    "{{rule}}",
                )
            ],
            "bargauge",
            width=24,
            height=9,
        ),
    ),
)


def parser() -> Json:
    return dashboard("Parser", "What pages become, how fast and how well.", (PAGES, STATEMENTS))
