from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import (
    Event,
    Message,
    PageFetched,
    QuoteExtracted,
    UndecodableError,
    UnknownEventError,
    decode,
    encode,
)
from tests.support.events import (
    MONDAY,
    a_check,
    a_claim,
    a_gone_page,
    a_page,
    a_quote,
    a_rejection,
    a_withdrawal,
    an_article,
)

EVENTS: tuple[Event, ...] = (
    a_page(),
    a_gone_page(),
    an_article(),
    a_check(fetched_at=MONDAY),
    a_rejection(),
    a_withdrawal(),
    a_quote(),
    a_claim(),
)


@dataclass
class ARecord:
    topic: str = "wortlaut.quotes.v1"
    value: bytes | None = b"{}"
    headers: list[tuple[str, bytes | None]] = field(default_factory=list)


def carried(message: Message, **changes: Any) -> ARecord:
    record = ARecord(message.topic, message.value, list(message.headers))
    for name, value in changes.items():
        setattr(record, name, value)
    return record


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.ce_type)
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    assert decode(carried(encode(event, "/test"))) == event


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.ce_type)
def test_the_same_event_gives_the_same_bytes(event: Event) -> None:
    again = decode(carried(encode(event, "/test")))

    assert encode(again, "/test") == encode(event, "/test")


def test_every_attribute_is_a_header() -> None:
    message = encode(a_quote(), "/wortlaut/parser")
    headers = dict(message.headers)

    assert headers["ce_specversion"] == b"1.0"
    assert headers["ce_type"] == b"wortlaut.quote.extracted.v1"
    assert headers["ce_source"] == b"/wortlaut/parser"
    assert headers["ce_time"] == b"2026-03-02T09:30:00.000000Z"
    assert headers["content-type"] == b"application/json"
    assert message.key == str(a_quote().article_id).encode()


def test_a_field_of_a_later_version_is_ignored() -> None:
    message = encode(a_quote(), "/test")
    value = json.loads(message.value or b"") | {"mood_of_the_day": "sunny"}

    assert decode(carried(message, value=json.dumps(value).encode())) == a_quote()


def test_an_unknown_version_is_named() -> None:
    record = ARecord(headers=[("ce_type", b"wortlaut.quote.extracted.v9")])

    with pytest.raises(UnknownEventError, match=r"wortlaut\.quote\.extracted\.v9"):
        decode(record)


@pytest.mark.parametrize(
    ("record", "reason", "words"),
    [
        (ARecord(headers=[]), "schema", "no ce_type header"),
        (ARecord(headers=[("ce_type", None)]), "decode", "'ce_type' has no value"),
        (ARecord(headers=[("ce_type", b"\xff")]), "decode", "'ce_type' has no UTF-8"),
        (ARecord(headers=[("x", None), ("ce_type", b"w")]), "decode", "'x' has no value"),
    ],
)
def test_an_undecodable_header_is_named(record: ARecord, reason: str, words: str) -> None:
    with pytest.raises(UndecodableError, match=words) as caught:
        decode(record)

    assert caught.value.reason == reason


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.ce_type)
@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "decode"),
        (b"", "decode"),
        (b"{", "decode"),
        (b"\xff\xfe", "decode"),
        (b"{}", "schema"),
        (b"[]", "schema"),
    ],
)
def test_a_bad_value_is_told_from_a_bad_schema(
    event: Event, value: bytes | None, reason: str
) -> None:
    with pytest.raises(UndecodableError, match=event.ce_type) as caught:
        decode(carried(encode(event, "/test"), value=value))

    assert caught.value.reason == reason


def test_the_first_wrong_field_is_named() -> None:
    message = encode(a_quote(), "/test")
    value = json.loads(message.value or b"")
    value["speaker"]["resolution"] = "robot"

    with pytest.raises(UndecodableError, match=r"speaker\.resolution"):
        decode(carried(message, value=json.dumps(value).encode()))


def test_what_cannot_be_stored_never_leaves_in_a_title() -> None:
    page = a_page(entry={"title": "a\x00b\ud800c"})

    assert page.entry is not None
    assert page.entry.title == "a\ufffdb\ufffdc"
    assert decode(carried(encode(page, "/test"))) == page


def test_a_text_that_offsets_point_into_is_refused_rather_than_changed() -> None:
    with pytest.raises(ValueError, match="lone surrogate"):
        an_article("Ein Text\x00 mit Null.")


def test_an_id_that_is_not_of_its_url_is_refused() -> None:
    with pytest.raises(ValueError, match="not derived from"):
        a_page(canonical_url="https://zeitung.example/other")


def test_a_body_over_four_mebibytes_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 4194304"):
        a_page("ä" * (2 * 1024 * 1024 + 1))


@given(st.text(max_size=200))
def test_any_body_survives(body: str) -> None:
    page = a_page(body)
    again = decode(carried(encode(page, "/test")))

    assert isinstance(again, PageFetched)
    assert again.body == page.body


@given(
    st.binary(max_size=200),
    st.lists(st.tuples(st.text(max_size=9), st.binary(max_size=9) | st.none())),
)
def test_decoding_raises_nothing_but_its_own_error(
    value: bytes, headers: list[tuple[str, bytes | None]]
) -> None:
    for ce_type in (None, b"wortlaut.quote.extracted.v1"):
        typed = headers if ce_type is None else [*headers, ("ce_type", ce_type)]
        try:
            decode(ARecord("t", value, typed))
        except UndecodableError as error:
            assert error.reason in {"decode", "schema"}


def test_a_new_value_of_a_set_that_may_grow_is_read_as_its_fallback() -> None:
    message = encode(a_quote(), "/test")
    value = json.loads(message.value or b"")
    value["speaker"]["kind"] = "robot"
    value["speech_act"] = "threat"

    event = decode(carried(message, value=json.dumps(value).encode()))

    assert isinstance(event, QuoteExtracted)
    assert event.speaker is not None
    assert (event.speaker.kind, event.speech_act) == ("unknown", "other")
    assert event.text == value["text"]


@pytest.mark.parametrize("kind", [7, None, ["person"], {"a": 1}])
def test_only_a_word_can_be_a_new_value(kind: object) -> None:
    message = encode(a_quote(), "/test")
    value = json.loads(message.value or b"")
    value["speaker"]["kind"] = kind

    with pytest.raises(UndecodableError, match=r"speaker\.kind"):
        decode(carried(message, value=json.dumps(value).encode()))


def test_what_is_wrong_beside_a_new_value_is_still_named() -> None:
    message = encode(a_quote(), "/test")
    value = json.loads(message.value or b"")
    value["speech_act"] = "threat"
    value["article"]["id"] = "00000000-0000-0000-0000-000000000000"

    with pytest.raises(UndecodableError, match="is not article_id"):
        decode(carried(message, value=json.dumps(value).encode()))


@dataclass
class AMessage:
    """As confluent-kafka hands it out: methods, and headers that may be none at all."""

    record: ARecord

    def topic(self) -> str:
        return self.record.topic

    def value(self) -> bytes | None:
        return self.record.value

    def headers(self) -> list[tuple[str, bytes | None]] | None:
        return self.record.headers or None


def test_messages_of_confluent_kafka_are_read_too() -> None:
    assert decode(AMessage(carried(encode(a_quote(), "/test")))) == a_quote()
    with pytest.raises(UndecodableError, match=r"no ce_type header in a record of wortlaut\."):
        decode(AMessage(ARecord()))
