from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.fetcher import robots
from services.fetcher.answers import Answer
from services.fetcher.outcomes import Outcome
from services.fetcher.robots import Rules, remembered

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
        # groups: of one name they count together, others' do not, one of ours hides that for all
        ("User-agent: wortlaut\nDisallow: /a\nUser-agent: wortlaut\nDisallow: /b", "/b", False),
        ("User-agent: wortlaut\nDisallow: /a\nUser-agent: wortlaut\nDisallow: /b", "/a", False),
        ("User-agent: *\nDisallow: /a\nUser-agent: *\nDisallow: /b", "/a", False),
        ("User-agent: wortlaut\nDisallow:\nUser-agent: *\nDisallow: /", "/a", True),
        # the RFC would not take this for us; whoever writes it may mean us, so we obey
        ("User-agent: wort\nDisallow: /\nUser-agent: *\nDisallow:", "/a", False),
        ("User-agent: wortlautbot\nDisallow: /\nUser-agent: *\nDisallow:", "/a", True),
        ("User-agent: other\n\n\nUser-agent: *\n\nDisallow: /a", "/a", False),
        ("Disallow: /\nUser-agent: *\nAllow: /", "/a", True),
        ("User-agent: *\nSitemap: https://example.org/s\nDisallow: /a", "/a", False),
        # paths: prefixes, case, queries, escapes, the end
        ("User-agent: *\nDisallow: /fish", "/fishheads/yummy.html", False),
        ("User-agent: *\nDisallow: /fish", "/Fish", True),
        ("User-agent: *\nDisallow: /fish/", "/fish", True),
        ("User-agent: *\nDisallow: /fish*", "/fish.php?id=1", False),
        ("User-agent: *\nDisallow: /*.php", "/folder/any.php/x", False),
        ("User-agent: *\nDisallow: /fish*.php", "/fishheads/catfish.php?a=b", False),
        ("User-agent: *\nDisallow: /a/$", "/a/b", True),
        ("User-agent: *\nDisallow: /a?b=c", "/a?b=c&d", False),
        ("User-agent: *\nDisallow: /%C3%B6", "/ö", False),
        ("User-agent: *\nDisallow: /%7Ejoe/", "/~joe/a", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        ("User-agent: *\nAllow: /p\nDisallow: /", "/page", True),
        ("User-agent: *\nAllow: /folder\nDisallow: /folder", "/folder/a", True),
        ("User-agent: *\nAllow: /page\nDisallow: /*.htm", "/page.htm", False),
        ("User-agent: *\nAllow: /$\nDisallow: /", "/", True),
        ("User-agent: *\nAllow: /$\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: *", "/a", False),
        # what files look like in the wild
        ("User-agent: *\rDisallow: /a\r", "/a", False),
        ("  USER-AGENT :  *  \n\tDisAllow\t:\t/a\t", "/a", False),
        ("# User-agent: *\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /a\n\x00\xff\nDisallow: /b", "/b", False),
        ("User-agent: *\nNoindex: /a\nHost: x", "/a", True),
    ],
)
def test_the_longest_match_for_our_own_group_decides(text: str, path: str, allowed: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert (rules(text).verdict(SITE + path) is None) is allowed


@pytest.mark.parametrize(
    ("answer", "holds"),
    [
        (Answer("http_4xx", SITE, status=429), timedelta(minutes=15)),
        (Answer("http_4xx", SITE, status=429, headers={"Retry-After": "7200"}), timedelta(hours=2)),
        (
            Answer("http_5xx", SITE, status=503, headers={"Retry-After": "60"}),
            timedelta(minutes=15),
        ),
    ],
)
def test_a_server_that_asks_for_mercy_is_left_alone_and_not_free_of_rules(
    answer: Answer, holds: timedelta
) -> None:
    stored = remembered(SITE, answer, NOW)

    verdict = Rules(stored).verdict(SITE + "/a")
    assert verdict is not None
    assert verdict[0] == "robots"
    assert stored.expires_at == NOW + holds


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_other_refusals_mean_that_there_are_no_rules(status: int) -> None:
    stored = remembered(SITE, Answer("http_4xx", SITE, status=status), NOW)

    assert Rules(stored).verdict(SITE + "/a") is None


def test_of_an_endless_file_the_beginning_counts() -> None:
    text = "User-agent: *\nDisallow: /a\n" + "# x\n" * 200_000
    cut = text.encode()[: robots.MAX_BYTES]

    assert rules(cut.decode()).verdict(SITE + "/a") is not None


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
