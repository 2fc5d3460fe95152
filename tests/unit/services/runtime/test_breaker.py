from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.runtime.breaker import WINDOW, Breaker


def test_a_few_dead_letters_do_not_open_it() -> None:
    breaker = Breaker()

    assert all(breaker.admits(10, 3) for _ in range(50))


def test_it_opens_when_most_of_the_window_is_dead() -> None:
    breaker = Breaker()

    answers = [breaker.admits(5, 5) for _ in range(WINDOW // 5)]

    assert answers == [True] * (WINDOW // 5 - 1) + [False]
    assert breaker.is_open


def test_one_large_dead_batch_opens_it_at_once() -> None:
    assert not Breaker().admits(500, 400)


def test_it_stays_open() -> None:
    breaker = Breaker()
    breaker.admits(500, 500)

    assert not breaker.admits(500, 0)


def test_a_bad_start_alone_is_no_verdict() -> None:
    breaker = Breaker()

    assert breaker.admits(WINDOW - 1, WINDOW - 1)


def test_it_does_not_open_on_a_healthy_batch() -> None:
    breaker = Breaker()
    breaker.admits(WINDOW // 2, WINDOW // 2)

    assert breaker.admits(WINDOW // 2 - 1, 0)
    assert breaker.admits(40, 0)


@given(st.lists(st.integers(0, 20), max_size=60))
def test_it_never_opens_while_half_of_every_batch_is_well(sizes: list[int]) -> None:
    breaker = Breaker()

    assert all(breaker.admits(2 * size, size) for size in sizes)
