"""Values as COPY takes them in its binary format: their length, then their bytes.

In one pass from the event to the row, at half the price of handing the driver Python values. Each
value must be of its column's type: the server looks at nothing but the length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from struct import Struct
from typing import Final
from uuid import UUID

NULL: Final = b"\xff\xff\xff\xff"
TRUE: Final = b"\x00\x00\x00\x01\x01"
FALSE: Final = b"\x00\x00\x00\x01\x00"
UUID_LENGTH: Final = b"\x00\x00\x00\x10"

_SIGNATURE: Final = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_END: Final = b"\xff\xff"
PIECE_BYTES: Final = 1024 * 1024

_INT4, _INT8, _TEXT, _FLOAT8 = 23, 20, 25, 701  # types, as Postgres numbers them
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

length: Final = Struct(">i").pack
row: Final = Struct(">h").pack
"""How many columns follow."""
jsonb_length: Final = Struct(">ib").pack
_eight: Final = Struct(">iq").pack
_float: Final = Struct(">id").pack
_pair: Final = Struct(">iiii").pack
_array: Final = Struct(">iiIii").pack
_matrix: Final = Struct(">iiIiiii").pack
_nothing: Final = Struct(">iiiI").pack


def text(value: str | None) -> bytes:
    if value is None:
        return NULL
    encoded = value.encode()
    return length(len(encoded)) + encoded


def boolean(value: bool) -> bytes:  # noqa: FBT001 - the value of a column
    return TRUE if value else FALSE


def uuid(value: UUID | None) -> bytes:
    return NULL if value is None else UUID_LENGTH + value.int.to_bytes(16, "big")


def int4(value: int) -> bytes:
    """Raises OverflowError, as the driver does."""
    return b"\x00\x00\x00\x04" + value.to_bytes(4, "big", signed=True)


def timestamp(value: datetime) -> bytes:
    return _eight(8, (value - _EPOCH) // _MICROSECOND)


def jsonb(encoded: bytes | None) -> bytes:
    return NULL if encoded is None else jsonb_length(len(encoded) + 1, 1) + encoded


def texts(values: Sequence[str]) -> bytes:
    return _one_dimension(_TEXT, list(map(text, values)))


def int8s(values: Sequence[int]) -> bytes:
    return _one_dimension(_INT8, [_eight(8, value) for value in values])


def float8s(values: Sequence[float | None]) -> bytes:
    """None stays null."""
    return _one_dimension(_FLOAT8, [NULL if v is None else _float(8, v) for v in values])


def _one_dimension(kind: int, elements: Sequence[bytes]) -> bytes:
    if not elements:
        return _nothing(12, 0, 0, kind)
    inner = b"".join(elements)
    has_nulls = NULL in elements
    return length(20 + len(inner)) + _array(1, has_nulls, kind, len(elements), 1) + inner


def pairs(values: Sequence[tuple[int, int]]) -> bytes:
    """int4[][]; at least one pair."""
    inner = b"".join([_pair(4, first, 4, second) for first, second in values])
    return length(28 + len(inner)) + _matrix(2, 0, _INT4, len(values), 1, 2, 1) + inner


def pieces(rows: Iterable[bytes]) -> Iterator[bytes]:
    """What COPY takes, in pieces that are whole by themselves, since a batch may be large."""
    held, size = [_SIGNATURE], 0
    for one in rows:
        held.append(one)
        size += len(one)
        if size >= PIECE_BYTES:
            yield b"".join([*held, _END])
            held, size = [_SIGNATURE], 0
    if size:
        yield b"".join([*held, _END])
