"""Results of the engine as JSON, in the field names of the events."""

from __future__ import annotations

from typing import Any

from services.parser.extraction import Extraction


def as_json(found: Extraction) -> dict[str, Any]:
    """`nested_in` and `quote` are places in `quotes`: there is no article to derive ids from."""
    return {
        "quotes": [_named(quote) for quote in found.quotes],
        "claims": [_named(claim) for claim in found.claims],
    }


def _named(value: Any) -> Any:
    """All that the engine finds is named tuples: their names are the fields."""
    if hasattr(value, "_asdict"):
        return {name: _named(part) for name, part in value._asdict().items()}
    return [_named(part) for part in value] if isinstance(value, tuple) else value
