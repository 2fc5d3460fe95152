"""An averaged perceptron that decides from left to right, and the file it becomes."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

MARGIN: Final = 50  # by so much the right answer must win, or it is learned again
SCALE: Final = 100  # weights are stored as integers
SMALLEST: Final = 25  # a quarter of one update, averaged: below, a weight decides nothing


class Perceptron:
    def __init__(self) -> None:
        self._weights: dict[str, dict[str, float]] = {}
        self._totals: dict[tuple[str, str], float] = defaultdict(float)
        self._stamps: dict[tuple[str, str], int] = defaultdict(int)
        self._steps = 0

    def decide(self, features: Sequence[str], labels: Sequence[str], gold: str) -> str:
        """Its answer; it learns from `gold` when that is among the labels."""
        scores = dict.fromkeys(labels, 0.0)
        for feature in features:
            for label, weight in self._weights.get(feature, {}).items():
                if label in scores:
                    scores[label] += weight
        best = max(labels, key=scores.__getitem__)
        if gold in scores:
            rival = max((label for label in labels if label != gold), key=scores.__getitem__)
            self._learn(features, gold, rival, scores[gold] - scores[rival])
        return best

    def _learn(self, features: Sequence[str], gold: str, rival: str, lead: float) -> None:
        self._steps += 1
        if lead < MARGIN:
            for feature in features:
                self._move(feature, gold, 1)
                self._move(feature, rival, -1)

    def _move(self, feature: str, label: str, by: float) -> None:
        weights = self._weights.setdefault(feature, {})
        before = weights.get(label, 0.0)
        key = (feature, label)
        self._totals[key] += (self._steps - self._stamps[key]) * before
        self._stamps[key] = self._steps
        weights[label] = before + by

    def averaged(self) -> dict[str, dict[str, int]]:
        """Whole numbers; what is nearly nothing is left out."""
        result: dict[str, dict[str, int]] = {}
        for feature, weights in self._weights.items():
            rounded = {label: self._average(feature, label, w) for label, w in weights.items()}
            if kept := {label: w for label, w in rounded.items() if abs(w) >= SMALLEST}:
                result[feature] = kept
        return result

    def _average(self, feature: str, label: str, weight: float) -> int:
        key = (feature, label)
        total = self._totals[key] + (self._steps - self._stamps[key]) * weight
        return round(SCALE * total / self._steps)


def parts(weights: dict[str, dict[str, int]], labels: Sequence[str]) -> dict[str, str]:
    """What `LinearModel` reads."""
    numbers = {label: number for number, label in enumerate(labels)}
    lines = (
        feature + "\t" + " ".join(f"{numbers[label]}:{w}" for label, w in sorted(by_label.items()))
        for feature, by_label in sorted(weights.items())
    )
    return {"labels": "\n".join(labels) + "\n", "weights": "\n".join(lines) + "\n"}
