"""The committed JSON Schemas: `python -m schemas.json_schemas` writes them, a test compares."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from .base import Event
from .cloudevents import EVENTS

FOLDER: Final = Path(__file__).parent / "json"


def file_name(event: type[Event]) -> str:
    return f"{event.ce_type.removeprefix('wortlaut.')}.json"


def json_schema(event: type[Event]) -> dict[str, Any]:
    schema = event.model_json_schema(mode="serialization")
    title = event.ce_type.removeprefix("wortlaut.")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": title,
        "x-ce-type": event.ce_type,
        "x-topic": event.topic,
    }


def rendered(event: type[Event]) -> str:
    return json.dumps(json_schema(event), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def write() -> None:
    FOLDER.mkdir(exist_ok=True)
    for event in EVENTS:
        (FOLDER / file_name(event)).write_text(rendered(event), encoding="utf-8")


if __name__ == "__main__":
    write()
