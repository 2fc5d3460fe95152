"""What subscribers rely on: the committed JSON Schemas, and every sample ever stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas import Event, asyncapi, decode, encode
from schemas.cloudevents import EVENTS
from schemas.json_schemas import FOLDER, fields_of, file_name, json_schema, rendered, short_name
from schemas.topics import GROUPS, PUBLIC, every_topic
from tests.support.samples import SAMPLES, Sample


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.ce_type)
def test_the_committed_schema_is_the_one_of_the_code(event: type[Event]) -> None:
    """After a change: `make schemas`, and read the difference as a subscriber would."""
    assert (FOLDER / file_name(event)).read_text("utf-8") == rendered(event)


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.ce_type)
def test_every_field_tells_a_stranger_what_it_is(event: type[Event]) -> None:
    for owner, name, field in fields_of(json_schema(event)):
        where = f"{owner}.{name}"
        assert field.get("title"), where
        assert len(field.get("description", "")) >= 8, where
        assert field.get("examples"), where


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.ce_type)
def test_every_example_fits_its_field(event: type[Event]) -> None:
    schema = json_schema(event)
    Draft202012Validator.check_schema(schema)

    for owner, name, field in fields_of(schema):
        validator = Draft202012Validator({"$defs": schema.get("$defs", {}), **field})
        for example in field["examples"]:
            assert not list(validator.iter_errors(example)), f"{owner}.{name}"


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.ce_type)
def test_an_instant_says_in_what_it_is_written(event: type[Event]) -> None:
    for owner, name, field in fields_of(json_schema(event)):
        if "date-time" in json.dumps({k: v for k, v in field.items() if k != "examples"}):
            assert "RFC 3339 in UTC" in field["description"], f"{owner}.{name}"


def test_the_committed_asyncapi_document_is_the_one_of_the_code() -> None:
    """After a change: `make schemas`."""
    assert asyncapi.FILE.read_text("utf-8") == asyncapi.rendered()


def test_every_topic_and_event_is_in_the_asyncapi_document() -> None:
    document = asyncapi.document()

    assert {c["address"] for c in document["channels"].values()} == {t.name for t in PUBLIC}
    named = {message["name"] for message in document["components"]["messages"].values()}
    assert named == {event.ce_type for event in EVENTS}


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.ce_type)
def test_the_examples_of_a_message_fit_it(event: type[Event]) -> None:
    document = asyncapi.document()
    (example,) = document["components"]["messages"][short_name(event)]["examples"]

    for part, name in (("headers", "headers"), ("payload", short_name(event))):
        schema = {**document, "$ref": f"#/components/schemas/{name}"}
        assert not list(Draft202012Validator(schema).iter_errors(example[part]))


def test_an_example_that_does_not_fit_is_noticed() -> None:
    """Else the test above could not fail: the references must lead somewhere."""
    document = asyncapi.document()
    message = document["components"]["messages"]["quote.extracted.v1"]
    bad: dict[str, Any] = json.loads(json.dumps(message["examples"][0]["payload"]))
    bad["spans"][0]["start"] = "zero"
    bad["article"]["revision"] = "short"

    schema = {**document, "$ref": "#/components/schemas/quote.extracted.v1"}
    assert len(list(Draft202012Validator(schema).iter_errors(bad))) == 2


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

    assert _kept(stored, again) == stored


def _kept(stored: Any, again: Any) -> Any:
    """Of `again` what `stored` has too: a later version may only have added something."""
    if isinstance(stored, dict):
        return {name: _kept(part, again[name]) for name, part in stored.items()}
    if isinstance(stored, list):
        return [_kept(*parts) for parts in zip(stored, again, strict=True)]
    return again


def test_every_group_has_its_dead_letters_and_retries() -> None:
    names = {topic.name for topic in every_topic()}

    for group, topics in GROUPS.items():
        for topic in topics:
            assert {f"{topic.name}.{group}.dlq", f"{topic.name}.{group}.retry"} <= names
