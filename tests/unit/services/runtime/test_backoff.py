from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.runtime.backoff import FIRST_SECONDS, LONGEST_SECONDS, pause


def test_it_doubles_up_to_the_longest() -> None:
    full = [pause(n, chance=1) for n in range(1, 12)]

    assert full[:3] == [FIRST_SECONDS, 2 * FIRST_SECONDS, 4 * FIRST_SECONDS]
    assert full[-1] == LONGEST_SECONDS


@given(st.integers(-5, 10**9), st.floats(0, 1, exclude_max=True))
def test_it_is_never_longer_than_a_group_waits_nor_nothing(failures: int, chance: float) -> None:
    assert 0 < pause(failures, chance) <= LONGEST_SECONDS


def test_replicas_do_not_come_back_together() -> None:
    assert pause(5, chance=0) < pause(5, chance=0.5) < pause(5, chance=0.99)
