"""Results of the engine as JSON, in the field names of the events."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from services.parser.extraction import Extraction, model


def as_json(found: Extraction) -> dict[str, Any]:
    """`nested_in` and `quote` are places in `quotes`: there is no article to derive ids from."""
    return {
        "quotes": [_named_spans(asdict(quote)) for quote in found.quotes],
        "claims": [_named_spans(asdict(claim)) for claim in found.claims],
    }


def _named_spans(value: Any) -> Any:
    if isinstance(value, model.Span):
        return {"start": value.start, "end": value.end}
    if isinstance(value, dict):
        return {name: _named_spans(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_named_spans(part) for part in value]
    return value
