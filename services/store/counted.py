"""A quantity as it is compared: what is counted, as one key, and the bounds of its number."""

from __future__ import annotations

from math import inf
from typing import Final, NamedTuple

from schemas import Quantity

from .reading import ReadQuantity

MARKERS: Final = ("um", "davon")  # of `counts`: a difference, a part
_TENTH: Final = 0.1
_TWENTIETH: Final = 0.05
_ROUND: Final = 1000.0  # „250“ and „10“ are taken as they stand
_EXACT: Final = 1e15
_LEAST_STEP: Final = 100.0


class Counted(NamedTuple):
    """`key`: „mensch tot“, „mensch tot|davon“; of a measure its unit, „=EUR“, „=%|um“.

    Two quantities with one key can be compared, those of measures if their claims agree as well.
    """

    key: str
    amount: float | None
    low: float
    high: float


def counted_in(quantity: Quantity | ReadQuantity) -> Counted:
    return Counted(_key(quantity), quantity.value, *bounds(quantity))


def _key(quantity: Quantity | ReadQuantity) -> str:
    """Empty where nobody could say what is counted."""
    if not quantity.counts:
        return ""
    what = f"={quantity.unit}" if is_measure(quantity) else " ".join(counted_words(quantity))
    return "|".join([what, *(marker for marker in MARKERS if marker in quantity.counts)])


def is_measure(quantity: Quantity | ReadQuantity) -> bool:
    return quantity.unit in quantity.counts[:1]


def counted_words(quantity: Quantity | ReadQuantity) -> list[str]:
    """Without its unit, names and markers."""
    words = quantity.counts[1:] if is_measure(quantity) else quantity.counts
    return [word for word in words if not word[:1].isupper() and word not in MARKERS]


def bounds(quantity: Quantity | ReadQuantity) -> tuple[float, float]:
    """The least and the most that it may mean."""
    value = quantity.value
    if value is None:
        low = -inf if quantity.min is None else quantity.min
        return low, inf if quantity.max is None else quantity.max
    slack = abs(value) * _TENTH if quantity.comparator == "approx" else rounding(abs(value))
    return value - slack, value + slack


def rounding(value: float) -> float:
    """A bare „12.000“ may be rounded: by half of its last digit that is no nought."""
    if not _ROUND <= value <= _EXACT or value % _LEAST_STEP:
        return 0.0
    step = _LEAST_STEP
    while value % (step * 10) == 0:
        step *= 10
    return min(step / 2, value * _TWENTIETH)
