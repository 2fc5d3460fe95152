"""What subscribers rely on: the committed JSON Schemas, and every sample ever stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import schemas
from schemas import Event, decode, encode
from schemas.cloudevents import EVENTS
from schemas.json_schemas import FOLDER, file_name, rendered
from schemas.topics import GROUPS, every_topic

SAMPLES = Path(schemas.__file__).parent / "samples"


class Sample:
    """A stored record: what a consumer of its day was given."""

    def __init__(self, file: Path) -> None:
        stored: dict[str, Any] = json.loads(file.read_text("utf-8"))
        self.topic: str = stored["topic"]
        self.headers = [(k, v.encode()) for k, v in stored["headers"].items()]
        self.value: bytes = json.dumps(stored["value"], ensure_ascii=False).encode()
        self.ce_id: str = stored["headers"]["ce_id"]


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.ce_type)
def test_the_committed_schema_is_the_one_of_the_code(event: type[Event]) -> None:
    """After a change: `make schemas`, and read the difference as a subscriber would."""
    assert (FOLDER / file_name(event)).read_text("utf-8") == rendered(event)


@pytest.mark.parametrize("file", sorted(SAMPLES.rglob("*.json")), ids=lambda f: f.stem)
def test_a_stored_sample_is_still_read(file: Path) -> None:
    sample = Sample(file)

    event = decode(sample)

    assert event.topic == sample.topic
    assert str(event.event_id) == sample.ce_id


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.ce_type)
def test_every_event_has_a_stored_sample(event: type[Event]) -> None:
    held = {decode(Sample(file)).ce_type for file in SAMPLES.rglob("*.json")}

    assert event.ce_type in held


@pytest.mark.parametrize("file", sorted(SAMPLES.rglob("*.json")), ids=lambda f: f.stem)
def test_a_stored_sample_loses_nothing(file: Path) -> None:
    stored = json.loads(file.read_text("utf-8"))["value"]

    again = json.loads(encode(decode(Sample(file)), "/test").value or b"")

    assert {name: again[name] for name in stored} == stored


def test_every_group_has_its_dead_letters_and_retries() -> None:
    names = {topic.name for topic in every_topic()}

    for group, topics in GROUPS.items():
        for topic in topics:
            assert {f"{topic.name}.{group}.dlq", f"{topic.name}.{group}.retry"} <= names
