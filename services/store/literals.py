"""Arrays as text, as Postgres reads them: unnest cannot take a list of lists of unlike lengths."""

from __future__ import annotations

from collections.abc import Iterable

from schemas import Span


def texts(values: Iterable[str]) -> str:
    """`{"a","b"}`: every value quoted, so that none is taken for NULL or a brace."""
    return "{" + ",".join(map(_quoted, values)) + "}"


def numbers(values: Iterable[int]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def spans(values: Iterable[Span]) -> str:
    """`{{0,5},{9,14}}`"""
    return "{" + ",".join(f"{{{span.start},{span.end}}}" for span in values) + "}"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
