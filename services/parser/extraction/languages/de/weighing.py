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
    """Of known weights, and of the terms that were met: what each adds up to."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        super().__init__(weights.items())
        self._known = weights
        self._full = len(weights) + _MOST

    def __missing__(self, term: tuple[object, ...]) -> int:
        if len(self) >= self._full:
            self.clear()
            self.update(self._known.items())
        known = self._known
        found = self[term] = sum([known[feature] for feature in worded(term) if feature in known])
        return found

    def of(self, terms: Iterable[Term]) -> int:
        total, known = 0, self.get  # a tuple is hashed anew each time that it is asked for
        for term in terms:
            weight = known(term)
            if weight is not None:
                total += weight
            elif type(term) is tuple:  # a feature without a weight is no more than that
                total += self.__missing__(term)
        return total


def worded(term: Term) -> list[str]:
    if isinstance(term, str):
        return [term]
    listed = cast("Callable[..., list[str]]", term[0])
    return listed(*term[1:])


def all_features(terms: Iterable[Term]) -> list[str]:
    return list(chain.from_iterable(map(worded, terms)))
