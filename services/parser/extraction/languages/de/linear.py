"""A linear model: features have weights for labels, and what scores highest wins.

The scores of all labels are one whole number, a lane of bits for each label: so adding up dozens
of features costs a handful of additions, none of them in Python's own loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import mul
from typing import Final

from services.parser.extraction.languages.de.word_table import lines_of, sections

# A sum of the largest weight of every kind of feature fits into half of it, four times over.
_LANE: Final = 20
LANE_MASK: Final = (1 << _LANE) - 1
MEMO_SIZE: Final = 1 << 14  # scores kept by each memo; 160 bytes or so for fifty labels


class LinearModel:
    def __init__(self, labels: Sequence[str], weights: Mapping[str, str]) -> None:
        self.labels = tuple(labels)
        self._known = frozenset(weights)
        self._weights = _Weights(weights, [1 << _LANE * label for label in range(len(labels))])
        # Added to a sum, it makes every lane positive, so that lanes can be cut out one by one.
        self.base = sum(1 << (_LANE * label + _LANE - 1) for label in range(len(labels)))

    def scores(self, features: Iterable[str]) -> int:
        """The sum over the features."""
        return sum(map(self._weights.__getitem__, filter(self._known.__contains__, features)))

    def score(self, feature: str) -> int:
        return self._weights[feature] if feature in self._known else 0

    def lanes(self, labels: Iterable[str]) -> tuple[int, ...]:
        """Where each label's score lies: `total >> lane & LANE_MASK`, of a total with `base`."""
        return tuple(_LANE * self.labels.index(label) for label in labels)


class _Weights(dict[str, int]):
    """Read from `label:weight label:weight` once a text has asked for them."""

    def __init__(self, lines: Mapping[str, str], units: Sequence[int]) -> None:
        super().__init__()
        self._lines = dict(lines)
        self._units = {str(label): unit for label, unit in enumerate(units)}

    def __missing__(self, feature: str) -> int:
        parts = self._lines.pop(feature).replace(":", " ").split(" ")
        units = map(self._units.__getitem__, parts[::2])
        found = self[feature] = sum(map(mul, units, map(int, parts[1::2])))
        return found


class Scores(dict[tuple[object, ...], int]):
    """The scores of the features that `listed` makes of a key; looking one up is a dict's work."""

    def __init__(self, model: LinearModel, listed: Callable[..., Iterable[str]]) -> None:
        super().__init__()
        self._model = model
        self._listed = listed

    def __missing__(self, key: tuple[object, ...]) -> int:
        if len(self) >= MEMO_SIZE:
            self.clear()
        found = self[key] = self._model.scores(self._listed(*key))
        return found


class Margins(dict[tuple[str, ...], int]):
    """By how much the first of two labels leads the second, of the features of a key.

    Keys begin with what `lanes` has the two labels' lanes by.
    """

    def __init__(
        self,
        model: LinearModel,
        listed: Callable[..., Iterable[str]],
        lanes: Mapping[str, tuple[int, ...]],
    ) -> None:
        super().__init__()
        self._model = model
        self._listed = listed
        self._lanes = lanes

    def __missing__(self, key: tuple[str, ...]) -> int:
        if len(self) >= MEMO_SIZE:
            self.clear()
        total = self._model.base + self._model.scores(self._listed(*key))
        found = self[key] = margin(total, self._lanes[key[0]])
        return found


def margin(total: int, lanes: tuple[int, ...]) -> int:
    """Of a total with `base`."""
    first, second = lanes
    return (total >> first & LANE_MASK) - (total >> second & LANE_MASK)


def load(name: str) -> tuple[LinearModel, dict[str, str]]:
    """The model, and the tags that training saw on words where the dictionary has none."""
    parts = {part: lines_of(body) for part, body in sections(name).items()}
    weights = dict(line.rsplit("\t", 1) for line in parts["weights"])
    observed = dict(line.split("\t") for line in parts.get("observed", []))
    return LinearModel(parts["labels"], weights), observed
