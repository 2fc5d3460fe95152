"""What a field of a JSON Schema is, in words for a person."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

Schema: TypeAlias = dict[str, Any]

_FORMATS: Final = {"date-time": "time", "uuid": "uuid"}
_PLAIN: Final = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "yes/no",
}


def type_of(field: Schema) -> str:
    """`list of Span`, `text or null`"""
    if name := part_of(field):
        return name
    if "anyOf" in field:
        return " or ".join(type_of(kind) for kind in field["anyOf"])
    if field.get("type") == "array":
        return f"list of {type_of(field['items'])}"
    if field.get("type") == "null":
        return "null"
    kind = _FORMATS.get(field.get("format", "")) or _PLAIN.get(field.get("type", ""), "object")
    return f"{kind}{_limits(field)}"


def part_of(field: Schema) -> str | None:
    """The part that it refers to by name."""
    for reference in (field, *field.get("allOf", ())):
        if "$ref" in reference:
            return str(reference["$ref"].rpartition("/")[2])
    return None


def parts_of(field: Schema) -> list[str]:
    if name := part_of(field):
        return [name]
    inside = [*field.get("anyOf", ()), *([field["items"]] if "items" in field else [])]
    return [part for kind in inside for part in parts_of(kind)]


def values_of(field: Schema) -> list[str]:
    """Of a closed set."""
    if "enum" in field:
        more = ["…"] if "x-extensible" in field else []
        return [*field["enum"], *more]
    return values_of(field["items"]) if "items" in field else []


def _limits(field: Schema) -> str:
    if "maxLength" in field:
        return f", at most {field['maxLength']:,} characters"
    if "maximum" in field or "exclusiveMaximum" in field:
        top = field.get("maximum", field.get("exclusiveMaximum", 0) - 1)
        return f", {field.get('minimum', 0)} to {top:,}"
    return f", {field['minimum']} or more" if "minimum" in field else ""
