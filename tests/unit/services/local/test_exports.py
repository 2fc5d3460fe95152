"""What an export looks like to those who read it; real readers are in tests/clients."""

from __future__ import annotations

import csv
import io
import json
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.local.exports.columns import CLAIMS, QUOTES, Column
from services.local.exports.formats import FORMATS, cell
from services.local.exports.linked import claim, quotation
from services.local.exports.parquet import MAGIC, ParquetWriter
from services.local.exports.thrift import I64, STRUCT, List, Struct, encoded, varint

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def a_row(kind: str = "quotes", **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {column.name: None for column in (QUOTES if kind == "quotes" else CLAIMS)}
    return row | {
        "id": "fc7331fb-1e9a-5c1a-9f80-cd41a1cc0d69",
        "article_id": "11943223-f7f1-5132-afdd-5945066331dd",
        "revision": "e85e7c04aef924cf",
        "url": "https://zeitung.example/bruecke",
        "link": "https://zeitung.example/bruecke#:~:text=Wir",
        "outlet": "zeitung.example",
        "published_at": NOON,
        "last_seen_at": NOON,
        "language": "de",
        "text": "Wir prüfen 😀",
        "spans": [{"start": 29, "end": 41}],
        **changes,
    }


def written(form: str, *rows: dict[str, Any], kind: str = "quotes") -> bytes:
    stream = io.BytesIO()
    writer = FORMATS[form](stream, kind)
    for row in rows:
        writer.write(row)
    writer.close()
    return stream.getvalue()


@pytest.mark.parametrize(
    "text", ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =HYPERLINK()", "＝1", "\n=1"]
)
def test_a_formula_is_made_harmless(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Wir prüfen", "1+1=2", "", "„-“", "a@b"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert cell(text) == text


def test_a_table_is_read_as_it_was_written() -> None:
    row = a_row(text='Er sagte: "Nein",\nund ging', partial=False, medium=["speech"])

    (read,) = csv.DictReader(io.StringIO(written("csv", row).decode(), newline=""))

    assert list(read) == [column.name for column in QUOTES]
    assert read["text"] == row["text"]
    assert read["partial"] == "false"
    assert read["published_at"] == "2026-03-02T12:00:00Z"
    assert json.loads(read["spans"]) == row["spans"]
    assert read["speaker_name"] == ""


def test_lines_hold_what_the_row_holds() -> None:
    (line,) = written("jsonl", a_row()).decode().splitlines()

    assert json.loads(line)["text"] == "Wir prüfen 😀"
    assert json.loads(line)["published_at"] == "2026-03-02T12:00:00Z"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_linked_document_is_whole_whatever_it_holds(count: int) -> None:
    document = json.loads(written("jsonld", *[a_row()] * count))

    assert document["@context"] == "https://schema.org"
    assert [item["@type"] for item in document["@graph"]] == ["Quotation"] * count


def test_a_person_says_a_quotation_in_an_article() -> None:
    named = {"speaker_kind": "person", "speaker_name": "Jana Vogt", "speaker_role": "Ministerin"}

    item = quotation(a_row(**named, type="direct", speech_act="denial"))

    assert item["spokenByCharacter"] == {
        "@type": "Person",
        "name": "Jana Vogt",
        "jobTitle": "Ministerin",
    }
    assert item["isPartOf"]["publisher"] == {"@type": "Organization", "name": "zeitung.example"}
    assert item["keywords"] == ["direct", "denial"]


def test_whoever_is_no_person_and_no_body_is_credited_in_words() -> None:
    item = quotation(a_row(speaker_kind="group", speaker_mention="Experten"))

    assert item["creditText"] == "Experten"
    assert "spokenByCharacter" not in item


def test_the_outlet_is_the_author_of_what_it_says_itself() -> None:
    own = claim(a_row("claims", attribution="author"))
    told = claim(a_row("claims", attribution="hearsay"))

    assert own["author"] == {"@type": "Organization", "name": "zeitung.example"}
    assert "author" not in told
    assert own["appearance"]["@type"] == "NewsArticle"


def test_a_text_without_a_place_on_the_web_has_no_url() -> None:
    item = quotation(a_row(url="urn:sha256:ab", link="urn:sha256:ab"))

    assert "url" not in item
    assert "url" not in item["isPartOf"]


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_a_varint_is_read_back(number: int) -> None:
    read = sum((byte & 0x7F) << 7 * place for place, byte in enumerate(varint(number)))

    assert read == number
    assert all(byte & 0x80 for byte in varint(number)[:-1])


def test_thrift_is_written_as_its_specification_says() -> None:
    struct = Struct([(1, 1), (2, None), (4, True), (20, "ab"), (21, I64(-1))])

    assert encoded(struct) == b"\x15\x02\x31\x08\x28\x02ab\x16\x01\x00"
    assert encoded(List(STRUCT, [Struct([])] * 20))[:2] == bytes([0xFC, 20])


def test_a_parquet_file_has_its_marks_and_its_pages() -> None:
    stream = io.BytesIO()
    writer = ParquetWriter(stream, [Column("text"), Column("at", "time")])
    writer.write({"text": "Ä", "at": None})
    writer.write({"text": None, "at": NOON})
    writer.close()
    data = stream.getvalue()

    size = int.from_bytes(data[-8:-4], "little")
    assert data.startswith(MAGIC)
    assert data.endswith(MAGIC)
    assert b"wortlaut" in data[-8 - size : -8]
    first = data.index(b"\x1f\x8b")
    page = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data[first:])
    assert page == b"\x04\x00\x00\x00" + b"\x02\x01\x02\x00" + b"\x02\x00\x00\x00" + "Ä".encode()
