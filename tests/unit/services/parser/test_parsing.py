"""Pure: a page in, records out, and the same page gives the same bytes."""

from __future__ import annotations

import pytest

from schemas import (
    ArticleChecked,
    ArticleParsed,
    ArticleRejected,
    ClaimExtracted,
    Event,
    Known,
    PageFetched,
    QuoteExtracted,
    decode,
    revision,
)
from services.parser.parsing import parsed
from services.parser.statements import engine
from tests.support.events import TEXT, a_page

from .templates import TEMPLATES
from .texts import ARTICLES, TITLE


def events_of(page: PageFetched) -> list[Event]:
    return [decode(message) for message in parsed(page).messages]


def test_the_article_comes_first_and_announces_what_follows() -> None:
    first, *rest = events_of(a_page(TEMPLATES["magazine"](ARTICLES["news"])))

    assert isinstance(first, ArticleParsed)
    assert first.title == TITLE
    assert first.quote_count == sum(isinstance(event, QuoteExtracted) for event in rest) > 0
    assert first.claim_count == sum(isinstance(event, ClaimExtracted) for event in rest)
    assert len(rest) == first.quote_count + first.claim_count


def test_every_statement_names_its_article_whole_and_has_an_id_of_its_own() -> None:
    first, *rest = events_of(a_page(TEMPLATES["weekly"](ARTICLES["news"])))

    assert isinstance(first, ArticleParsed)
    for event in rest:
        assert isinstance(event, QuoteExtracted | ClaimExtracted)
        assert event.article.id == first.article_id
        assert event.article.revision == first.revision == revision(first.text)
        assert event.article.title == TITLE
    assert len({event.event_id for event in rest}) == len(rest)
    quotes = {event.id for event in rest if isinstance(event, QuoteExtracted)}
    belongs = {e.quote_id for e in rest if isinstance(e, ClaimExtracted) and e.quote_id}
    assert belongs <= quotes


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_same_page_gives_the_same_bytes(template: str) -> None:
    page = a_page(TEMPLATES[template](ARTICLES["news"]))

    assert parsed(page).messages == parsed(page.model_copy(deep=True)).messages


def test_a_known_text_is_checked_and_its_statements_are_not_sent_again() -> None:
    known = Known(revision=revision(TEXT), engine_sequence=engine().sequence)

    (event,) = events_of(a_page(known=known))

    assert isinstance(event, ArticleChecked)
    assert event.revision == known.revision


@pytest.mark.parametrize(
    "known",
    [
        Known(revision="0" * 16, engine_sequence=engine().sequence),
        Known(revision=revision(TEXT), engine_sequence=max(1, engine().sequence - 1)),
    ],
)
def test_another_text_or_an_older_engine_is_no_reason_to_be_silent(known: Known) -> None:
    first = events_of(a_page(known=known))[0]

    is_same = known.revision == revision(TEXT) and known.engine_sequence >= engine().sequence
    assert isinstance(first, ArticleChecked if is_same else ArticleParsed)


def test_a_rejection_names_the_page_and_the_reason() -> None:
    outcome = parsed(a_page(""))

    (event,) = (decode(message) for message in outcome.messages)
    assert isinstance(event, ArticleRejected)
    assert (event.url, event.reason) == (a_page().url, "no_content")
    assert outcome.outcome == "no_content"


def test_what_a_page_lacks_is_told() -> None:
    html = f"<html lang=de><body><p>{TEXT}</p></body></html>"

    assert set(parsed(a_page(html)).missing) == {"title", "published_at", "author"}
    assert parsed(a_page(TEMPLATES["weekly"](ARTICLES["news"]))).missing == ("published_at",)
