"""Hundreds of thousands of words in one buffer: sorted lines, searched where they lie."""

import lzma
import re
from bisect import bisect_right
from collections.abc import Mapping
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent / "data"
_STRIDE: Final = 256  # bytes between two keys of the index: 33,000 keys for half a million words


class WordTable:
    """Lines `word<TAB>value`, sorted by their UTF-8 bytes."""

    def __init__(self, lines: bytes) -> None:
        self._lines = b"\n" + lines
        self._starts = _line_starts(self._lines)
        self._keys = [self._key_at(start) for start in self._starts]

    def get(self, word: str) -> str | None:
        try:
            key = word.encode()
        except UnicodeEncodeError:  # a lone surrogate is in no word list
            return None
        if not key or b"\n" in key or b"\t" in key:
            return None
        return self._value(key, bisect_right(self._keys, key) - 1)

    def beginnings(self, first: bytes, length: int) -> frozenset[bytes]:
        """The first `length` bytes of the words that are so long and begin with class `first`."""
        return frozenset(re.findall(rb"\n(%b[^\t]{%d})" % (first, length - 1), self._lines))

    def _value(self, key: bytes, block: int) -> str | None:
        if block < 0:
            return None
        end = self._starts[block + 1] if block + 1 < len(self._starts) else len(self._lines)
        line = self._lines.find(b"\n%b\t" % key, self._starts[block] - 1, end)
        if line < 0:
            return None
        start = line + len(key) + 2
        return self._lines[start : self._lines.find(b"\n", start)].decode()

    def _key_at(self, start: int) -> bytes:
        return self._lines[start : self._lines.find(b"\t", start)]


def sections(name: str) -> Mapping[str, bytes]:
    """The named parts of a data file; a part begins with the line `[name]`."""
    parts = lzma.decompress((DATA / name).read_bytes()).split(b"\n[")
    return dict(_named(part.removeprefix(b"[")) for part in parts)


def lines_of(part: bytes) -> list[str]:
    return part.decode().rstrip("\n").split("\n")  # not splitlines, which knows stranger ends


def _named(part: bytes) -> tuple[str, bytes]:
    name, _, body = part.partition(b"]\n")
    return name.decode(), body.rstrip(b"\n") + b"\n"


def _line_starts(lines: bytes) -> list[int]:
    starts, start = [], 1
    while start < len(lines):
        starts.append(start)
        start = lines.find(b"\n", start + _STRIDE) + 1 or len(lines)
    return starts
