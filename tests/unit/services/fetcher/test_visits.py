"""What is written about an entry and a feed: pure, from answers made by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from multidict import CIMultiDict

from schemas import Known, PageFetched, article_id, decode
from services.fetcher import pages, polls
from services.fetcher.answers import Answer
from services.fetcher.entry_work import handed_over, visit_of
from services.fetcher.feeds import Entry, Feed
from services.fetcher.model import DueEntry, DueFeed
from services.fetcher.outcomes import Outcome
from services.fetcher.records import message_of
from services.fetcher.schedule import DAY, Polling

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://www.example.org/a?utm_source=rss"
KNOWN = Known(revision="0123456789abcdef", engine_sequence=3)
HALFWAY = "https://www.example.net/b"
LAST = "https://www.example.com/c"


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
            "first_at": None,
            "ask_url": None,
            "hops": 0,
            "moved_to": None,
            "ignores_reservations": False,
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


def sent(page: pages.Page) -> PageFetched:
    event = decode(message_of(page))
    assert isinstance(event, PageFetched)
    return event


def test_a_page_carries_where_it_was_found_and_what_the_feed_said() -> None:
    page = judged(an_entry(), an_answer()).page

    assert page is not None
    assert page.canonical_url == "https://www.example.org/a"
    event = sent(page)
    assert event.canonical_url == page.canonical_url
    assert (event.url, event.final_url, event.outlet) == (URL, URL, "example.org")
    assert event.feed == "https://www.example.org/feed"
    assert event.entry is not None
    assert event.entry.title == "Titel"
    assert event.http is not None
    assert event.http.etag == '"e"'


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
    seen = an_entry(body_sha256=page.sha256)

    assert judged(seen, an_answer(), KNOWN).outcome == "not_modified"
    assert judged(seen, an_answer(), None).outcome == "ok", "the store lost it: send it again"


def test_reservations_can_be_overridden() -> None:
    answer = an_answer("<meta name=robots content=noai>")

    assert judged(an_entry(), answer).outcome == "reserved"
    overridden = pages.judged(an_entry(), answer, None, NOW, honour=False)
    assert overridden.outcome == "ok"
    assert overridden.overridden == "meta robots: noai"
    assert "although meta robots: noai" in overridden.detail, "trace tells"


def test_a_redirect_to_another_host_is_handed_to_it_at_once() -> None:
    target = "https://www.example.net/b"
    answer = an_answer(outcome="elsewhere", status=301, leads_to=target, moved_to=target)

    visit = visit_of(an_entry(attempts=1), answer, judged(an_entry(), answer), NOW)

    assert (visit.host, visit.ask_url, visit.hops) == ("example.net", target, 1)
    assert (visit.next_at, visit.attempts) == (NOW, 1)
    assert visit.moved_to == target, "learnt, since it is permanent"


def test_only_a_way_that_is_permanent_from_its_start_is_learnt() -> None:
    last = "https://www.example.com/c"
    answer = an_answer(outcome="elsewhere", status=301, leads_to=last, moved_to=last)
    halfway = an_entry(ask_url="https://www.example.net/b", hops=1)

    assert visit_of(halfway, answer, judged(halfway, answer), NOW).moved_to is None


def test_a_page_that_arrived_elsewhere_is_its_own_hosts_again() -> None:
    entry = an_entry(ask_url="https://www.example.net/b", hops=1)
    answer = an_answer(url="https://www.example.net/b")

    visit = visit_of(entry, answer, judged(entry, answer), NOW)

    assert (visit.host, visit.ask_url, visit.hops) == ("example.org", None, 0)
    assert (visit.first_at, visit.next_at) == (NOW, NOW + DAY)


def test_who_is_sent_from_host_to_host_too_often_is_told_so() -> None:
    answer = an_answer(outcome="elsewhere", status=302, leads_to="https://www.example.net/b")

    assert handed_over(answer, 4, 5) is answer
    ended = handed_over(answer, 5, 5)
    assert (ended.outcome, ended.leads_to) == ("redirected", None)
    assert "more than 5 redirects" in ended.detail


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
            "kind": "feed",
            "parent_format": None,
            "ask_url": None,
            "hops": 0,
            "shortest": None,
            "longest": None,
            "arrived_at": None,
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

    poll = polls.poll_of(
        feed, answer, polls.read(feed, answer, polls.Reach(9)), 0, now=NOW, polling=Polling()
    )

    assert (poll.state, poll.failures, poll.etag) == ("failing", 3, '"f"')
    assert (poll.body_sha256, poll.moved_to) == ("ab", None)
    assert poll.next_at == NOW + timedelta(hours=4)


def test_a_feed_learns_where_it_moved_for_good() -> None:
    feed = a_feed()
    answer = Answer("not_modified", feed.url, status=304, moved_to="https://www.example.org/new")

    poll = polls.poll_of(
        feed, answer, polls.read(feed, answer, polls.Reach(9)), 0, now=NOW, polling=Polling()
    )

    assert (poll.state, poll.moved_to) == ("active", "https://www.example.org/new")


@pytest.mark.parametrize(
    ("on_the_way", "learnt"),
    [
        ({}, LAST),
        ({"ask_url": HALFWAY, "hops": 1, "moved_to": HALFWAY}, LAST),
        ({"ask_url": HALFWAY, "hops": 1}, None),
    ],
)
def test_a_feed_learns_a_way_only_if_each_step_of_it_is_permanent(
    on_the_way: dict[str, Any], learnt: str | None
) -> None:
    feed = a_feed(**on_the_way)
    answer = an_answer(outcome="elsewhere", status=301, leads_to=LAST, moved_to=LAST)

    poll = polls.poll_of(feed, answer, polls.Read("ok"), 0, now=NOW, polling=Polling())

    assert (poll.moved_to, poll.ask_url, poll.hops) == (learnt, LAST, feed.hops + 1)


def test_a_feed_that_asks_for_a_longer_pause_is_given_it() -> None:
    answer = an_answer(url="https://www.example.org/feed")
    calm = Feed(None, (), (), is_cut=False, ttl=timedelta(hours=9))

    poll = polls.poll_of(
        a_feed(), answer, polls.Read("ok", feed=calm), 1, now=NOW, polling=Polling()
    )

    assert poll.next_at >= NOW + timedelta(hours=9)


def test_a_source_may_have_bounds_of_its_own() -> None:
    answer = Answer("not_modified", "https://www.example.org/feed", status=304)
    quick = a_feed(longest=timedelta(minutes=20), shortest=timedelta(minutes=1))
    slow = a_feed(shortest=timedelta(hours=12))
    site = a_feed(kind="site")

    pauses = [
        polls.poll_of(f, answer, polls.Read("ok"), 0, now=NOW, polling=Polling()).pause
        for f in (quick, slow, site)
    ]

    assert pauses == [timedelta(minutes=20), timedelta(hours=12), timedelta(weeks=1)]


def test_an_index_within_an_index_is_not_followed() -> None:
    index = (
        "<sitemapindex><sitemap><loc>https://www.example.org/s.xml</loc></sitemap></sitemapindex>"
    )
    answer = an_answer(index)

    read = polls.read(a_feed(body_sha256=None), answer, polls.Reach(9))
    within = a_feed(parent_format="sitemap_index", body_sha256=None)

    assert read.feed is not None
    assert [child.url for child in read.feed.children] == ["https://www.example.org/s.xml"]
    assert polls.read(within, answer, polls.Reach(9)).outcome == "bad_feed"


def test_what_bears_no_date_and_was_there_before_us_is_not_fetched() -> None:
    entries = [Entry("https://www.example.org/old", is_dated=False), Entry("https://a.example/new")]

    first = polls.found_in(entries, NOW, is_first_look=True)
    later = polls.found_in(entries, NOW, is_first_look=False)

    assert [found.due_at for found in first] == [None, NOW]
    assert [found.due_at for found in later] == [NOW, NOW]


@pytest.mark.parametrize(
    ("polled", "validators"), [(0, (None, None)), (1, ('"f"', None)), (12, (None, None))]
)
def test_validators_are_left_out_now_and_then(
    polled: int, validators: tuple[str | None, str | None]
) -> None:
    assert polls.validators(a_feed(polls=polled)) == validators
