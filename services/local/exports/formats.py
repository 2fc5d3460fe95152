"""A writer for each form: rows go in one by one, nothing is held back but what a form demands."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final, Protocol, TypeAlias

from services.local.exports.columns import columns_of
from services.local.exports.linked import linked
from services.local.exports.parquet import ParquetWriter

Row: TypeAlias = Mapping[str, Any]

# What a spreadsheet takes for the beginning of a formula, also after blanks
FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Writer(Protocol):
    def write(self, row: Row) -> None: ...
    def close(self) -> None:
        """Writes what is missing to make it whole; the stream stays open."""


class JsonLines:
    def __init__(self, stream: BinaryIO, _kind: str) -> None:
        self._stream = stream

    def write(self, row: Row) -> None:
        self._stream.write(as_json(row) + b"\n")

    def close(self) -> None:
        return


class Csv:
    """RFC 4180 in UTF-8. Lists are JSON in their cell, formulas begin with an apostrophe."""

    def __init__(self, stream: BinaryIO, kind: str) -> None:
        self._text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
        self._names = [column.name for column in columns_of(kind)]
        self._csv = csv.writer(self._text)
        self._csv.writerow(self._names)

    def write(self, row: Row) -> None:
        self._csv.writerow([cell(row[name]) for name in self._names])

    def close(self) -> None:
        self._text.flush()
        self._text.detach()


class Parquet:
    def __init__(self, stream: BinaryIO, kind: str) -> None:
        self._parquet = ParquetWriter(stream, columns_of(kind))

    def write(self, row: Row) -> None:
        self._parquet.write(row)

    def close(self) -> None:
        self._parquet.close()


class JsonLinked:
    """One JSON-LD document in the words of schema.org, an item a line."""

    def __init__(self, stream: BinaryIO, kind: str) -> None:
        self._stream = stream
        self._kind = kind
        self._between = b"\n"
        stream.write(b'{"@context": "https://schema.org", "@graph": [')

    def write(self, row: Row) -> None:
        self._stream.write(self._between + as_json(linked(self._kind, row)))
        self._between = b",\n"

    def close(self) -> None:
        self._stream.write(b"\n]}\n")


FORMATS: Final[Mapping[str, Callable[[BinaryIO, str], Writer]]] = {
    "jsonl": JsonLines,
    "csv": Csv,
    "parquet": Parquet,
    "jsonld": JsonLinked,
}


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=_told).encode()


def cell(value: object) -> str:
    """Of a CSV file. An apostrophe keeps a spreadsheet from reading text as a formula."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return _told(value)
        case list() | dict():
            return as_json(value).decode()
        case str():
            return f"'{value}" if value.lstrip(" ").startswith(FORMULAS) else value
        case _:
            return str(value)


def _told(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value)
