"""Strange bytes for everything that the fetcher parses, for as long as it is told.

    FUZZ_SECONDS=60 python -m tests.fuzz.fetcher [feed|sitemap|robots|tdmrep|page|packed|url|list]

FUZZ_SEED repeats a run; without it every run tries others.

Hypothesis makes inputs from pieces of the formats and from valid documents that it damages, and
makes a failing one small. Each target gets an equal share of the time. What is asserted: a parser
says no by its own errors only, no input takes long, and what is read keeps its promises.
"""

from __future__ import annotations

import gzip
import itertools
import os
import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from services.fetcher import charset, feeds, html, polls, robots, sitemaps, tdm, unpacking, urls
from services.fetcher.answers import Answer
from services.fetcher.importing import FeedListError, feeds_listed
from services.fetcher.polls import Reach

NOW: Final = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOME: Final = "https://www.zeitung.de/"
LONGEST: Final = 5.0  # seconds for one small input: only what is not linear takes so long
ROUND: Final = 200  # inputs between two looks at the clock

_RSS: Final = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>N</title>'
    b"<ttl>5</ttl><item><title>T</title><link>https://www.zeitung.de/a</link><guid>1</guid>"
    b"<pubDate>Tue, 24 Nov 2026 10:00:00 +0100</pubDate></item></channel></rss>"
)
_ATOM: Final = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><id>x</id><title>T</title>'
    b'<link href="/a"/><updated>2026-11-24T10:00:00Z</updated></entry></feed>'
)
_JSON: Final = (
    b'{"version":"https://jsonfeed.org/version/1.1","title":"N","items":[{"id":"1","url":"/a",'
    b'"title":"T","date_published":"2026-11-24T10:00:00Z","authors":[{"name":"A"}],"tags":["x"]}]}'
)
_NEWS: Final = (
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="n"><url><loc>/a</loc>'
    b"<lastmod>2026-11-24</lastmod><news:news><news:publication_date>2026-11-24</news:publication_date>"
    b"<news:title>T</news:title></news:news></url></urlset>"
)
_INDEX: Final = (
    b"<sitemapindex><sitemap><loc>/s.xml</loc><lastmod>2026</lastmod></sitemap></sitemapindex>"
)
_ROBOTS: Final = (
    b"User-agent: *\nDisallow: /a*b$\nAllow: /\nCrawl-delay: 2\nSitemap: https://www.zeitung.de/s.xml\n"
    b"User-agent: wortlaut\nDisallow: /\xc3\xb6%2F\n"
)
_TDM: Final = b'[{"location":"/a*","tdm-reservation":1,"tdm-policy":"x"},{"location":"/","tdm-reservation":0}]'  # noqa: E501 - a document
_PAGE: Final = (
    b'<!doctype html><html><head><meta charset="utf-8"><link rel="canonical" href="/a"><meta name=robots '  # noqa: E501 - a document
    b'content="noai"><meta property="og:url" content="https://www.zeitung.de/a"><!-- x --><script>'
    b'"</head>"</script></head><body>Gr\xc3\xb6\xc3\x9fe</body></html>'
)
_OPML: Final = (
    b'<opml version="2.0"><body><outline text="a" xmlUrl="https://a.example/f"/></body></opml>'
)
_YAML: Final = b"feeds:\n  - https://a.example/f\n  - {url: 'https://b.example/', kind: site}\n"
_PIECES: Final = (
    b"<", b">", b"</", b"/>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml ", b"?>",
    b"<!DOCTYPE ", b"<!ENTITY a 'b'>", b"&a;", b"&#0;", b"&#x110000;", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\x00", b"\xc3", b'"', b"'", b"{", b"[" * 50, b"%", b"%zz", b"*", b"$",
    b"\r\n", b"\x1f\x8b", b"<url><loc>", b"item",
)  # fmt: skip


def damaged(*documents: bytes) -> st.SearchStrategy[bytes]:
    """A document with pieces cut out, put in, or moved; or only such pieces; or anything."""
    whole = st.sampled_from(documents)
    piece = st.one_of(st.sampled_from(_PIECES), st.binary(max_size=8))
    cuts = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), piece), min_size=1, max_size=6)
    return st.one_of(
        st.builds(_cut, whole, cuts), st.lists(piece, max_size=20).map(b"".join), st.binary()
    )


def _cut(document: bytes, cuts: list[tuple[float, int, bytes]]) -> bytes:
    for place, length, piece in cuts:
        at = int(place * len(document))
        document = document[:at] + piece + document[at + length :]
    return document


def _answer(body: bytes) -> Answer:
    return Answer("ok", HOME, status=200, body=body)


