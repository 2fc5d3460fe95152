"""Parquet files of flat rows, written with nothing but the standard library.

What is needed is small: every column may be null, a column of a row group is one plain page,
gzipped. The libraries that write more weigh 20 to 60 MB. Any reader reads this: format version 1,
data pages v1.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, BinaryIO, Final

from services.local.exports.columns import Column
from services.local.exports.thrift import (
    BINARY,
    I32,
    I64,
    STRUCT,
    List,
    Struct,
    Value,
    encoded,
    varint,
)

MAGIC: Final = b"PAR1"
GROUP_ROWS: Final = 20_000
WROTE: Final = "wortlaut"

BOOLEAN, INT64, BYTE_ARRAY = 0, 2, 6  # parquet::Type
PLAIN, RLE = 0, 3  # parquet::Encoding
GZIP, DATA_PAGE, OPTIONAL = 2, 0, 1
UTF8, TIMESTAMP_MICROS, JSON = 0, 10, 19  # parquet::ConvertedType
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

_STRING_TYPE: Final = Struct([(1, Struct([]))])
_JSON_TYPE: Final = Struct([(12, Struct([]))])
_UTC_MICROS: Final = Struct([(8, Struct([(1, True), (2, Struct([(2, Struct([]))]))]))])
_TYPES: Final = {
    "text": (BYTE_ARRAY, UTF8, _STRING_TYPE),
    "json": (BYTE_ARRAY, JSON, _JSON_TYPE),
    "time": (INT64, TIMESTAMP_MICROS, _UTC_MICROS),
    "boolean": (BOOLEAN, None, None),
    "integer": (INT64, None, None),
}


@dataclass(slots=True)
class ParquetWriter:
    stream: BinaryIO
    columns: Sequence[Column]
    _rows: list[Mapping[str, Any]] = field(default_factory=list)
    _groups: list[Struct] = field(default_factory=list)
    _count: int = 0
    _at: int = 0

    def __post_init__(self) -> None:
        self._put(MAGIC)

    def write(self, row: Mapping[str, Any]) -> None:
        self._rows.append(row)
        if len(self._rows) == GROUP_ROWS:
            self._end_group()

    def close(self) -> None:
        if self._rows:
            self._end_group()
        footer = encoded(self._footer())
        self._put(footer + struct.pack("<I", len(footer)) + MAGIC)

    def _end_group(self) -> None:
        began = self._at
        chunks = [self._chunk(column) for column in self.columns]
        sizes = I64(self._at - began)
        count = I64(len(self._rows))
        self._groups.append(Struct([(1, List(STRUCT, chunks)), (2, sizes), (3, count)]))
        self._count += len(self._rows)
        self._rows = []

    def _chunk(self, column: Column) -> Struct:
        values = [row[column.name] for row in self._rows]
        page = _page(column, values)
        packed = _gzipped(page)
        head = encoded(_page_header(len(values), len(page), len(packed)))
        began = self._at
        self._put(head + packed)
        about: list[tuple[int, Value]] = [
            (1, _TYPES[column.type][0]),
            (2, List(I32, [PLAIN, RLE])),
            (3, List(BINARY, [column.name])),
            (4, GZIP),
            (5, I64(len(values))),
            (6, I64(len(head) + len(page))),
            (7, I64(len(head) + len(packed))),
            (9, I64(began)),
        ]
        return Struct([(2, I64(began)), (3, Struct(about))])

    def _footer(self) -> Struct:
        root = Struct([(4, "schema"), (5, len(self.columns))])
        schema = [root, *map(_element, self.columns)]
        return Struct(
            [
                (1, 1),
                (2, List(STRUCT, schema)),
                (3, I64(self._count)),
                (4, List(STRUCT, self._groups)),
                (6, WROTE),
            ]
        )

    def _put(self, data: bytes) -> None:
        self.stream.write(data)
        self._at += len(data)


def _element(column: Column) -> Struct:
    physical, converted, logical = _TYPES[column.type]
    return Struct([(1, physical), (3, OPTIONAL), (4, column.name), (6, converted), (10, logical)])


def _page_header(count: int, size: int, packed: int) -> Struct:
    data = Struct([(1, count), (2, PLAIN), (3, RLE), (4, RLE)])
    return Struct([(1, DATA_PAGE), (2, size), (3, packed), (5, data)])


def _page(column: Column, values: Sequence[Any]) -> bytes:
    """Which are null, as runs of ones and zeros; then those that are not, one after the other."""
    runs = b"".join(
        varint(sum(1 for _ in run) << 1) + bytes([is_there])
        for is_there, run in groupby(value is not None for value in values)
    )
    there = [value for value in values if value is not None]
    return struct.pack("<I", len(runs)) + runs + _plain(column, there)


def _plain(column: Column, values: Sequence[Any]) -> bytes:
    match column.type:
        case "boolean":
            bits = sum(1 << place for place, value in enumerate(values) if value)
            return bits.to_bytes((len(values) + 7) // 8, "little")
        case "integer":
            return struct.pack(f"<{len(values)}q", *values)
        case "time":
            return struct.pack(f"<{len(values)}q", *map(_micros, values))
        case "json":
            return _texts(json.dumps(value, ensure_ascii=False) for value in values)
        case "text":
            return _texts(values)


def _texts(values: Any) -> bytes:
    encoded_values = (str(value).encode() for value in values)
    return b"".join(struct.pack("<I", len(value)) + value for value in encoded_values)


def _micros(at: datetime) -> int:
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _gzipped(page: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(page) + packer.flush()
