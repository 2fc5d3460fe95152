"""Content-Encoding undone piece by piece: never more unpacked than was asked for, never half."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, Protocol, cast

import brotli
from zlib_ng import zlib_ng as zlib

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PIECE: Final = 128 * 1024  # most pages are one, and need not be joined
MOST_CODINGS: Final = 2
"""One within the other, as some servers pack what was packed; more is an attack."""

_ZLIB_ERROR: Final = cast("type[Exception]", zlib.error)  # its stub calls it a value
_WINDOW_LOG: Final = 23  # 8 MiB, what RFC 9659 asks of a browser; the format would allow 2 GiB


class UnknownCodingError(ValueError):
    """A Content-Encoding that is not undone here."""


class BrokenPackingError(ValueError):
    """What was packed is damaged, or ends before its end."""


class Coding(Protocol):
    """One coding, on its way through an answer."""

    @property
    def is_whole(self) -> bool: ...
    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What `data` unpacks to, at most PIECE bytes at a time."""


def codings(header: str) -> list[Coding]:
    """In the order in which they are to be undone: the last that was applied comes first."""
    return [make() for make in _makers(header)]


@lru_cache(maxsize=64)  # nearly all say the same
def _makers(header: str) -> tuple[Callable[[], Coding], ...]:
    names = [name for part in header.split(",") if (name := part.strip().lower())]
    wanted = [name for name in reversed(names) if name != "identity"]
    unknown = next((name for name in wanted if name not in _CODINGS), None)
    if unknown is not None:
        raise UnknownCodingError(f"content encoding {unknown[:40]!r}")
    if len(wanted) > MOST_CODINGS:
        raise UnknownCodingError(f"{len(wanted)} content encodings one within the other")
    return tuple(_CODINGS[name] for name in wanted)


def unpacked(steps: list[Coding], data: bytes) -> Iterator[bytes]:
    """`data` through all of them, one at least. Raises BrokenPackingError."""
    first, *further = steps
    pieces = first.pieces(data)
    for step in further:
        pieces = _through(step, pieces)
    try:
        yield from pieces
    except (_ZLIB_ERROR, brotli.error, zstd.ZstdError, EOFError) as error:
        raise BrokenPackingError(f"damaged: {str(error)[:100]}") from error


def require_whole(steps: Iterable[Coding]) -> None:
    """At the end of an answer. Raises BrokenPackingError."""
    if not all(step.is_whole for step in steps):
        raise BrokenPackingError("the packed answer breaks off")


def _through(step: Coding, pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield from step.pieces(piece)


class _Zlib:
    """gzip, of several members if need be; deflate with its wrapper or without."""

    def __init__(self, wbits: int | None) -> None:
        self._wbits = wbits
        self._inflater: zlib._Decompress | None = None
        self._held = b""

    @property
    def is_whole(self) -> bool:
        return (self._inflater is None and not self._held) or bool(
            self._inflater is not None and self._inflater.eof
        )

    def pieces(self, data: bytes) -> Iterator[bytes]:
        data, self._held = self._held + data, b""
        while data:
            if self._inflater is None and (len(data) < 2 or not data.strip(b"\x00")):
                self._held = b"" if data[:1] == b"\x00" else data  # padding, or too little to tell
                return
            self._inflater = self._inflater or zlib.decompressobj(self._format(data))
            yield from self._inflated(self._inflater, data)
            data = self._rest()

    def _inflated(self, inflater: zlib._Decompress, data: bytes) -> Iterator[bytes]:
        piece = b""
        while not inflater.eof and (data or len(piece) == PIECE):
            piece = inflater.decompress(data, PIECE)
            data = inflater.unconsumed_tail
            if piece:
                yield piece

    def _rest(self) -> bytes:
        """The next member; what follows the last one and is none belongs to nothing."""
        rest = self._inflater.unused_data if self._inflater is not None else b""
        if self._wbits is None or not rest.startswith(b"\x1f"):
            return b""
        self._inflater = None
        return rest

    def _format(self, data: bytes) -> int:
        if self._wbits is not None:
            return self._wbits
        has_wrapper = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        return zlib.MAX_WBITS if has_wrapper else -zlib.MAX_WBITS


class _Brotli:
    def __init__(self) -> None:
        self._decompressor = brotli.Decompressor()
        self._is_fed = False

    @property
    def is_whole(self) -> bool:
        return not self._is_fed or bool(self._decompressor.is_finished())

    def pieces(self, data: bytes) -> Iterator[bytes]:
        if not data or self._decompressor.is_finished():
            return
        self._is_fed = True
        piece = self._decompressor.process(data, output_buffer_limit=PIECE)
        while piece or not self._decompressor.can_accept_more_data():
            yield piece
            piece = self._decompressor.process(b"", output_buffer_limit=PIECE)


class _Zstd:
    def __init__(self) -> None:
        self._decompressor: zstd.ZstdDecompressor | None = None

    @property
    def is_whole(self) -> bool:
        return self._decompressor is None or self._decompressor.eof

    def pieces(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._decompressor is None or self._decompressor.eof:
                limits = {int(zstd.DecompressionParameter.window_log_max): _WINDOW_LOG}
                self._decompressor = zstd.ZstdDecompressor(options=limits)
            yield self._decompressor.decompress(data, PIECE)
            while not (self._decompressor.eof or self._decompressor.needs_input):
                yield self._decompressor.decompress(b"", PIECE)
            data = self._decompressor.unused_data if self._decompressor.eof else b""


_CODINGS: Final[dict[str, Callable[[], Coding]]] = {
    "gzip": lambda: _Zlib(16 + zlib.MAX_WBITS),
    "x-gzip": lambda: _Zlib(16 + zlib.MAX_WBITS),
    "deflate": lambda: _Zlib(None),
    "br": _Brotli,
    "zstd": _Zstd,
}
