"""The HTML reference: what `make docs` writes for subscribers."""

from __future__ import annotations

import re
from html import unescape

from schemas import asyncapi
from schemas.cloudevents import EVENTS
from schemas.json_schemas import fields_of, json_schema, short_name
from tools.reference.page import page
from tools.reference.types import type_of, values_of

PAGE = page(asyncapi.document())


def test_every_field_of_every_event_is_in_it() -> None:
    for event in EVENTS:
        assert f'<h2 id="{short_name(event)}">' in PAGE
        for _, name, _ in fields_of(json_schema(event)):
            assert f"<td><b>{name}</b>" in PAGE


def test_every_link_leads_somewhere() -> None:
    places = set(re.findall(r'id="([^"]+)"', PAGE))

    assert set(re.findall(r'href="#([^"]+)"', PAGE)) <= places


def test_it_loads_nothing_from_anywhere() -> None:
    assert not re.findall(r"<(?:script|link|img|iframe)\b|@import|url\(", PAGE)


def test_examples_are_escaped() -> None:
    assert "<article><p>Die Brücke" not in PAGE
    assert "<article><p>Die Brücke" in unescape(PAGE)


def test_types_are_told_in_words() -> None:
    speaker = {"anyOf": [{"$ref": "#/components/schemas/Speaker"}, {"type": "null"}]}

    assert type_of(speaker) == "Speaker or null"
    assert type_of({"type": "array", "items": {"type": "string", "format": "uuid"}}) == (
        "list of uuid"
    )
    assert type_of({"type": "integer", "minimum": 0}) == "whole number, 0 or more"
    assert values_of({"enum": ["a"], "x-extensible": {"fallback": "a"}}) == ["a", "…"]
