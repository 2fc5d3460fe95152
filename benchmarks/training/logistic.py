"""Logistic regression by AdaGrad over features that are there or not, in whole hundredths."""

import math
import random
from collections.abc import Sequence
from typing import NamedTuple


class Descent(NamedTuple):
    """`shrink` is of every weight, at every step; `start` the sums of squared slopes before it."""

    rounds: int
    step: float
    shrink: float
    start: float


def descended(
    rows: Sequence[tuple[Sequence[int], float]], features: int, how: Descent
) -> list[int]:
    """A weight for each feature; rows are seen in an order drawn with a fixed seed."""
    weights, squares = [0.0] * features, [how.start] * features
    order, mixed = random.Random(1), list(rows)
    for _ in range(how.rounds):
        order.shuffle(mixed)
        for known, share in mixed:
            _learn(weights, squares, known, share, how)
    return [round(100 * weight) for weight in weights]


def _learn(
    weights: list[float], squares: list[float], known: Sequence[int], share: float, how: Descent
) -> None:
    total = sum(weights[number] for number in known)
    error = 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - share
    for number in known:
        slope = error + how.shrink * weights[number]
        squares[number] += slope * slope
        weights[number] -= how.step * slope / math.sqrt(squares[number])
