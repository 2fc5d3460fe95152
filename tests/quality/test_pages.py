"""Our annotated articles as pages of nine systems: their quotes are those of the plain text.

What else stands on a page (teasers, captions, comments, „Lesen Sie auch“) is said by a Nebenbei.
"""

from __future__ import annotations

from collections import Counter

import pytest

from services.parser.article import text_in
from services.parser.extraction import Quote, extract
from tests.quality.articles.annotated import articles
from tests.unit.services.parser.templates import TEMPLATES

ARTICLES = {name: one["text"] for name, one in articles().items()}
SAME = 0.99


def blocks_of(text: str) -> tuple[str, ...]:
    """Signs that would be taken for a heading, a list or a block quote are left to the words."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(line for line in lines if line and line[0] not in "#>*")


def told(quotes: tuple[Quote, ...]) -> Counter[tuple[str, str, str]]:
    voices = ((quote, quote.speaker) for quote in quotes)
    return Counter(
        (quote.type, quote.text, (speaker.name or speaker.mention) if speaker else "")
        for quote, speaker in voices
    )


PLAIN = {
    name: told(extract("\n".join(blocks_of(text)), "de").quotes) for name, text in ARTICLES.items()
}


@pytest.fixture(scope="module", params=TEMPLATES)
def pages(request: pytest.FixtureRequest) -> dict[str, Counter[tuple[str, str, str]]]:
    make = TEMPLATES[request.param]
    texts = {name: text_in(make(blocks_of(text))) for name, text in ARTICLES.items()}
    return {
        name: told(extract(text, "de").quotes) if isinstance(text, str) else Counter()
        for name, text in texts.items()
    }


def test_quotes_of_the_pages_are_those_of_the_texts(
    pages: dict[str, Counter[tuple[str, str, str]]],
) -> None:
    wanted = sum(found.total() for found in PLAIN.values())
    kept = sum((found & pages[name]).total() for name, found in PLAIN.items())
    given = sum(found.total() for found in pages.values())

    assert wanted > 200
    assert kept / wanted >= SAME, {n: PLAIN[n] - pages[n] for n in PLAIN if PLAIN[n] - pages[n]}
    assert kept / given >= SAME, {n: pages[n] - PLAIN[n] for n in PLAIN if pages[n] - PLAIN[n]}


def test_nobody_beside_the_article_is_quoted(
    pages: dict[str, Counter[tuple[str, str, str]]],
) -> None:
    strangers = [row for found in pages.values() for row in found if "Nebenbei" in " ".join(row)]

    assert strangers == []
