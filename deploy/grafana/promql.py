"""PromQL over our services, as the panels write it."""

from __future__ import annotations

from typing import Final

OURS: Final = 'job="wortlaut"'
WINDOW: Final = "[$__rate_interval]"


def rate(metric: str, by: str, *matchers: str) -> str:
    return f"sum by ({by}) (rate({metric}{{{','.join((OURS, *matchers))}}}{WINDOW}))"


def quantile(share: float, metric: str, by: str = "") -> str:
    """Of the window; of all since the start while nothing comes, or before two scrapes saw it."""
    labels = f"{by}, le" if by else "le"
    buckets = f"{metric}_bucket{{{OURS}}}"
    now = f"histogram_quantile({share}, sum by ({labels}) (rate({buckets}{WINDOW}))) > 0"
    since_start = f"histogram_quantile({share}, sum by ({labels}) ({buckets}))"
    return f"({now}) or ({since_start} >= 0)"  # no NaN of a histogram still empty


def an_article(metric: str) -> str:
    """Likewise: of the window, else of all."""
    things, articles = f"{metric}{{{OURS}}}", f'wortlaut_parses_total{{{OURS},outcome="ok"}}'
    now = f"sum(rate({things}{WINDOW})) / (sum(rate({articles}{WINDOW})) > 0)"
    return f"({now}) or sum({things}) / (sum({articles}) > 0)"


def a_minute(expr: str) -> str:
    return f"60 * {expr}"
