from __future__ import annotations

from datetime import timedelta

from schemas import PageFetched
from services.store.batch import batch_of
from services.store.translation import quote as row_of
from tests.support.events import (
    MONDAY,
    URL,
    a_check,
    a_claim,
    a_page,
    a_quote,
    a_rejection,
    a_speaker,
    a_withdrawal,
    an_article,
)

HOUR = timedelta(hours=1)


def test_of_events_with_one_key_the_newest_engine_counts() -> None:
    new, late = an_article(sequence=2), an_article(fetched_at=MONDAY + HOUR)

    batch = batch_of([a_quote(new), a_quote(late)])

    assert [row.age for row in batch.quotes] == [(2, MONDAY)]
    assert batch.offered["quotes"] == 2


def test_of_one_engine_the_later_fetch_counts() -> None:
    early, late = an_article(title="früh"), an_article(title="spät", fetched_at=MONDAY + HOUR)

    (parse,) = batch_of([late, early]).parses

    assert parse.title == "spät"
    assert (parse.first_seen_at, parse.fetched_at) == (MONDAY, MONDAY + HOUR)


def test_an_older_engine_that_fetched_later_moves_only_the_times() -> None:
    new, late = an_article(sequence=2), an_article(fetched_at=MONDAY + HOUR)

    (parse,) = batch_of([new, late]).parses

    assert (parse.engine_sequence, parse.parse_fetched_at) == (2, MONDAY)
    assert parse.fetched_at == MONDAY + HOUR


def test_checks_and_parses_of_a_revision_are_one_sighting() -> None:
    (sighting,) = batch_of([a_check(fetched_at=MONDAY + HOUR), an_article()]).sightings

    assert (sighting.first_seen_at, sighting.fetched_at) == (MONDAY, MONDAY + HOUR)


def test_rows_are_sorted_by_key() -> None:
    articles = [an_article(url=f"https://zeitung.example/{n}") for n in range(20)]

    batch = batch_of(event for article in articles for event in (article, a_quote(article)))

    assert [row.key for row in batch.quotes] == sorted(row.key for row in batch.quotes)
    assert [row.key for row in batch.parses] == sorted(row.key for row in batch.parses)


def test_without_the_erased_only_their_outlets_are_left() -> None:
    article = an_article()
    events = [article, a_quote(article), a_claim(article), a_rejection(), a_withdrawal()]

    batch = batch_of(events).without({article.article_id})

    assert not batch.article_ids
    assert [row.outlet for row in batch.outlets] == [article.outlet]


def test_an_erasure_is_no_withdrawal() -> None:
    batch = batch_of([a_withdrawal(reason="erased")])

    assert len(batch.erasures) == 1
    assert not batch.withdrawals
    assert not batch.outcomes


def test_events_of_other_topics_leave_no_row() -> None:
    page: PageFetched = a_page()

    batch = batch_of([page])

    assert not batch.tables


def test_the_speaker_is_a_person_only_by_a_full_name() -> None:
    organisation = a_speaker(name="Deutsche Bahn", kind="organization")

    named = row_of(a_quote())
    other = row_of(a_quote(speaker=organisation))
    nobody = row_of(a_quote(speaker=None))

    assert (named.speaker_name, named.speaker_is_person) == ("Jana Vogt", True)
    assert (other.speaker_name, other.speaker_is_person) == ("Deutsche Bahn", False)
    assert (nobody.speaker_name, nobody.speaker, nobody.speaker_is_person) == (None, None, False)


def test_a_rejection_keeps_its_url() -> None:
    (outcome,) = batch_of([a_rejection(detail="Anmeldung nötig")]).outcomes

    assert (outcome.outcome, outcome.reason) == ("rejected", "paywall")
    assert (outcome.url, outcome.detail) == (URL, "Anmeldung nötig")


def test_of_two_withdrawals_the_later_counts() -> None:
    early, late = a_withdrawal(), a_withdrawal(fetched_at=MONDAY + HOUR)

    for events in ([early, late], [late, early]):
        (withdrawal,) = batch_of(events).withdrawals
        assert withdrawal.withdrawn_at == MONDAY + HOUR


def test_a_reason_met_twice_is_told_as_last_met_and_dated_from_the_first() -> None:
    early, late = a_rejection(detail="früh"), a_rejection(detail="spät", fetched_at=MONDAY + HOUR)

    for events in ([early, late], [late, early]):
        (outcome,) = batch_of(events).outcomes
        assert outcome.detail == "spät"
        assert (outcome.first_seen_at, outcome.fetched_at) == (MONDAY, MONDAY + HOUR)
