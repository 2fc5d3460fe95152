"""Names of persons, places and organizations, as BIO labels over a tagged sentence."""

from __future__ import annotations  # `array[int]` is for type checkers alone

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from services.parser.extraction.languages.de import name_features as features
from services.parser.extraction.languages.de.linear import LinearModel, load
from services.parser.extraction.languages.de.name_features import OUTSIDE, labels_of
from services.parser.extraction.languages.de.tag_features import BOUNDARY, is_initial

_GROUPS: Final = ("L ", "R ", "LL ", "RR ")  # the features of each side
_MEMO_SIZE: Final = 1 << 15
_EDGE: Final = ((BOUNDARY, BOUNDARY),) * 2


def names(tokens: Sequence[str], tags: Sequence[str]) -> list[str]:
    """`O`, or `B-` and `I-` with PER, LOC, ORG; `tags` are those of `tag`."""
    return _finder().names(tokens, tags)


@dataclass(slots=True)
class Entry:
    """All that can be computed of a word alone; what it says of others waits until it is asked."""

    own: array[int]
    key: str
    near: list[str]
    sides: list[array[int] | None]  # for the word to the left, to the right, two left, two right


class NameFinder:
    def __init__(self, model: LinearModel) -> None:
        self._model = model
        self._numbers = {label: number for number, label in enumerate(model.labels)}
        self._entries: dict[tuple[str, str, bool], Entry] = {}
        self._near: dict[tuple[str, tuple[str, ...]], array[int]] = {}
        self._pairs: dict[tuple[str, str, str], array[int]] = {}
        self._history: dict[tuple[str, str, str, str], array[int]] = {}

    def names(self, tokens: Sequence[str], tags: Sequence[str]) -> list[str]:
        places = [*_EDGE, *zip(tokens, tags, strict=True), *_EDGE]
        before = previous = OUTSIDE
        found = []
        for at in range(2, len(places) - 2):
            possible = labels_of(*places[at], previous)
            label = OUTSIDE
            if len(possible) > 1:
                totals = self._totals(places[at - 2 : at + 3], before, previous)
                label = max(possible, key=lambda name: totals[self._numbers[name]])
            found.append(label)
            before, previous = previous, label
        return [OUTSIDE if label.endswith("OTH") else label for label in found]

    def _totals(self, window: list[tuple[str, str]], before: str, previous: str) -> list[int]:
        """The word in the middle of five, by label."""
        far_left, left, word, right, far_right = window
        entry = self._entry(*word, initial=is_initial(left[0]))
        others = [
            self._entry(*other, initial=False) for other in (left, right, far_left, far_right)
        ]
        around = f"{features.coarse(left[1])} {features.coarse(right[1])}"
        vectors = [
            entry.own,
            self._past(before, previous, entry.key, around),
            self._pair(others[0].key, entry.key, "pl"),
            self._pair(entry.key, others[1].key, "pr"),
            *(other.sides[side] or self._side(other, side) for side, other in enumerate(others)),
        ]
        return [sum(column) for column in zip(*vectors, strict=True)]

    def _entry(self, word: str, tag: str, *, initial: bool) -> Entry:
        key = (word, tag, initial)
        found = self._entries.get(key)
        if found is None:
            if len(self._entries) >= _MEMO_SIZE:
                self._entries.clear()
            found = self._entries[key] = self._new_entry(word, tag, initial=initial)
        return found

    def _new_entry(self, word: str, tag: str, *, initial: bool) -> Entry:
        near = features.near_features(word, tag)
        sides: list[array[int] | None] = [None] * len(_GROUPS)
        if word == BOUNDARY:
            return Entry(array("i"), "", near, sides)
        own = self._model.scores("", features.own_features(word, tag, initial=initial))
        return Entry(own, features.history_key(word, tag), near, sides)

    def _side(self, entry: Entry, side: int) -> array[int]:
        found = entry.sides[side] = self._neighbour(_GROUPS[side], entry.near)
        return found

    def _neighbour(self, group: str, near: list[str]) -> array[int]:
        key = (group, self._model.known(group, near))
        found = self._near.get(key)
        if found is None:
            if len(self._near) >= _MEMO_SIZE:
                self._near.clear()
            found = self._near[key] = self._model.scores(*key)
        return found

    def _pair(self, left: str, right: str, side: str) -> array[int]:
        key = (left, right, side)
        found = self._pairs.get(key)
        if found is None:
            if len(self._pairs) >= _MEMO_SIZE:
                self._pairs.clear()
            found = self._pairs[key] = self._model.scores("", features.pair_features(*key))
        return found

    def _past(self, before: str, previous: str, key: str, around: str) -> array[int]:
        memo_key = (before, previous, key, around)
        found = self._history.get(memo_key)
        if found is None:
            if len(self._history) >= _MEMO_SIZE:
                self._history.clear()
            found = self._model.scores("", features.history_features(*memo_key))
            self._history[memo_key] = found
        return found


@lru_cache(maxsize=1)
def _finder() -> NameFinder:
    return NameFinder(load("names.xz")[0])
