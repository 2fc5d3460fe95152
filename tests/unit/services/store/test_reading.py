from __future__ import annotations

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from schemas import ClaimExtracted, Event, QuoteExtracted, UndecodableError, decode, encode
from schemas.values import ArticleRef, Cue, Engine, Mention, Quantity, Span, Speaker, Time
from services.store import reading
from services.store.batch import Batch, batch_of
from services.store.reading import StatedClaim, StatedQuote, read
from services.store.rows import Claim, Quote
from services.store.translation import claim, quote
from tests.support.events import a_claim, a_quote

DETAILED_CLAIM = a_claim(
    hedges=({"text": "offenbar", "spans": ({"start": 1, "end": 9},)},),
    times=({"text": "am Montag", "spans": (), "value": "2026-03-02"},),
    places=({"text": "hier", "spans": ()},),
    quantities=(
        {
            "surface": "rund 40 Schrauben",
            "spans": ({"start": 3, "end": 9},),
            "value": 40.5,
            "min": None,
            "max": 1e16,
            "unit": "Schraube",
            "comparator": "approx",
            "counts": ("schraube", "Berlin"),
        },
    ),
)
DETAILED_QUOTE = a_quote(
    frame={"text": "Sie sagte", "spans": ({"start": 0, "end": 9},)},
    addressee={"text": "dem „Blatt“ \\ \t", "spans": ()},
    nested_in="fc7331fb-1e9a-5c1a-9f80-cd41a1cc0d69",
)
USUAL = (a_quote(), a_claim(), DETAILED_QUOTE, DETAILED_CLAIM, a_quote(speaker=None, cue=None))


@dataclass
class _Record:
    value: bytes | None
    headers: list[tuple[str, bytes | None]]
    topic: str = "wortlaut.quotes.v1"


def record_of(event: Event, **changes: Any) -> _Record:
    message = encode(event, "/test")
    value = json.loads(message.value or b"") | changes
    headers: list[tuple[str, bytes | None]] = [*message.headers]
    return _Record(json.dumps(value, ensure_ascii=False).encode(), headers)


def outcome(reader: Any, record: _Record) -> object:
    """The rows that an event becomes, or the words that refuse it."""
    try:
        return stored(batch_of([reader(record)]))
    except UndecodableError as error:
        return type(error), error.reason, str(error)


def stored(batch: Batch) -> Batch:
    """Numbers as jsonb takes them: „1e+16“ and „1e16“ are one."""
    quotes = [row if isinstance(row, Quote) else quote(row) for row in batch.quotes]
    claims = [row if isinstance(row, Claim) else claim(row) for row in batch.claims]
    numbers = [repr(json.loads(row.quantities, parse_float=Decimal)) for row in claims]
    told = [row._replace(quantities=n) for row, n in zip(claims, numbers, strict=True)]
    return replace(batch, quotes=quotes, claims=told)


@pytest.mark.parametrize("event", USUAL)
def test_what_the_parser_writes_is_read_without_the_models(event: Event) -> None:
    found = read(record_of(event))

    assert isinstance(found, StatedQuote | StatedClaim)
    assert found.occurred_at == event.occurred_at
    assert stored(batch_of([found])) == stored(batch_of([event]))


DOUBTFUL: list[tuple[str, dict[str, Any]]] = [
    ("a field of a later version", {"since": 3}),
    ("a new kind of saying", {"speech_act": "apology"}),
    ("a value that nobody may extend", {"type": "sung"}),
    ("a span that ends before it starts", {"spans": [{"start": 5, "end": 4}]}),
    ("no span", {"spans": []}),
    ("a negative offset", {"spans": [{"start": -1, "end": 4}]}),
    ("an offset past every column", {"spans": [{"start": 1, "end": 2**31}]}),
    ("a long prefix", {"prefix": "x" * 33}),
    ("a number for a text", {"text": 5}),
    ("a text for a number", {"spans": [{"start": "1", "end": "2"}]}),
    ("a whole number with a point", {"spans": [{"start": 1.0, "end": 2.0}]}),
    ("no id", {"id": None}),
    ("an id without hyphens", {"id": "fc7331fb1e9a5c1a9f80cd41a1cc0d69"}),
    ("an id in capitals", {"id": "FC7331FB-1E9A-5C1A-9F80-CD41A1CC0D69"}),
    ("an id in braces", {"id": "{fc7331fb-1e9a-5c1a-9f80-cd41a1cc0d69}"}),
    ("another article's id", {"article_id": "fc7331fb-1e9a-5c1a-9f80-cd41a1cc0d69"}),
    ("U+0000", {"text": "a\x00b"}),
    ("a yes for true", {"partial": "yes"}),
    ("an engine before the first", {"engine": {"version": "0", "sequence": 0}}),
    ("an engine's number as text", {"engine": {"version": "0", "sequence": "7"}}),
    ("no engine", {"engine": None}),
    ("no speaker's kind", {"speaker": {"mention": "er"}}),
    ("a new kind of speaker", {"speaker": {
        "mention": "er", "spans": [{"start": 3, "end": 1}], "name": None, "role": None,
        "affiliation": None, "kind": "robot", "resolution": "pronoun"}}),
    ("a cue whose span is turned round", {"cue": {
        "text": "x", "lemma": "x", "spans": [{"start": 3, "end": 1}], "category": "say"}}),
]  # fmt: skip


