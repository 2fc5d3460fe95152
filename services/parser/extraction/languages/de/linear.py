"""A linear model: features have weights for labels, and what scores highest wins."""

from __future__ import annotations  # `array[int]` is for type checkers alone

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from services.parser.extraction.languages.de.word_table import lines_of, sections


class LinearModel:
    def __init__(self, labels: Sequence[str], weights: Mapping[str, str]) -> None:
        self.labels = tuple(labels)
        # `label:weight label:weight`, or what it says, once a text has asked for it
        self._weights: dict[str, str | dict[int, int]] = {**weights}

    def known(self, group: str, features: Iterable[str]) -> tuple[str, ...]:
        """Those features that have weights: words that share them share their scores."""
        return tuple(feature for feature in features if group + feature in self._weights)

    def scores(self, group: str, features: Iterable[str]) -> array[int]:
        """The sum over the features, for each label; `group` keeps equal features apart."""
        totals = array("i", bytes(4 * len(self.labels)))  # thousands are kept: a list is 7 times it
        for feature in features:
            for label, weight in self._weights_of(group + feature).items():
                totals[label] += weight
        return totals

    def scores_of(self, labels: Sequence[int], features: Iterable[str]) -> tuple[int, ...]:
        """The same for these labels only."""
        found = [weights for f in features if (weights := self._weights_of(f))]
        return tuple(sum(weights.get(label, 0) for weights in found) for label in labels)

    def _weights_of(self, feature: str) -> dict[int, int]:
        found = self._weights.get(feature, _NOTHING)
        if isinstance(found, str):
            numbers = list(map(int, found.replace(":", " ").split(" ")))
            found = self._weights[feature] = dict(zip(numbers[::2], numbers[1::2], strict=True))
        return found


_NOTHING: Final[dict[int, int]] = {}


def load(name: str) -> tuple[LinearModel, dict[str, str]]:
    """The model, and the tags that training saw on words where the dictionary has none."""
    parts = {part: lines_of(body) for part, body in sections(name).items()}
    weights = dict(line.rsplit("\t", 1) for line in parts["weights"])
    observed = dict(line.split("\t") for line in parts.get("observed", []))
    return LinearModel(parts["labels"], weights), observed
