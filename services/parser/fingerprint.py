"""MinHash of a text: near-duplicates (agency copies) are found by comparing short signatures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from struct import Struct
from typing import Final

PLACES: Final = 64
SHINGLE_WORDS: Final = 4
EMPTY: Final = 2**32 - 1  # a place that no shingle fell into, before it borrows

_HALVES: Final = Struct(">II").unpack
_WORD = re.compile(r"\w+")


def fingerprint(text: str) -> tuple[int, ...]:
    """One permutation, 64 places of 32 bits: the share of equal places estimates the Jaccard
    similarity of the texts' sets of 4-word shingles. Case and punctuation do not count.

    Frozen: rows of earlier years are compared with it. Places that stay empty borrow from their
    right neighbour (rotation densification), so that short texts compare well too.
    """
    places = [EMPTY] * PLACES
    for shingle in _shingles(text):
        # 64 bits, big-endian: the low six choose the place, the high half counts there
        rest, low = _HALVES(blake2b(shingle, digest_size=8).digest())
        place = low % PLACES
        places[place] = min(places[place], rest)
    return tuple(_densified(places))


def similarity(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    return sum(a == b for a, b in zip(one, other, strict=True)) / PLACES


def _shingles(text: str) -> Iterable[bytes]:
    words = _WORD.findall(text.casefold())
    if len(words) < SHINGLE_WORDS:
        return [" ".join(words).encode()]
    following = (words[shift:] for shift in range(SHINGLE_WORDS))
    return [" ".join(shingle).encode() for shingle in zip(*following, strict=False)]


def _densified(places: list[int]) -> Iterator[int]:
    for place, value in enumerate(places):
        distance = 0
        while value == EMPTY and distance < PLACES:
            distance += 1
            value = places[(place + distance) % PLACES]  # noqa: PLW2901 - the borrowed one
        # a borrowed value is marked with its distance: equal only where both borrowed alike
        yield (value + distance * 0x9E3779B1) % 2**32 if distance else value