@pytest.mark.parametrize(("changes"), [c for _, c in DOUBTFUL], ids=[name for name, _ in DOUBTFUL])
def test_what_is_doubtful_is_what_the_contract_says_it_is(changes: dict[str, Any]) -> None:
    record = record_of(a_quote(), **changes)

    assert outcome(read, record) == outcome(decode, record)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("published_at", "2026-03-02T09:30:00.1234567+01:00"),
        ("published_at", "2026-03-02 09:30:00z"),
        ("published_at", "2026-03-02T09:30:00"),
        ("published_at", 1_772_443_800),
        ("fetched_at", "2026-03-02"),
        ("revision", "e85e7c04aef924cf\n"),
        ("revision", "E85E7C04AEF924CF"),
        ("outlet", "a\x00b"),
        ("url", ""),
        ("language", "deutsch"),
        ("subtitle", "neu"),
    ],
)
def test_an_article_is_read_by_the_contract(name: str, value: object) -> None:
    article = json.loads(a_quote().article.model_dump_json()) | {name: value}
    record = record_of(a_quote(), article=article)

    assert outcome(read, record) == outcome(decode, record)


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("ce_type", None)],
        [("ce_type", b"wortlaut.quote.extracted.v1"), ("note", b"\xff")],
        [("ce_type", b"wortlaut.quote.extracted.v1"), ("note", "ä".encode())],
        [("ce_type", b"wortlaut.quote.extracted.v1"), ("note", None)],
        [("ce_type", b"wortlaut.claim.extracted.v1"), ("ce_type", b"wortlaut.quote.extracted.v1")],
        [("ce_type", b"wortlaut.quote.extracted.v9")],
        [("ce_type", b"wortlaut.claim.extracted.v1")],
    ],
)
def test_headers_are_read_as_the_contract_reads_them(
    headers: list[tuple[str, bytes | None]],
) -> None:
    record = record_of(a_quote())
    record.headers = headers

    assert outcome(read, record) == outcome(decode, record)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(USUAL), st.data())
def test_no_damage_to_the_bytes_is_read_differently(event: Event, data: st.DataObject) -> None:
    record = record_of(event)
    whole = record.value or b""
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 12)))
    scrap = st.sampled_from(
        [b"", b"0", b"-", b".5", b"e9", b'"', b"\\", b"\\u0000", b"\\ud800", b"\\n", b"\n", b"\x00",
         b"\x1f", b"\xff", b"\xed\xa0\x80", b"null", b"true", b"NaN", b"Infinity", b"1e999", b"00",
         b"{}", b"[]", b",", b" ", b'"x":1,', b"1.0", b"\xef\xbb\xbf", b"/**/", b"'"]
    )  # fmt: skip
    record.value = whole[:start] + data.draw(scrap) + whole[end:]

    assert outcome(read, record) == outcome(decode, record)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2**40) | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(USUAL), st.data(), JSON)
def test_no_value_in_the_place_of_another_is_read_differently(
    event: Event, data: st.DataObject, other: object
) -> None:
    value = json.loads(encode(event, "/test").value or b"")
    holder = value
    while True:
        place = data.draw(st.sampled_from(_places(holder)))
        if not _places(holder[place]) or data.draw(st.booleans()):
            break
        holder = holder[place]
    holder[place] = other
    record = record_of(event, **value)

    assert outcome(read, record) == outcome(decode, record)


def _places(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value)
    return list(range(len(value))) if isinstance(value, list) else []


@pytest.mark.parametrize(
    ("struct", "model"),
    [
        (reading.ReadQuote, QuoteExtracted),
        (reading.ReadClaim, ClaimExtracted),
        (reading.ReadSpan, Span),
        (reading.ReadMention, Mention),
        (reading.ReadTime, Time),
        (reading.ReadSpeaker, Speaker),
        (reading.ReadCue, Cue),
        (reading.ReadQuantity, Quantity),
        (reading._ReadArticle, ArticleRef),
        (reading._ReadEngine, Engine),
    ],
)
def test_each_struct_has_the_fields_of_its_model(
    struct: type[msgspec.Struct], model: type[BaseModel]
) -> None:
    """And so a field that the contract gains is missed here at once, not by a slower store."""
    fields = {field.encode_name: field.required for field in msgspec.structs.fields(struct)}

    assert fields == {name: info.is_required() for name, info in model.model_fields.items()}