def a_feed(body: bytes) -> None:
    with suppress(feeds.BadFeedError):
        found = polls.parsed_source(_answer(body), Reach(100, None))
        for entry in found.entries:
            urls.canonical_url(entry.url)
            assert entry.title is None or (entry.title.isprintable() and len(entry.title) <= 1000)


def a_sitemap(body: bytes) -> None:
    for packed in (body, gzip.compress(body), gzip.compress(body)[:-6]):
        with suppress(feeds.BadFeedError):
            found = sitemaps.parse(packed, HOME, None)
            assert all(urls.same_site(child.url, HOME) for child in found.children)


def a_robots(body: bytes) -> None:
    rules = robots.Rules(robots.remembered(HOME, _answer(body), NOW))
    assert 0 <= rules.crawl_delay <= robots.LONGEST_DELAY
    for path in ("", "a", "a/b", "%C3%B6", "robots.txt"):
        rules.verdict(HOME + path)
    assert rules.verdict(f"{HOME}robots.txt") is None
    assert len(rules.sitemaps) <= 50


def a_tdmrep(body: bytes) -> None:
    found = tdm.Reservations(tdm.remembered(HOME, _answer(body), NOW))
    for path in ("", "a", "ab" * 300, "?x"):
        found.verdict(HOME + path)


def a_page(body: bytes) -> None:
    text = charset.decoded(body, "text/html; charset=utf-8")
    head = html.head_of(text)
    html.objection(head, {"X-Robots-Tag": text[:50]})
    named = html.canonical_of(HOME, head)
    assert urls.canonical_url(named) == named
    with suppress(html.UnsupportedMediaError):
        html.media_type_of(body, None)


def a_packed(body: bytes) -> None:
    for coding in ("gzip", "deflate", "br", "zstd", "gzip, br"):
        steps = unpacking.codings(coding)
        with suppress(unpacking.BrokenPackingError):
            for piece in unpacking.unpacked(steps, body):
                assert len(piece) <= 4 * unpacking.PIECE
            unpacking.require_whole(steps)


def a_url(body: bytes) -> None:
    text = body.decode("utf-8", "surrogateescape")
    for url in (text, f"http://{text}", f"http://www.zeitung.de/{text}"):
        with suppress(urls.UnusableUrlError):
            once = urls.canonical_url(url)
            assert urls.canonical_url(once) == once
            urls.host_of(once)
            urls.outlet_of(once)


def a_list(body: bytes) -> None:
    text = body.decode("utf-8", "replace")
    for name in ("feeds.opml", "feeds.yaml", "feeds.txt"):
        with suppress(FeedListError):
            feeds_listed(text, name)


@dataclass(frozen=True)
class Target:
    check: Callable[[bytes], None]
    inputs: st.SearchStrategy[bytes]


TARGETS: Final = {
    "feed": Target(a_feed, damaged(_RSS, _ATOM, _JSON)),
    "sitemap": Target(a_sitemap, damaged(_NEWS, _INDEX)),
    "robots": Target(a_robots, damaged(_ROBOTS)),
    "tdmrep": Target(a_tdmrep, damaged(_TDM)),
    "page": Target(a_page, damaged(_PAGE)),
    "packed": Target(a_packed, damaged(gzip.compress(_PAGE, mtime=0))),
    "url": Target(a_url, damaged(b"https://m.zeitung.de:80/a/../b/amp?utm_source=x&y=%C3%B6#z")),
    "list": Target(a_list, damaged(_OPML, _YAML)),
}


def fuzz(target: Target, seconds: float, first_seed: int) -> int:
    """How many inputs were tried. Raises what the target raised, with the smallest such input."""
    tried = 0

    @settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.target, Phase.shrink),
    )
    @given(target.inputs)
    def one_round(body: bytes) -> None:
        nonlocal tried
        tried += 1
        started = time.process_time()
        target.check(body)
        assert time.process_time() - started < LONGEST, "it takes too long"

    end = time.monotonic() + seconds
    for number in itertools.count(first_seed):
        if time.monotonic() >= end:
            break
        seed(number)(one_round)()
    return tried


def main() -> None:
    chosen = sys.argv[1:] or list(TARGETS)
    each = float(os.environ.get("FUZZ_SECONDS", "3600")) / len(chosen)
    first_seed = int(os.environ.get("FUZZ_SEED") or random.getrandbits(32))
    print(f"FUZZ_SEED={first_seed}")
    for name in chosen:
        print(f"{name}: {each:.0f} s …", end=" ", flush=True)
        print(f"{fuzz(TARGETS[name], each, first_seed):,} inputs")


if __name__ == "__main__":
    main()
