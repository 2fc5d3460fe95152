"""The numbers by which claims about the same thing are found through an index.

A key is 48 bits: a hash of what is counted or said and of a name that it is tied to, the kind of
the key, and the week. `claim_partners` (migrations) looks for equal ones in the same week and the
two beside it, and then compares the claims themselves: a key makes a candidate, never a relation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final
from zlib import crc32

from schemas import ClaimExtracted, Quantity

from .counted import counted_words, is_measure
from .reading import ReadClaim, ReadQuantity

COUNTED, ASSERTED, DENIED = 0, 1, 2
WEEK_BITS: Final = 14
KIND_BITS: Final = 2
DAYS: Final = 7
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MOST: Final = 64  # keys of one claim; a list of names without end makes no more
_SURE: Final = ("certain", "probable")


def matching_keys(claim: ClaimExtracted | ReadClaim, claimed_at: datetime) -> tuple[int, ...]:
    """Sorted; () for what nothing could be held against."""
    week = week_of(claimed_at)
    found = {_key(kind, words, week) for kind, words in _subjects(claim)}
    return tuple(sorted(found)[:_MOST])


def week_of(instant: datetime) -> int:
    """Weeks since 1970, as many as fit: 2243 begins anew, where nothing of today is left."""
    return max(0, (instant - _EPOCH).days // DAYS) % (1 << WEEK_BITS)


def _key(kind: int, words: str, week: int) -> int:
    return ((crc32(words.encode()) << KIND_BITS | kind) << WEEK_BITS) | week


def _subjects(claim: ClaimExtracted | ReadClaim) -> Iterator[tuple[int, str]]:
    anchors = {*names_among(claim.about), *names_among(claim.setting)} or {""}
    for quantity in claim.quantities:
        tied = {""} if is_measure(quantity) else anchors
        for word in _counted(quantity):
            yield from ((COUNTED, f"{word}|{anchor}") for anchor in tied)
    if (kind := _stance(claim)) is not None:
        for said in _predicates(claim):
            yield from ((kind, f"{said}|{anchor}") for anchor in anchors)


def names_among(keys: Iterable[str]) -> tuple[str, ...]:
    """Names keep their capital letter."""
    return tuple(key for key in keys if key[:1].isupper())


def _counted(quantity: Quantity | ReadQuantity) -> Iterator[str]:
    """What is counted and what happened to it must be the same; of a measure one of its words."""
    words = counted_words(quantity)
    if is_measure(quantity):
        return (f"{quantity.unit} {word}" for word in words)
    return iter([" ".join(words)] if words else [])


def _stance(claim: ClaimExtracted | ReadClaim) -> int | None:
    if claim.polarity == "negative":
        return None if {"denial", "negation"} <= set(claim.signals) else DENIED
    return ASSERTED if claim.polarity == "positive" and claim.certainty in _SURE else None


def _predicates(claim: ClaimExtracted | ReadClaim) -> set[str]:
    if claim.predicate is not None:
        return {claim.predicate}
    return {key for key in claim.about if key[:1].islower()}
