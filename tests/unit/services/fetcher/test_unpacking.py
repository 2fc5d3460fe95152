from __future__ import annotations

import gzip
import sys
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fetcher import unpacking

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BODY = b"Wort " * 50_000


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": lambda data: bytes(zstd.compress(data)),
}


def undone(coding: str, data: bytes, chunk: int = 1000) -> bytes:
    steps = unpacking.codings(coding)
    pieces = [data[at : at + chunk] for at in range(0, len(data), chunk)]
    body = b"".join(piece for p in pieces for piece in unpacking.unpacked(steps, p))
    unpacking.require_whole(steps)
    return body


@pytest.mark.parametrize("chunk", [1, 7, 100_000])
@pytest.mark.parametrize("coding", PACK)
def test_what_was_packed_comes_out_whole_in_whatever_pieces_it_arrives(
    coding: str, chunk: int
) -> None:
    assert undone(coding, PACK[coding](BODY), chunk) == BODY


def test_deflate_without_its_wrapper_is_undone_too() -> None:
    assert undone("deflate", _raw_deflate(BODY)) == BODY


def test_members_one_after_the_other_are_one_body() -> None:
    assert undone("gzip", gzip.compress(b"eins ") + gzip.compress(b"zwei")) == b"eins zwei"
    assert undone("zstd", bytes(zstd.compress(b"eins ")) + bytes(zstd.compress(b"zwei"))) == (
        b"eins zwei"
    )


def test_what_follows_the_last_member_belongs_to_nothing() -> None:
    assert undone("gzip", gzip.compress(BODY) + b"\x00" * 512) == BODY
    assert undone("gzip", gzip.compress(BODY) + b"<!-- 0.3 s -->", 50) == BODY


@pytest.mark.parametrize("coding", PACK)
def test_a_body_that_breaks_off_is_not_taken_for_whole(coding: str) -> None:
    packed = PACK[coding](BODY)

    with pytest.raises(unpacking.BrokenPackingError):
        undone(coding, packed[:-5])


@pytest.mark.parametrize("coding", PACK)
def test_a_damaged_body_is_named(coding: str) -> None:
    packed = PACK[coding](BODY)

    with pytest.raises(unpacking.BrokenPackingError):
        undone(coding, b"\xde\xad\xbe\xef" + packed[8:])


@pytest.mark.parametrize("coding", PACK)
def test_an_empty_body_is_whole(coding: str) -> None:
    assert undone(coding, b"") == b""


def test_two_codings_are_undone_in_their_order_and_three_are_not() -> None:
    assert undone("gzip, br", brotli.compress(gzip.compress(BODY))) == BODY
    assert undone("identity, GZIP", gzip.compress(BODY)) == BODY
    with pytest.raises(unpacking.UnknownCodingError, match="3 content encodings"):
        unpacking.codings("gzip, gzip, gzip")
    with pytest.raises(unpacking.UnknownCodingError, match="compress"):
        unpacking.codings("compress")


def test_a_window_larger_than_any_browser_takes_is_refused() -> None:
    options = {int(zstd.CompressionParameter.window_log): 27}
    packer = zstd.ZstdCompressor(options=options)
    packed = packer.compress(b"x" * 1_000_000) + packer.flush()

    with pytest.raises(unpacking.BrokenPackingError):
        undone("zstd", bytes(packed))


@pytest.mark.parametrize("coding", [*PACK, "gzip, gzip"])
def test_no_piece_is_larger_than_it_may_be_whatever_it_unpacks_to(coding: str) -> None:
    bomb = b" " * (32 * 1024 * 1024)
    for name in coding.split(", "):
        bomb = PACK[name](bomb)
    steps = unpacking.codings(coding)
    tracemalloc.start()
    try:
        pieces = unpacking.unpacked(steps, bomb)
        sizes = [len(next(pieces)) for _ in range(3)]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert max(sizes) <= 2 * unpacking.PIECE
    assert peak < 2 * 1024 * 1024


@given(st.binary(max_size=300), st.sampled_from([*PACK, "gzip, br"]))
def test_no_bytes_are_too_strange_to_unpack(data: bytes, coding: str) -> None:
    try:
        undone(coding, data)
    except unpacking.BrokenPackingError:
        return
