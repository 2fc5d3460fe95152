"""Bad pages and odd ones: an article, or a reason; never an exception, never for ever."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Extractor, FeedEntry, ParsedBefore
from services.parser.article import Article, Rejection, article_in, text_in
from tests.support.events import MONDAY, a_page

from .templates import TEMPLATES, ld, whole
from .texts import ARTICLES, TITLE, text_of

NEWS = ARTICLES["news"]
TEXT = text_of(NEWS)
BODY = "".join(f"<p>{block}</p>" for block in TEXT.split("\n"))


def found(html: str, **changes: Any) -> Article | Rejection:
    return article_in(a_page(html, **changes))


def text(html: str) -> str:
    article = found(html)
    assert isinstance(article, Article), article
    return article.text


@pytest.mark.parametrize(
    ("html", "reason", "says"),
    [
        ("", "no_content", "the page is empty"),
        (" \n\t", "no_content", "the page is empty"),
        ("<!-- nichts -->", "no_content", "the page is empty"),
        ("<html></html>", "no_content", "0 characters of text"),
        ("<p>Zu kurz.</p>", "no_content", "characters of text"),
        ("<div>" * 100_000 + BODY, "no_content", "nested too deeply"),
        ("<p>" + "Wort ohne Ende " * 40 + "</p>", "not_article", "no full sentence"),
        ("<p>" + "x" * 500_000 + "</p>", "not_article", "no full sentence"),
        ("<p>" + "Le pont reste fermé, a dit la ministre lundi. " * 9, "language", "fr"),
    ],
)
def test_a_page_without_an_article_says_why(html: str, reason: str, says: str) -> None:
    article = found(html)

    assert isinstance(article, Rejection)
    assert article.reason == reason
    assert says in (article.detail or "")


@pytest.mark.parametrize(
    "html",
    [
        f"<?xml version='1.0' encoding='iso-8859-1'?>\n<html lang=de><body>{BODY}</body></html>",
        whole(BODY, '<meta charset="iso-8859-1">'),
        whole(BODY, '<meta http-equiv="content-type" content="text/html; charset=utf-16">'),
        whole(BODY, '<base href="http://[kaputt/">'),
        whole(BODY.replace("</p>", "")),
        whole(f"<div><b><i>{BODY}"),
        whole(BODY).replace("\n", "").replace("><", ">    <"),
        "\ufeff" + whole(BODY),
        whole(f"{BODY}{'<span>' * 5000}"),
        whole(f"<article data-x='{'x' * 500_000}'>{BODY}</article>"),
        whole("<p><a href=/>x</a></p>" * 20_000 + f"<article>{BODY}</article>"),
        whole("<table>" + "<tr><td>1<td>2</tr>" * 5000 + f"</table><article>{BODY}</article>"),
        whole(BODY, "<script>" + "var x='<p>';" * 50_000 + "</script>"),
        BODY,
    ],
)
def test_broken_markup_costs_no_word(html: str) -> None:
    assert text(html) == TEXT


def test_plain_text_is_taken_as_it_is() -> None:
    article = found(TEXT, media_type="text/plain")

    assert isinstance(article, Article)
    assert article.text == TEXT
    assert article.extractor.name == "plain"


def test_what_is_nul_or_half_a_character_is_replaced_and_the_rest_is_kept() -> None:
    odd = text(whole(f"<article><p>\x00 \ud800 &#0; &#xD800; 🎉</p>{BODY}</article>"))

    assert odd.endswith(TEXT)
    assert "\x00" not in odd
    odd.encode()


def test_two_million_characters_are_cut_at_a_paragraph() -> None:
    long = "".join(f"<p>{NEWS[0]} Absatz {number} endet.</p>" for number in range(9600))
    assert len(long) > 2_000_000

    article = found(whole(f"<article>{long}</article>"))

    assert isinstance(article, Article)
    assert article.truncated
    assert 900_000 < len(article.text) <= 1_000_000
    assert article.text.endswith(" endet.")


def test_two_million_characters_on_one_line_are_cut_at_a_sentence() -> None:
    article = found(whole(f"<article><p>{TEXT * 1600}</p></article>"))

    assert isinstance(article, Article)
    assert article.truncated
    assert article.text.endswith(".")


def test_the_page_knows_its_title_and_the_feed_its_date() -> None:
    entry = FeedEntry(title="Aus dem Feed", author="Aus dem Feed", published_at=MONDAY)

    article = found(TEMPLATES["weekly"](NEWS), entry=entry)
    bare = found(f"<html lang=de><body>{BODY}</body></html>", entry=entry)

    assert isinstance(article, Article)
    assert isinstance(bare, Article)
    assert (article.title, article.authors) == (TITLE, ("Ida Brandt",))
    assert (bare.title, bare.authors) == ("Aus dem Feed", ("Aus dem Feed",))
    assert article.published_at == bare.published_at == MONDAY


def test_a_table_of_numbers_is_not_the_article() -> None:
    rows = "".join(f"<tr><td>Altenrode {n}</td><td>{n},5 Prozent</td></tr>" for n in range(50))

    assert "Prozent" not in text(whole(f"<article>{BODY}<table>{rows}</table></article>"))


def test_paragraphs_that_json_ld_does_not_tell_are_left_out() -> None:
    told = TEMPLATES["amp"](NEWS).replace(
        "</article>", "<p>Hier spricht der Nachbar Kuno, und niemand hat ihn gefragt.</p></article>"
    )

    assert text_in(told) == TEXT


NAMES = "p div b table td ul li h2 br a span article blockquote script"
TAGS = st.sampled_from(NAMES.split())
PIECES = st.one_of(
    TAGS.map("<{}>".format), TAGS.map("</{}>".format), st.text(max_size=30), st.just(NEWS[0])
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_page_raises(html: str) -> None:
    outcome = found(html)

    assert isinstance(outcome, Article | Rejection)
    if isinstance(outcome, Article):
        assert outcome.text == outcome.text.strip("\n")


def test_the_date_of_the_feed_goes_before_that_of_the_page() -> None:
    page = whole(BODY, ld(datePublished="2020-05-04T10:00:00Z"))

    with_feed = found(page, entry=FeedEntry(published_at=MONDAY))
    alone = found(page, entry=None)

    assert isinstance(with_feed, Article)
    assert isinstance(alone, Article)
    assert with_feed.published_at == MONDAY
    assert alone.published_at == datetime(2020, 5, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize(("length", "is_article"), [(79, False), (80, True)])
def test_an_article_has_eighty_characters(length: int, is_article: bool) -> None:  # noqa: FBT001 - a parameter of the test
    words = "Die Ministerin sagte am Montag, dass die Brücke gesperrt bleibt und dass das gut ist."
    text = f"{words[: length - 1].rstrip('.')}."

    assert isinstance(article_in(a_page(text, media_type="text/plain")), Article) == is_article


@pytest.mark.parametrize("language", ["de", "fr"])
def test_a_stored_text_is_read_as_it_is_or_refused_by_its_language(language: str) -> None:
    before = ParsedBefore(
        title="Titel",
        authors=("A. Beck",),
        published_at=MONDAY,
        language=language,
        truncated=False,
        extractor=Extractor(name="trafilatura", version="1"),
    )
    stored = "Kurz, und mit Blanks am Ende.  "

    article = found(stored, media_type="text/plain", parsed_before=before)

    if language == "de":
        assert isinstance(article, Article)
        assert (article.text, article.title, article.published_at) == (stored, "Titel", MONDAY)
    else:
        assert article == Rejection("language", "no rules for fr")
