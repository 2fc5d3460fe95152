from __future__ import annotations

from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Quantity
from services.store.counted import bounds, counted_in


def quantity(comparator: str = "eq", **numbers: Any) -> Quantity:
    fields = {"value": None, "min": None, "max": None, "unit": "Tote", "counts": ("mensch", "tot")}
    return Quantity.model_validate(
        {"surface": "", "spans": (), "comparator": comparator, **fields, **numbers}
    )


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (quantity(value=10), (10, 10)),
        (quantity(value=12000), (11500, 12500)),  # a round number may be rounded
        (quantity(value=1_500_000), (1_450_000, 1_550_000)),
        (quantity(value=12034), (12034, 12034)),
        (quantity(value=5000), (4750, 5250)),  # by a twentieth at most
        (quantity("approx", value=50), (45, 55)),
        (quantity("at_least", min=50), (50, inf)),
        (quantity("less_than", max=50), (-inf, 50)),
        (quantity("range", min=50, max=60), (50, 60)),
        (quantity("eq"), (-inf, inf)),  # no number at all
    ],
)
def test_a_number_means_what_lies_between_its_bounds(
    read: Quantity, expected: tuple[float, float]
) -> None:
    assert bounds(read) == expected


@settings(deadline=None)  # what a busy machine takes says nothing
@given(st.floats(allow_nan=False))
def test_any_number_lies_within_its_bounds(value: float) -> None:
    low, high = bounds(quantity(value=value))

    assert low <= value <= high


@pytest.mark.parametrize(
    ("counts", "unit", "key"),
    [
        (("mensch", "tot"), "Tote", "mensch tot"),
        (("soldat", "tot", "Armenien"), "Soldaten", "soldat tot"),
        (("mensch", "tot", "davon"), "Tote", "mensch tot|davon"),
        (("EUR", "bau", "kosten"), "EUR", "=EUR"),
        (("%", "preis", "steigen", "um"), "%", "=%|um"),
        ((), "Tote", ""),
    ],
)
def test_what_is_counted_is_one_key(counts: tuple[str, ...], unit: str, key: str) -> None:
    assert counted_in(quantity(value=3, counts=counts, unit=unit)).key == key
