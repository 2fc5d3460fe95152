"""Arrays as text, as Postgres reads them: unnest cannot take a list of lists of unlike lengths."""

from __future__ import annotations

from typing import TypeAlias

Nested: TypeAlias = "str | int | float | list[int] | tuple[Nested, ...] | None"


def literal(value: Nested) -> str:
    """`{{0,5},{9,14}}`, `{"a","b"}`: text is quoted, so that none is taken for NULL or a brace."""
    if isinstance(value, tuple | list):
        return "{" + ",".join(map(literal, value)) + "}"
    if value is None:
        return "NULL"
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
