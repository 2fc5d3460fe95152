from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.fetcher import schedule
from services.fetcher.outcomes import Outcome
from services.fetcher.schedule import DAY, WEEK, Polling

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def test_news_shortens_the_pause_and_an_empty_poll_lengthens_it_within_bounds() -> None:
    polling = Polling()

    assert schedule.pause_after(HOUR, 3, polling) < HOUR < schedule.pause_after(HOUR, 0, polling)
    assert schedule.pause_after(polling.shortest, 9, polling) == polling.shortest
    assert schedule.pause_after(polling.longest, 0, polling) == polling.longest


def test_what_the_site_asks_for_is_honoured_up_to_a_day() -> None:
    assert schedule.next_poll(NOW, HOUR, 2 * HOUR, "x") >= NOW + 2 * HOUR
    assert schedule.next_poll(NOW, HOUR, 90 * DAY, "x") <= NOW + DAY * 1.1
    assert NOW + HOUR <= schedule.next_poll(NOW, HOUR, timedelta(0), "x") <= NOW + HOUR * 1.1


def test_feeds_added_together_do_not_stay_together() -> None:
    times = {schedule.next_poll(NOW, HOUR, timedelta(0), f"feed {n}") for n in range(100)}

    assert len(times) == 100
    assert max(times) - min(times) > 5 * MINUTE


def test_a_failing_feed_slows_down_and_never_dies() -> None:
    polling = Polling()
    waits = [
        schedule.next_poll_after_failure(NOW, 15 * MINUTE, n, timedelta(0), polling) - NOW
        for n in (1, 2, 3, 100, 10**6)
    ]

    assert waits == [15 * MINUTE, 30 * MINUTE, HOUR, DAY, DAY]


def test_a_page_is_fetched_again_after_a_day_and_a_week_then_left() -> None:
    assert schedule.next_fetch(NOW, NOW) == NOW + DAY
    assert schedule.next_fetch(NOW + HOUR, NOW) == NOW + DAY, "whatever else made it due"
    assert schedule.next_fetch(NOW + DAY, NOW) == NOW + WEEK
    assert schedule.next_fetch(NOW + WEEK, NOW) is None


@pytest.mark.parametrize("outcome", ["timeout", "dns", "connect", "http_5xx", "empty", "error"])
def test_what_may_pass_is_tried_again_later_and_later_and_given_up(outcome: Outcome) -> None:
    tries = [schedule.next_attempt(NOW, outcome, n) for n in range(1, 9)]

    assert tries[0] == NOW + MINUTE
    known = [moment for moment in tries if moment is not None]
    assert known == sorted(known)
    assert tries[-1] is None


def test_too_many_requests_says_nothing_about_the_page() -> None:
    tries = [schedule.next_attempt(NOW, "http_4xx", n, 429) for n in range(1, 9)]

    assert tries[0] == NOW + MINUTE
    assert tries[6] is not None
    assert schedule.next_attempt(NOW, "http_4xx", 3, 404) is None


@pytest.mark.parametrize("outcome", ["robots", "reserved", "too_large", "unsupported", "refused"])
def test_what_lasts_is_looked_at_once_more_after_a_week(outcome: Outcome) -> None:
    assert schedule.next_attempt(NOW, outcome, 1) == NOW + WEEK
    assert schedule.next_attempt(NOW, outcome, 2) is None


def test_gone_is_410_or_404_twice_a_day_apart() -> None:
    assert schedule.is_gone(NOW, 410, None)
    assert not schedule.is_gone(NOW, 404, None)
    assert not schedule.is_gone(NOW, 404, NOW - HOUR)
    assert schedule.is_gone(NOW, 404, NOW - DAY)
    assert not schedule.is_gone(NOW, 200, NOW - DAY)


def test_a_host_that_asks_for_mercy_waits_doubling_up_to_a_day() -> None:
    waits = [schedule.slowed_until(NOW, n, None)[0] - NOW for n in (0, 1, 2, 3, 50)]

    assert waits == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE, DAY]
    assert schedule.slowed_until(NOW, 5, 2 * HOUR) == (NOW + 2 * HOUR, 6)
    assert schedule.slowed_until(NOW, 0, 9 * DAY)[0] == NOW + DAY


def test_thirty_quiet_minutes_make_good() -> None:
    assert schedule.throttles_now(NOW, 3, NOW - 20 * MINUTE) == 3
    assert schedule.throttles_now(NOW, 3, NOW - 35 * MINUTE) == 0
    assert schedule.throttles_now(NOW, 0, None) == 0


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", 2 * MINUTE),
        ("Tue, 24 Nov 2026 13:00:00 GMT", HOUR),
        ("Tue, 24 Nov 2026 11:00:00 GMT", timedelta(0)),
        ("9" * 40, DAY),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str, wait: timedelta | None) -> None:
    assert schedule.retry_after({"Retry-After": value}, NOW) == wait


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({"Cache-Control": "public, max-age=300"}, 5 * MINUTE),
        ({"Cache-Control": "no-store", "Expires": "Tue, 24 Nov 2026 12:10:00 GMT"}, 10 * MINUTE),
        ({"Expires": "0"}, None),
        ({"Cache-Control": "max-age=x"}, None),
        ({}, None),
    ],
)
def test_an_answer_says_how_long_it_is_fresh(
    headers: dict[str, str], fresh: timedelta | None
) -> None:
    assert schedule.fresh_for(headers, NOW) == fresh


def test_a_slow_host_is_asked_less_often() -> None:
    assert schedule.start_interval(2.0, None, 2) == 2.0
    assert schedule.start_interval(2.0, 10.0, 2) == 5.0
