"""Sets of values that may grow within a version, and how a reader of today meets tomorrow's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final, TypeVar

from pydantic import BaseModel, Field, ValidationError
from pydantic.fields import FieldInfo

KEYWORD: Final = "x-extensible"

M = TypeVar("M", bound=BaseModel)


def extensible(*, fallback: str) -> FieldInfo:
    """For an `Annotated[Literal[…], …]`: what `decode` takes for a value that it does not know.

    The type stays closed for the producer and for whoever matches on it; the schema tells everybody
    else that a new value may come.
    """
    told: FieldInfo = Field(json_schema_extra={KEYWORD: {"fallback": fallback}})
    return told


def read_leniently(model: type[M], value: bytes, error: ValidationError) -> M | None:
    """The event with its fallbacks in the place of new values, if they are all that is wrong."""
    problems = error.errors(include_url=False, include_context=False)
    if not all(p["type"] == "literal_error" and isinstance(p["input"], str) for p in problems):
        return None
    event = json.loads(value)
    for place in (problem["loc"] for problem in problems):
        field = _field_at(_schema(model), place)
        if KEYWORD not in field:
            return None
        _put(event, place, field[KEYWORD]["fallback"])
    return model.model_validate_json(json.dumps(event))


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(mode="serialization")


def _field_at(schema: dict[str, Any], place: Sequence[str | int]) -> dict[str, Any]:
    field = schema
    for part in place:
        field = next(_inside(field, part, schema), {})
    return field


def _inside(field: dict[str, Any], part: str | int, schema: dict[str, Any]) -> Iterator[Any]:
    """The property or item, looked for in every form that the field may take."""
    for form in (field, *field.get("anyOf", ())):
        kind = schema["$defs"][form["$ref"].rpartition("/")[2]] if "$ref" in form else form
        found = kind.get("items") if isinstance(part, int) else kind.get("properties", {}).get(part)
        if found is not None:
            yield found


def _put(event: Any, place: Sequence[str | int], value: str) -> None:
    for part in place[:-1]:
        event = event[part]
    event[place[-1]] = value
