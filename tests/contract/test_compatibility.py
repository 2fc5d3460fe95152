"""No change of an event may break a reader or a stored event of any earlier version."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from jsonschema import Draft202012Validator

import schemas
from schemas import Event
from schemas.cloudevents import BY_TYPE, EVENTS
from schemas.json_schemas import json_schema, short_name
from tests.support.samples import SAMPLES
from tools.compatibility import added, breaks

VERSIONS = Path(schemas.__file__).parent / "versions"
STORED = sorted(VERSIONS.rglob("*.json"))
CHANGELOG = Path(schemas.__file__).parent / "CHANGELOG.md"

Schema: TypeAlias = dict[str, Any]


def _of(file: Path) -> Schema:
    schema: Schema = json.loads(file.read_text("utf-8"))
    return schema


def _named(file: Path) -> str:
    return f"{file.parent.name} {file.stem}"


@pytest.mark.parametrize("file", STORED, ids=_named)
def test_todays_events_and_those_of_an_earlier_version_have_the_same_readers(file: Path) -> None:
    """A change that it refuses is one for a new version of the event: `quote.extracted.v2`."""
    stored = _of(file)
    event = BY_TYPE.get(stored["x-ce-type"])
    assert event is not None, f"{file.stem} is gone: a version of an event is never taken back"

    problems = breaks(stored, json_schema(event))

    assert not problems, "\n".join(f"{file.stem}, {file.parent.name}: {p}" for p in problems)


@pytest.mark.parametrize("file", STORED, ids=_named)
def test_a_reader_of_an_earlier_version_reads_every_sample(file: Path) -> None:
    validator = Draft202012Validator(_of(file))

    for sample in SAMPLES.rglob(file.name):
        value = json.loads(sample.read_text("utf-8"))["value"]
        assert not [error.message for error in validator.iter_errors(value)], sample


@pytest.mark.parametrize("file", STORED, ids=_named)
def test_subscribers_are_told_of_every_new_field(file: Path) -> None:
    stored = _of(file)
    told = CHANGELOG.read_text("utf-8")

    for field in added(stored, json_schema(BY_TYPE[stored["x-ce-type"]])):
        assert f"`{field}`" in told, f"schemas/CHANGELOG.md says nothing of {file.stem} `{field}`"


def test_every_event_is_stored_with_the_contract_it_came_with() -> None:
    stored = {_of(file)["x-ce-type"] for file in STORED}
    told = CHANGELOG.read_text("utf-8")

    for event in EVENTS:
        assert event.ce_type in stored or f"`{short_name(event)}`" in told, event.ce_type


# --- what is refused -----------------------------------------------------------------------

Edit: TypeAlias = Callable[[Schema], object]


def _edited(event: type[Event], edit: Edit) -> tuple[Schema, Schema]:
    old = json_schema(event)
    new = copy.deepcopy(old)
    edit(new)
    return old, new


def _field_removed(schema: Schema) -> None:
    del schema["properties"]["speaker"]
    schema["required"].remove("speaker")


def _type_narrowed(schema: Schema) -> None:
    schema["properties"]["speaker"] = {"$ref": "#/$defs/Speaker"}


def _value_removed(schema: Schema) -> None:
    schema["$defs"]["Speaker"]["properties"]["kind"]["enum"].remove("group")


def _required_added(schema: Schema) -> None:
    schema["properties"]["mood"] = {"type": "string"}
    schema["required"].append("mood")


def _type_changed(schema: Schema) -> None:
    schema["$defs"]["Span"]["properties"]["start"] = {"type": "string"}


def _closed_set_grown(schema: Schema) -> None:
    schema["properties"]["confidence"]["enum"].append("certain")


def _made_optional(schema: Schema) -> None:
    schema["required"].remove("rule")


def _shortened(schema: Schema) -> None:
    schema["properties"]["prefix"]["maxLength"] = 16


def _moved(schema: Schema) -> None:
    schema["x-topic"] = "wortlaut.sayings.v1"


def _pattern_changed(schema: Schema) -> None:
    schema["$defs"]["ArticleRef"]["properties"]["revision"]["pattern"] = "^[0-9a-f]{32}$"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (_field_removed, "speaker: the field is removed; a reader of the earlier version"),
        (_type_narrowed, "speaker: may no longer be null; a stored event of the earlier version"),
        (_value_removed, "speaker.kind: the value 'group' is removed; a stored event"),
        (_required_added, "mood: the field is now required; a stored event"),
        (_type_changed, "spans.start: may no longer be integer; a stored event"),
        (_closed_set_grown, "confidence: the value 'certain' is added; a reader"),
        (_made_optional, "rule: the field may now be absent; a reader"),
        (_shortened, "prefix: maxLength changes from 32 to 16; a stored event"),
        (_moved, "the event: x-topic changes from wortlaut.quotes.v1 to wortlaut.sayings.v1"),
        (_pattern_changed, "article.revision: pattern changes"),
    ],
)
def test_a_change_that_breaks_somebody_is_refused(edit: Edit, said: str) -> None:
    old, new = _edited(schemas.QuoteExtracted, edit)

    problems = breaks(old, new)

    assert any(str(problem).startswith(said) for problem in problems), problems
    assert all("Instead, " in str(problem) for problem in problems)


def _field_added(schema: Schema) -> None:
    schema["$defs"]["Speaker"]["properties"]["party"] = {"type": "string"}


def _growing_set_grown(schema: Schema) -> None:
    schema["properties"]["speech_act"]["enum"].append("threat")


def _redescribed(schema: Schema) -> None:
    schema["properties"]["text"] |= {"description": "what was said", "examples": ["Nein"]}


@pytest.mark.parametrize("edit", [_field_added, _growing_set_grown, _redescribed])
def test_a_change_that_breaks_nobody_is_allowed(edit: Edit) -> None:
    assert breaks(*_edited(schemas.QuoteExtracted, edit)) == []


def test_what_is_new_is_named_wherever_it_is() -> None:
    assert added(*_edited(schemas.QuoteExtracted, _field_added)) == ["speaker.party"]
