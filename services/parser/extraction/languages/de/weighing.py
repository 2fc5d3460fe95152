"""Weights of many features at a time: what lists them is kept with their sum.

A term is a feature, or a tuple of a function and of what it makes features. The features are put
into words only when such a tuple is met for the first time, learned from, or explained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Final, TypeAlias, cast

Term: TypeAlias = str | tuple[object, ...]
_MOST: Final = 1 << 14  # sums kept by each


class Sums(dict[Term, int]):
    """Of known weights: what `sums[term]` adds up to, 0 for what is not known."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        super().__init__(weights.items())
        self._known = weights
        self._full = len(weights) + _MOST

    def __missing__(self, term: Term) -> int:
        if isinstance(term, str):
            return 0
        if len(self) >= self._full:
            self.clear()
            self.update(self._known.items())
        known = self._known
        found = self[term] = sum([known[feature] for feature in worded(term) if feature in known])
        return found

    def of(self, terms: Iterable[Term]) -> int:
        return sum(map(self.__getitem__, terms))


def worded(term: Term) -> list[str]:
    if isinstance(term, str):
        return [term]
    listed = cast("Callable[..., list[str]]", term[0])
    return listed(*term[1:])


def all_features(terms: Iterable[Term]) -> list[str]:
    return list(chain.from_iterable(map(worded, terms)))
