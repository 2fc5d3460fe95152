"""Names of persons, places and organizations, as BIO labels over a tagged sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from services.parser.extraction.languages.de import name_features as features
from services.parser.extraction.languages.de.linear import (
    LANE_MASK,
    MEMO_SIZE,
    LinearModel,
    Scores,
    load,
)
from services.parser.extraction.languages.de.name_features import OUTSIDE, labels_of
from services.parser.extraction.languages.de.tag_features import BOUNDARY, INITIAL_AFTER, shape

_EDGE: Final = ((BOUNDARY, BOUNDARY),) * 2
_Place: TypeAlias = tuple[str, str]  # a word and its tag


def names(tokens: Sequence[str], tags: Sequence[str]) -> list[str]:
    """`O`, or `B-` and `I-` with PER, LOC, ORG; `tags` are those of `tag`."""
    return _finder().names(tokens, tags)


class NameFinder:
    def __init__(self, model: LinearModel) -> None:
        self._base = model.base
        self._lanes = dict(zip(model.labels, model.lanes(model.labels), strict=True))
        self._own = Scores(model, _own_features)
        self._near = _Neighbours(model)
        self._pair = Scores(model, features.pair_features)
        self._history = Scores(model, features.history_features)

    def names(self, tokens: Sequence[str], tags: Sequence[str]) -> list[str]:
        places = [*_EDGE, *zip(tokens, tags, strict=True), *_EDGE]
        before = previous = OUTSIDE
        found = []
        for at in range(2, len(places) - 2):
            possible = labels_of(*places[at], previous)
            label = OUTSIDE
            if len(possible) > 1:
                total = self._total(places[at - 2 : at + 3], before, previous)
                scores = [total >> self._lanes[name] & LANE_MASK for name in possible]
                label = possible[scores.index(max(scores))]
            found.append(label)
            before, previous = previous, label
        return [OUTSIDE if label.endswith("OTH") else label for label in found]

    def _total(self, window: list[_Place], before: str, previous: str) -> int:
        """Of the word in the middle of five."""
        far_left, left, word, right, far_right = window
        key = history_key(*word)
        around = f"{features.coarse(left[1])} {features.coarse(right[1])}"
        return (
            self._base
            + self._own[*word, left[0] in INITIAL_AFTER]
            + self._near["L ", *left]
            + self._near["R ", *right]
            + self._near["LL ", *far_left]
            + self._near["RR ", *far_right]
            + self._pair[history_key(*left), key, "pl"]
            + self._pair[key, history_key(*right), "pr"]
            + self._history[before, previous, key, around]
        )


def _own_features(word: str, tag: str, initial: bool) -> list[str]:  # noqa: FBT001 - part of a key
    return features.own_features(word, tag, initial=initial)


class _Neighbours(dict[tuple[str, str, str], int]):
    """What a word says of the one beside it: by side, word and tag."""

    def __init__(self, model: LinearModel) -> None:
        super().__init__()
        self._model = model
        self._kin = Scores(model, _kin_features)

    def __missing__(self, key: tuple[str, str, str]) -> int:
        if len(self) >= MEMO_SIZE:
            self.clear()
        side, word, tag = key
        found = self[key] = self._scores(side, word, tag)
        return found

    def _scores(self, side: str, word: str, tag: str) -> int:
        if word == BOUNDARY:
            return self._model.score(side + "w")
        kin = self._kin[(side, features.coarse(tag), shape(word), *features.kin_of(word))]
        return kin + sum(self._model.score(side + f) for f in features.near_spelling(word))


def _kin_features(side: str, tag: str, kind: str, listed: str, path: int | None) -> list[str]:
    return [side + feature for feature in features.kin_features(tag, kind, listed, path)]


@lru_cache(maxsize=1 << 14)
def history_key(word: str, tag: str) -> str:
    return features.history_key(word, tag)


@lru_cache(maxsize=1)
def _finder() -> NameFinder:
    return NameFinder(load("names.xz")[0])
