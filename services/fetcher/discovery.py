"""A home page → the feeds and sitemaps of its site. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from . import charset, html, urls
from .answers import Answer
from .feeds import Child

MOST: Final = 20
COMMON_PATHS: Final = (
    "/feed", "/rss.xml", "/rss", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json",
    "/news-sitemap.xml", "/sitemap-news.xml", "/sitemap.xml",
)  # fmt: skip
"""Asked one after the other where neither the page nor robots.txt names anything."""


def named(answer: Answer, sitemaps: Iterable[str]) -> tuple[Child, ...]:
    """What a home page links to and robots.txt lists, feeds first; each once."""
    links = [*_feeds_of(answer), *_usable(answer.url, sitemaps)]
    unique = {urls.canonical_url(link): link for link in reversed(links)}
    return tuple(Child(link) for link in reversed(unique.values()))[:MOST]


def guesses(url: str) -> list[str]:
    origin = urls.origin_of(url)
    return [origin + path for path in COMMON_PATHS]


def _feeds_of(answer: Answer) -> Iterator[str]:
    text = charset.decoded(answer.body, answer.content_type)
    return _usable(answer.url, html.head_of(text).feeds)


def _usable(base: str, links: Iterable[str]) -> Iterator[str]:
    for link in links:
        try:
            found = urls.absolute_url(base, link)
            urls.parts_of(found)
        except urls.UnusableUrlError:
            continue
        yield found
