"""Thrift's compact protocol, as much of it as a Parquet file needs to be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

Value: TypeAlias = "int | str | bytes | I64 | Struct | List"

TRUE, FALSE, I32, I64_TYPE, BINARY, LIST, STRUCT = 1, 2, 5, 6, 8, 9, 12
_SHORT: Final = 15  # a list of fewer has its size in its first byte


@dataclass(frozen=True, slots=True)
class I64:
    value: int


@dataclass(frozen=True, slots=True)
class Struct:
    """Fields by their number, which grows; one that is None is left out."""

    fields: Sequence[tuple[int, Value | bool | None]]


@dataclass(frozen=True, slots=True)
class List:
    type: int
    items: Sequence[Value]


def encoded(value: Value) -> bytes:
    match value:
        case Struct():
            return _struct(value)
        case List():
            size = len(value.items)
            head = bytes([size << 4 | value.type]) if size < _SHORT else (
                bytes([0xF0 | value.type]) + varint(size)
            )  # fmt: skip
            return head + b"".join(map(encoded, value.items))
        case I64():
            return varint(_zigzag(value.value))
        case int():
            return varint(_zigzag(value))
        case str():
            return encoded(value.encode())
        case bytes():
            return varint(len(value)) + value


def varint(number: int) -> bytes:
    """Seven bits a byte, the least first."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _struct(value: Struct) -> bytes:
    out, last = bytearray(), 0
    for number, field in value.fields:
        if field is None:
            continue
        out += _head(number, number - last, _type(field))
        if not isinstance(field, bool):  # its type says all of it
            out += encoded(field)
        last = number
    return bytes(out) + b"\x00"


def _head(number: int, step: int, kind: int) -> bytes:
    """Short where the number is little more than the last one."""
    return bytes([step << 4 | kind]) if step < 16 else bytes([kind]) + varint(_zigzag(number))


def _type(field: Value | bool) -> int:  # noqa: FBT001 - the value of a field
    match field:
        case bool():
            return TRUE if field else FALSE
        case int():
            return I32
        case I64():
            return I64_TYPE
        case str() | bytes():
            return BINARY
        case List():
            return LIST
        case Struct():
            return STRUCT


def _zigzag(number: int) -> int:
    return number << 1 ^ number >> 63
