from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.fetcher import robots
from services.fetcher.outcomes import Outcome
from services.fetcher.robots import Rules, remembered
from services.fetcher.web import Answer

SITE = "https://example.org"
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def rules(text: str) -> Rules:
    return Rules(remembered(SITE, Answer("ok", SITE, body=text.encode()), NOW))


def failed(outcome: Outcome) -> Answer:
    return Answer(outcome, SITE)


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
        ("User-agent: WORTLAUT\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "/b", True),
        ("User-agent: wortlaut\nDisallow: /a\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: other\nUser-agent: wortlaut\nDisallow: /a", "/a", False),
        ("user-agent:*\ndisallow:/ö", "/%C3%B6", False),
        ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
        ("User-agent: *\r\nDisallow: /a\r\n", "/a", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("<html>not found</html>", "/a", True),
        ("User-agent: *\nDisallow: /a # why\n", "/a", False),
    ],
)
def test_the_longest_match_for_our_own_group_decides(text: str, path: str, allowed: bool) -> None:  # noqa: FBT001
    assert (rules(text).verdict(SITE + path) is None) is allowed


def test_crawl_delay_is_kept_and_capped() -> None:
    assert rules("User-agent: *\nCrawl-delay: 2.5").crawl_delay == 2.5
    assert rules("User-agent: *\nCrawl-delay: 100000").crawl_delay == robots.LONGEST_DELAY
    assert rules("User-agent: *\nCrawl-delay: soon").crawl_delay == 0


def test_where_there_is_no_file_nothing_is_forbidden() -> None:
    stored = remembered(SITE, failed("http_4xx"), NOW)

    assert Rules(stored).verdict(SITE + "/a") is None
    assert stored.expires_at > NOW + timedelta(hours=1)


@pytest.mark.parametrize("outcome", ["http_5xx", "error"])
def test_a_server_that_fails_is_not_asked_for_pages(outcome: Outcome) -> None:
    stored = remembered(SITE, failed(outcome), NOW)
    verdict = Rules(stored).verdict(SITE + "/a")

    assert verdict is not None
    assert verdict[0] == "robots"
    assert stored.expires_at <= NOW + timedelta(hours=1)


@pytest.mark.parametrize("outcome", ["dns", "connect", "timeout", "tls", "refused"])
def test_a_site_that_does_not_answer_is_named_so(outcome: Outcome) -> None:
    verdict = Rules(remembered(SITE, failed(outcome), NOW)).verdict(SITE + "/a")

    assert verdict is not None
    assert verdict[0] == outcome


@pytest.mark.parametrize("text", ["User-agent: *\nDisallow: /a", ""])
def test_what_was_once_said_holds_while_the_server_fails_for_thirty_days(text: str) -> None:
    once = remembered(SITE, Answer("ok", SITE, body=text.encode()), NOW)
    soon = remembered(SITE, failed("http_5xx"), NOW + timedelta(days=29), once)
    late = remembered(SITE, failed("http_5xx"), NOW + timedelta(days=31), soon)

    assert Rules(soon).verdict(SITE + "/b") is None
    assert (Rules(soon).verdict(SITE + "/a") is None) is (text == "")
    assert Rules(late).verdict(SITE + "/b") is not None
