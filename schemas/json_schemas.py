"""The committed JSON Schemas: `python -m schemas.json_schemas` writes them, a test compares."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

from .base import Event
from .cloudevents import EVENTS

FOLDER: Final = Path(__file__).parent / "json"

Schema: TypeAlias = dict[str, Any]


def file_name(event: type[Event]) -> str:
    return f"{short_name(event)}.json"


def short_name(event: type[Event]) -> str:
    """`quote.extracted.v1`"""
    return event.ce_type.removeprefix("wortlaut.")


def json_schema(event: type[Event]) -> Schema:
    schema = event.model_json_schema(mode="serialization")
    _tell_every_field(schema)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": short_name(event),
        "x-ce-type": event.ce_type,
        "x-topic": event.topic,
    }


def rendered(event: type[Event]) -> str:
    return as_text(json_schema(event))


def as_text(document: Schema) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def write() -> None:
    FOLDER.mkdir(exist_ok=True)
    for event in EVENTS:
        (FOLDER / file_name(event)).write_text(rendered(event), encoding="utf-8")


def fields_of(schema: Schema) -> Iterator[tuple[str, str, Schema]]:
    """(object, name, field) of the event itself and of every part of it."""
    for owner, part in (("", schema), *schema.get("$defs", {}).items()):
        for name, field in part.get("properties", {}).items():
            yield owner, name, field


def _tell_every_field(schema: Schema) -> None:
    """pydantic says nothing at a field whose type has a name or may be null: say it there too."""
    parts = schema.get("$defs", {})
    for _, name, field in fields_of(schema):
        field.setdefault("title", name.replace("_", " ").title())
        field.setdefault("description", _said(field, parts))
    for _, _, field in fields_of(schema):
        field.setdefault("examples", [_example(field, parts)])


def _said(field: Schema, parts: Schema) -> str:
    kinds = (_resolved(kind, parts) for kind in (*_branches(field), field.get("items", {})))
    return str(next(kind["description"] for kind in kinds if "description" in kind))


def _example(field: Schema, parts: Schema) -> Any:
    """Its own, or one made of those of its parts."""
    for kind in (_resolved(kind, parts) for kind in _branches(field)):
        if "examples" in kind:
            return kind["examples"][0]
        if "properties" in kind:
            return {name: _example(part, parts) for name, part in kind["properties"].items()}
        if "items" in kind:
            return [_example(kind["items"], parts)]
    raise ValueError(f"no example for {field}")


def _branches(field: Schema) -> list[Schema]:
    return [field, *field.get("anyOf", ())]


def _resolved(kind: Schema, parts: Schema) -> Schema:
    found: Schema = parts[kind["$ref"].rpartition("/")[2]] if "$ref" in kind else {}
    return {**found, **kind}


if __name__ == "__main__":
    write()
