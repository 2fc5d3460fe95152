"""Whatever system a page comes from, its article's text is the same, and nobody else speaks."""

from __future__ import annotations

from itertools import product

import pytest

from services.parser.article import text_in
from services.parser.extraction import extract

from .templates import LIVE, TEMPLATES, live_blog
from .texts import ARTICLES, text_of

PAGES = list(product(TEMPLATES, ARTICLES))


@pytest.mark.parametrize(("template", "article"), PAGES)
def test_the_text_of_a_page_is_the_articles(template: str, article: str) -> None:
    blocks = ARTICLES[article]

    assert text_in(TEMPLATES[template](blocks)) == text_of(blocks)


@pytest.mark.parametrize("template", TEMPLATES)
def test_quotes_of_a_page_are_those_of_the_plain_text(template: str) -> None:
    for blocks in ARTICLES.values():
        text = text_in(TEMPLATES[template](blocks))

        assert isinstance(text, str)
        assert extract(text, "de").quotes == extract(text_of(blocks), "de").quotes


def test_the_templates_do_hold_strangers_who_speak() -> None:
    """Else the tests above would prove nothing."""
    for make in TEMPLATES.values():
        assert "Nebenbei" in make(ARTICLES["news"])


def test_all_entries_of_a_live_blog_are_its_text() -> None:
    assert text_in(live_blog(LIVE)) == "\n".join(f"{title}\n{text}" for title, text in LIVE)
