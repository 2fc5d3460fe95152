from __future__ import annotations

from services.fetcher import discovery
from services.fetcher.answers import Answer

HOME = "https://www.zeitung.de/"


def named(page: str, *sitemaps: str) -> list[str]:
    answer = Answer("ok", HOME, status=200, body=page.encode())
    return [child.url for child in discovery.named(answer, sitemaps)]


def test_feeds_come_first_and_each_source_once() -> None:
    page = (
        '<link rel=alternate type="application/rss+xml" href="/rss">'
        '<link rel=alternate type="application/rss+xml" href="https://www.zeitung.de/rss#top">'
        '<link rel=alternate type="application/rss+xml" href="ftp://x/">'
    )

    assert named(page, "/news.xml", "javascript:x", "https://cdn.example/s.xml") == [
        "https://www.zeitung.de/rss",
        "https://www.zeitung.de/news.xml",
        "https://cdn.example/s.xml",
    ]


def test_no_site_is_an_endless_source() -> None:
    assert len(named("", *(f"/{n}.xml" for n in range(500)))) == discovery.MOST


def test_the_usual_places_are_those_of_the_origin() -> None:
    guesses = discovery.guesses("https://www.zeitung.de:8443/start?x=1")

    assert "https://www.zeitung.de:8443/sitemap.xml" in guesses
    assert all(guess.startswith("https://www.zeitung.de:8443/") for guess in guesses)
