"""The AsyncAPI 3.0 document: `python -m schemas.asyncapi` writes it, a test compares.

It says in one file what a subscriber needs: channels, messages, keys, headers, and an example of
each message, which is the stored sample of this version.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from .base import Event
from .cloudevents import EVENTS
from .json_schemas import Schema, as_text, json_schema, short_name
from .topics import PAGES, PAGES_BACKFILL, PUBLIC, Topic
from .version import VERSION

FILE: Final = Path(__file__).parent / "asyncapi.json"
SAMPLES: Final = Path(__file__).parent / "samples"
BINDING: Final = "0.5.0"  # of AsyncAPI's Kafka bindings

_ABOUT: Final = (
    "News as a stream of statements: who said what, word for word, and who claims what, how "
    "firmly, with which numbers. Delivery is at least once: a record may come again, with the "
    "same `ce_id` and the same bytes. Order holds for one article within one topic. Values are "
    "JSON; the attributes of the CloudEvents 1.0 binary binding are headers. Within `.v1` fields "
    "are only added: ignore those you do not know. Spans are half-open and count Unicode code "
    "points of `text` of the article's revision."
)

_CHANNELS: Final = {
    "pages": "What was fetched from the web, as it was served, and what is gone from it.",
    "pages_backfill": "The same from files and archives, read with less haste.",
    "articles": "What became of a page: a text, nothing new, no article, or withdrawn.",
    "quotes": "Who said what: a record for each quote of each revision.",
    "claims": "Who claims what, how firmly: a record for each proposition that can be checked.",
}

_HEADERS: Final = (
    ("ce_specversion", "the version of CloudEvents", "1.0"),
    ("ce_id", "the event; repeated with it", "85fcf117-274b-503b-9352-348d81c729ee"),
    ("ce_source", "which service sent it, as a URI reference", "/wortlaut/parser"),
    ("ce_type", "which event it is, and the version of its schema", "wortlaut.quote.extracted.v1"),
    ("ce_time", "when the page was fetched; RFC 3339 in UTC", "2026-03-02T09:30:00.000000Z"),
    ("ce_subject", "the article_id", "11943223-f7f1-5132-afdd-5945066331dd"),
    ("content-type", "of the value", "application/json"),
)  # fmt: skip


def document() -> Schema:
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Wortlaut",
            "version": VERSION,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0"},
            "tags": [{"name": "news"}, {"name": "quotations"}, {"name": "claims"}],
        },
        "defaultContentType": "application/json",
        "servers": {
            "local": {
                "host": "localhost:9092",
                "protocol": "kafka",
                "description": "`docker compose up`; `wortlaut up` prints its own address",
            }
        },
        "channels": {name: _channel(name, topic) for name, topic in _topics()},
        "operations": {name: _operation(name, topic) for name, topic in _topics()},
        "components": {
            "messages": {short_name(event): _message(event) for event in EVENTS},
            "schemas": dict(sorted(_schemas())),
        },
    }


def _topics() -> Iterator[tuple[str, Topic]]:
    for topic in PUBLIC:
        name = topic.name.removeprefix("wortlaut.").removesuffix(".v1")
        yield name.replace(".", "_"), topic


def _events_in(topic: Topic) -> list[type[Event]]:
    name = PAGES.name if topic == PAGES_BACKFILL else topic.name
    return [event for event in EVENTS if event.topic == name]


def _channel(name: str, topic: Topic) -> Schema:
    return {
        "address": topic.name,
        "title": name,
        "description": _CHANNELS[name],
        "messages": {
            short_name(event): {"$ref": f"#/components/messages/{short_name(event)}"}
            for event in _events_in(topic)
        },
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "topicConfiguration": {
                    "cleanup.policy": ["delete"],
                    "retention.ms": topic.retention_ms,
                    "max.message.bytes": topic.max_message_bytes,
                },
                "bindingVersion": BINDING,
            }
        },
    }


def _operation(name: str, topic: Topic) -> Schema:
    """`send`: the document speaks of Wortlaut; whoever subscribes receives."""
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{name}"},
        "summary": _CHANNELS[name],
        "messages": [
            {"$ref": f"#/channels/{name}/messages/{short_name(event)}"}
            for event in _events_in(topic)
        ],
    }


def _message(event: type[Event]) -> Schema:
    sample = stored_sample(event)
    return {
        "name": event.ce_type,
        "title": short_name(event),
        "summary": str(event.__doc__),
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/headers"},
        "payload": {"$ref": f"#/components/schemas/{short_name(event)}"},
        "examples": [{"headers": sample["headers"], "payload": sample["value"]}],
        "bindings": {"kafka": {"key": _KEY, "bindingVersion": BINDING}},
    }


_KEY: Final = {
    "type": "string",
    "format": "uuid",
    "description": "the article_id, as text",
}


def stored_sample(event: type[Event]) -> dict[str, Any]:
    """The record of this event that the newest version that changed it has stored."""
    stored = SAMPLES.glob(f"*/{short_name(event)}.json")
    newest = max(stored, key=lambda file: _numbers(file.parent.name))
    found: dict[str, Any] = json.loads(newest.read_text("utf-8"))
    return found


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _schemas() -> Iterator[tuple[str, Schema]]:
    yield "headers", _headers()
    for event in EVENTS:
        whole = json_schema(event)
        for name, part in whole.pop("$defs", {}).items():
            yield name, _as_draft_07(part)
        del whole["$schema"]
        yield short_name(event), _as_draft_07(whole)


def _headers() -> Schema:
    return {
        "type": "object",
        "title": "headers",
        "description": "CloudEvents 1.0, binary Kafka binding: values are UTF-8",
        "required": [name for name, _, _ in _HEADERS],
        "properties": {
            name: {"type": "string", "description": said, "examples": [example]}
            for name, said, example in _HEADERS
        },
    }


def _as_draft_07(schema: Any) -> Any:
    """AsyncAPI's own schema is draft 7 and more: there, nothing counts beside a `$ref`."""
    if isinstance(schema, list):
        return [_as_draft_07(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {name: _as_draft_07(part) for name, part in schema.items() if name != "$ref"}
    if "$ref" not in schema:
        return parts
    reference = {"$ref": schema["$ref"].replace("#/$defs/", "#/components/schemas/")}
    return {**parts, "allOf": [reference]} if parts else reference


def rendered() -> str:
    return as_text(document())


def write() -> None:
    FILE.write_text(rendered(), encoding="utf-8")


if __name__ == "__main__":
    write()
