"""What is written about an entry and a feed: pure, from answers made by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from multidict import CIMultiDict

from schemas import Known, article_id
from services.fetcher import pages, polls
from services.fetcher.entry_work import visit_of
from services.fetcher.model import DueEntry, DueFeed
from services.fetcher.outcomes import Outcome
from services.fetcher.schedule import DAY, Polling
from services.fetcher.web import Answer

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://www.example.org/a?utm_source=rss"
KNOWN = Known(revision="0123456789abcdef", engine_sequence=3)


def an_entry(**changes: Any) -> DueEntry:
    return DueEntry(
        **{
            "id": article_id("https://www.example.org/a"),
            "url": URL,
            "feed": "https://www.example.org/feed",
            "title": "Titel",
            "published_at": None,
            "author": None,
            "tags": (),
            "next_at": NOW,
            "attempts": 0,
            "fetches": 0,
            "fetched_at": None,
            "missing_since": None,
            "etag": None,
            "last_modified": None,
            "body_sha256": None,
            "article_id": None,
            "canonical_url": None,
            "final_url": None,
            **changes,
        }
    )


def an_answer(body: str = "<p>Ja", outcome: Outcome = "ok", **changes: Any) -> Answer:
    headers = CIMultiDict({"Content-Type": "text/html", "ETag": '"e"'})
    return Answer(
        **{
            "outcome": outcome,
            "url": URL,
            "status": 200,
            "headers": headers,
            "body": body.encode(),
            **changes,
        }
    )


def judged(entry: DueEntry, answer: Answer, known: Known | None = None) -> pages.Judged:
    return pages.judged(entry, answer, known, NOW, honour=True)


def test_a_page_carries_where_it_was_found_and_what_the_feed_said() -> None:
    page = judged(an_entry(), an_answer()).page

    assert page is not None
    assert page.canonical_url == "https://www.example.org/a"
    assert (page.url, page.final_url, page.outlet) == (URL, URL, "example.org")
    assert page.feed == "https://www.example.org/feed"
    assert page.entry is not None
    assert page.entry.title == "Titel"
    assert page.http is not None
    assert page.http.etag == '"e"'


def test_a_page_knows_its_last_parse_only_if_it_is_still_that_article() -> None:
    moved = an_answer('<link rel=canonical href="/b">')

    same, other = judged(an_entry(), an_answer(), KNOWN), judged(an_entry(), moved, KNOWN)

    assert same.page is not None
    assert other.page is not None
    assert (same.page.known, other.page.known) == (KNOWN, None)
    assert other.page.canonical_url == "https://www.example.org/b"


def test_the_same_bytes_are_not_published_again_when_the_store_has_them() -> None:
    page = judged(an_entry(), an_answer()).page
    assert page is not None
    seen = an_entry(body_sha256=page.body_sha256)

    assert judged(seen, an_answer(), KNOWN).outcome == "not_modified"
    assert judged(seen, an_answer(), None).outcome == "ok", "the store lost it: send it again"


def test_reservations_can_be_overridden() -> None:
    answer = an_answer("<meta name=robots content=noai>")

    assert judged(an_entry(), answer).outcome == "reserved"
    assert pages.judged(an_entry(), answer, None, NOW, honour=False).outcome == "ok"


def test_a_failure_keeps_what_was_known_of_the_page() -> None:
    entry = an_entry(fetches=1, fetched_at=NOW - DAY, etag='"old"', article_id=article_id(URL))
    answer = an_answer(outcome="http_5xx", status=500)

    visit = visit_of(entry, answer, judged(entry, answer), NOW)

    assert (visit.etag, visit.fetched_at, visit.article_id) == (
        '"old"',
        NOW - DAY,
        entry.article_id,
    )
    assert (visit.attempts, visit.fetches) == (1, 1)
    assert visit.next_at == NOW + timedelta(minutes=1)


def test_the_first_404_is_remembered_and_forgotten_when_the_page_is_back() -> None:
    entry = an_entry()
    missing = an_answer(outcome="http_4xx", status=404)
    first = visit_of(entry, missing, judged(entry, missing), NOW)
    back = an_entry(missing_since=first.missing_since)

    assert first.missing_since == NOW
    assert first.next_at == NOW + DAY
    assert visit_of(back, an_answer(), judged(back, an_answer()), NOW + DAY).missing_since is None


def a_feed(**changes: Any) -> DueFeed:
    return DueFeed(
        **{
            "url": "https://www.example.org/feed",
            "host": "example.org",
            "pause": timedelta(hours=1),
            "polls": 3,
            "failures": 0,
            "next_at": NOW,
            "etag": '"f"',
            "last_modified": None,
            "body_sha256": "ab",
            "moved_to": None,
            **changes,
        }
    )


def test_a_failing_feed_keeps_its_validators_and_forgets_where_it_moved_to() -> None:
    feed = a_feed(failures=2, moved_to="https://www.example.org/new")
    answer = Answer("timeout", feed.url, "late")

    poll = polls.poll_of(feed, answer, polls.read(feed, answer, 9), 0, now=NOW, polling=Polling())

    assert (poll.state, poll.failures, poll.etag) == ("failing", 3, '"f"')
    assert (poll.body_sha256, poll.moved_to) == ("ab", None)
    assert poll.next_at == NOW + timedelta(hours=4)


def test_a_feed_learns_where_it_moved_for_good() -> None:
    feed = a_feed()
    answer = Answer("not_modified", feed.url, status=304, moved_to="https://www.example.org/new")

    poll = polls.poll_of(feed, answer, polls.read(feed, answer, 9), 0, now=NOW, polling=Polling())

    assert (poll.state, poll.moved_to) == ("active", "https://www.example.org/new")


@pytest.mark.parametrize(
    ("polled", "validators"), [(0, (None, None)), (1, ('"f"', None)), (12, (None, None))]
)
def test_validators_are_left_out_now_and_then(
    polled: int, validators: tuple[str | None, str | None]
) -> None:
    assert polls.validators(a_feed(polls=polled)) == validators
