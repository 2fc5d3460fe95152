from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fetcher import urls


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Example.ORG:80/a/../b?utm_source=x&id=0#top", "http://example.org/b?id=0"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:443/a/", "https://example.org/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org/?b=2&a=1", "https://example.org/?b=2&a=1"),
        ("https://example.org/?b&&a=", "https://example.org/?b&a="),
        ("https://example.org/a?fbclid=1&UTM_Medium=mail", "https://example.org/a"),
        ("https://example.org/a?utm=kept", "https://example.org/a?utm=kept"),
        ("https://example.org/Größe?q=ä", "https://example.org/Gr%C3%B6%C3%9Fe?q=%C3%A4"),
        ("https://example.org/%7Euser/%c3%b6", "https://example.org/~user/%C3%B6"),
        ("https://example.org/100%/x", "https://example.org/100%25/x"),
        ("https://example.org/a%2Fb", "https://example.org/a%2Fb"),
        ("https://example.org/./a/./b/..", "https://example.org/a"),
        ("https://example.org/../../a", "https://example.org/a"),
        ("https://müller.example/a", "https://xn--mller-kva.example/a"),
        ("https://example.org./a", "https://example.org/a"),
        ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
        (" https://example.org/a\n", "https://example.org/a"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://example.org/a//", "https://example.org/a"),
        ("https://example.org/index.html", "https://example.org/"),
        ("https://example.org/a/index.htm?page=2", "https://example.org/a?page=2"),
        ("https://example.org/a;jsessionid=0A1B?x=1", "https://example.org/a?x=1"),
        ("https://example.org/a?PHPSESSID=0123456789abcdef", "https://example.org/a"),
        ("https://example.org/a?sid=7", "https://example.org/a?sid=7"),
        ("https://m.zeitung.de/a", "https://www.zeitung.de/a"),
        ("https://amp.zeitung.de/a.amp.html", "https://www.zeitung.de/a.html"),
        ("https://m.blog.zeitung.de/a", "https://m.blog.zeitung.de/a"),
        ("http://amp/a", "http://amp/a"),
        ("https://mobile.de/a", "https://mobile.de/a"),
        ("https://example.org/a/amp/", "https://example.org/a"),
        ("https://example.org/amp/a", "https://example.org/a"),
        ("https://example.org/a?outputType=amp&b=1", "https://example.org/a?b=1"),
        ("https://m.zeitung.\ufeff:80/a", "https://m.zeitung:80/a"),
        ("https://example.org/champ", "https://example.org/champ"),
        (
            "https://www-zeitung-de.cdn.ampproject.org/c/s/www.zeitung.de/a",
            "https://www.zeitung.de/a",
        ),
        ("https://www.google.com/amp/s/www.zeitung.de/a?amp=1", "https://www.zeitung.de/a"),
        ("https://www.google.com/amp/", "https://www.google.com/amp"),
    ],
)
def test_one_page_has_one_canonical_url(url: str, canonical: str) -> None:
    assert urls.canonical_url(url) == canonical


@given(st.text(max_size=60), st.text(max_size=40))
def test_a_canonical_url_is_its_own_canonical_url(path: str, query: str) -> None:
    try:
        once = urls.canonical_url(f"https://example.org/{path}?{query}")
    except urls.UnusableUrlError:
        return

    assert urls.canonical_url(once) == once
    assert once.isascii()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://example.org/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("//example.org/", "scheme"),
        ("http:///a", "without a host"),
        ("http://user@example.org/", "user name"),
        ("http://user:pass@example.org/", "user name"),
        ("http://example.org:99999/", "not a URL"),
        ("http://example.org:0/", "port 0"),
        ("http://[::1/", "not a URL"),
        ("http://example.org/" + "x" * 10_000, "URL of 10019 characters"),
        ("http://example.org/\x00", "control characters"),
        ("http://example.org/\ud800", "control characters"),
        ("http://example.org/a\x1b[31m", "control characters"),
    ],
)
def test_what_no_fetcher_may_follow_is_refused_by_name(url: str, why: str) -> None:
    with pytest.raises(urls.UnusableUrlError, match=why):
        urls.canonical_url(url)


@pytest.mark.parametrize(
    ("url", "host", "outlet"),
    [
        ("https://www.zeit.de/a", "zeit.de", "zeit.de"),
        ("https://news.bbc.co.uk/", "bbc.co.uk", "bbc.co.uk"),
        ("https://eins.github.io/", "eins.github.io", "eins.github.io"),
        ("http://127.0.0.1:8080/", "127.0.0.1:8080", "127.0.0.1"),
        ("http://sample:8080/", "sample:8080", "sample"),
        ("http://[::1]:8080/", "[::1]:8080", "::1"),
    ],
)
def test_a_host_is_the_registered_domain_or_the_machine(url: str, host: str, outlet: str) -> None:
    assert urls.host_of(url) == host
    assert urls.outlet_of(url) == outlet


def test_a_text_without_url_has_an_outlet_too() -> None:
    assert urls.outlet_of("urn:sha256:ab") == "local"


def test_links_are_resolved_and_what_is_no_link_is_refused() -> None:
    assert urls.absolute_url("https://a.example/b/c", " ../d\n") == "https://a.example/d"
    with pytest.raises(urls.UnusableUrlError):
        urls.absolute_url("https://a.example/", "http://[broken")


def test_a_url_is_shown_without_control_codes_and_cut() -> None:
    shown = urls.shown("http://a.example/\x1b[31m\u202e" + "x" * 500)

    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert shown.endswith("characters)")
    assert len(shown) < 400


pieces = st.text("aZ09.:-_/?#%&=;[]@ äß", max_size=12)


@given(scheme=st.sampled_from(["http", "https", "HTTP", "ftp"]), rest=st.lists(pieces, max_size=4))
def test_the_fast_way_to_split_a_url_is_the_slow_way(scheme: str, rest: list[str]) -> None:
    url = f"{scheme}://{''.join(rest)}"
    try:
        expected = urlsplit(url)
    except ValueError:
        return

    assert urls._split(url) == expected


@given(rest=st.lists(pieces, max_size=4))
def test_a_link_that_is_whole_stays_what_joining_makes_of_it(rest: list[str]) -> None:
    link = f"https://{''.join(rest)}".strip()
    try:
        expected = urljoin("https://www.example.org/feed", link)
    except ValueError:
        return

    assert urls.absolute_url("https://www.example.org/feed", link) == expected
