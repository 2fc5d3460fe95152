"""MinHash of a text: near-duplicates (agency copies) are found by comparing short signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import Final

PLACES: Final = 64
SHINGLE_WORDS: Final = 4
EMPTY: Final = 2**32 - 1  # a place that no shingle fell into, before it borrows

_WORD = re.compile(r"\w+")


def fingerprint(text: str) -> tuple[int, ...]:
    """One permutation, 64 places of 32 bits: the share of equal places estimates the Jaccard
    similarity of the texts' sets of 4-word shingles. Case and punctuation do not count.

    Frozen: rows of earlier years are compared with it. Places that stay empty borrow from their
    right neighbour (rotation densification), so that short texts compare well too.
    """
    places = [EMPTY] * PLACES
    for shingle in _shingles(text):
        value = _hash64(shingle)
        place, rest = value % PLACES, value >> 32
        places[place] = min(places[place], rest)
    return tuple(_densified(places))


def similarity(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    return sum(a == b for a, b in zip(one, other, strict=True)) / PLACES


def _shingles(text: str) -> Iterator[str]:
    words = _WORD.findall(text.casefold())
    for start in range(max(1, len(words) - SHINGLE_WORDS + 1)):
        yield " ".join(words[start : start + SHINGLE_WORDS])


def _hash64(shingle: str) -> int:
    digest = blake2b(shingle.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _densified(places: list[int]) -> Iterator[int]:
    for place, value in enumerate(places):
        distance = 0
        while value == EMPTY and distance < PLACES:
            distance += 1
            value = places[(place + distance) % PLACES]  # noqa: PLW2901 - the borrowed one
        # a borrowed value is marked with its distance: equal only where both borrowed alike
        yield (value + distance * 0x9E3779B1) % 2**32 if distance else value
