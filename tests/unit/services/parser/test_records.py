"""What is written in one pass is what the contract's models write, byte for byte."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import services.local
from schemas import Extractor, Message, PageFetched, encode, revision
from services.parser.article import Article, article_in
from services.parser.extraction import Extraction, extract, model
from services.parser.records import SOURCE, records_of
from tests.support.events import MONDAY, TEXT, a_page
from tests.support.statements import events_of

from .templates import TEMPLATES
from .texts import ARTICLES

SAMPLE = Path(services.local.__file__).with_name("sample")
PAGES = [path for path in sorted(SAMPLE.rglob("*.html")) if path.name != "index.html"]

LATE = datetime(2026, 3, 2, 9, 30, 0, 123456, UTC)
AN_ARTICLE = Article(
    title="Brücke",
    authors=("Ida Brandt",),
    published_at=MONDAY,
    language="de",
    text=TEXT,
    truncated=False,
    extractor=Extractor(name="plain", version="1"),
)

# as the parser's text: no U+0000, no lone surrogate; every other sign that JSON escapes or not
WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12)
MAYBE_WORDS = st.none() | WORDS
SPANS = st.lists(st.integers(0, 200), min_size=2, max_size=6, unique=True).map(
    lambda bounds: tuple(
        model.Span(start, end)
        for start, end in zip(sorted(bounds)[::2], sorted(bounds)[1::2], strict=False)
    )
)
NUMBERS = st.none() | st.integers(-(2**53), 2**53) | st.floats()
NO_DATES = ["2026", "2026-03", "--03-24", "--04-31", "--02", "W-7", "D-1", "D+2", "Y-1"]


def one_of(alias: object) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(alias))


MENTIONS = st.builds(model.Mention, text=WORDS, spans=SPANS)
TIMES = st.builds(model.Time, text=WORDS, spans=SPANS, value=st.none() | st.sampled_from(NO_DATES))
KEYS = st.lists(WORDS, max_size=3).map(tuple)
SPEAKERS = st.builds(
    model.Speaker,
    mention=WORDS,
    spans=SPANS,
    name=MAYBE_WORDS,
    role=MAYBE_WORDS,
    affiliation=MAYBE_WORDS,
    kind=one_of(model.SpeakerKind),
    resolution=one_of(model.Resolution),
)
CUES = st.builds(
    model.Cue, text=WORDS, lemma=WORDS, spans=SPANS, category=one_of(model.CueCategory)
)
QUOTES = st.builds(
    model.Quote,
    type=one_of(model.QuoteType),
    partial=st.booleans(),
    medium=st.lists(one_of(model.Medium), max_size=3).map(tuple),
    text=WORDS,
    spans=SPANS,
    speaker=st.none() | SPEAKERS,
    cue=st.none() | CUES,
    frame=st.none() | MENTIONS,
    addressee=st.none() | MENTIONS,
    speech_act=one_of(model.SpeechAct),
    nested_in=st.none() | st.just(0),
    rule=WORDS,
    confidence=one_of(model.Confidence),
)
QUANTITIES = st.builds(
    model.Quantity,
    surface=WORDS,
    spans=SPANS,
    value=NUMBERS,
    min=NUMBERS,
    max=NUMBERS,
    unit=MAYBE_WORDS,
    comparator=one_of(model.Comparator),
    counts=KEYS,
)
CLAIMS = st.builds(
    model.Claim,
    text=WORDS,
    spans=SPANS,
    quote=st.none() | st.just(0),
    claimant=st.none() | SPEAKERS,
    attribution=one_of(model.Attribution),
    polarity=one_of(model.Polarity),
    certainty=one_of(model.Certainty),
    mood=one_of(model.Mood),
    hedges=st.lists(MENTIONS, max_size=2).map(tuple),
    times=st.lists(TIMES, max_size=2).map(tuple),
    places=st.lists(MENTIONS, max_size=2).map(tuple),
    quantities=st.lists(QUANTITIES, max_size=2).map(tuple),
    about=KEYS,
    predicate=MAYBE_WORDS,
    setting=KEYS,
    signals=KEYS,
    rule=WORDS,
    confidence=one_of(model.Confidence),
)
FOUND = st.builds(
    Extraction,
    quotes=st.lists(QUOTES, min_size=1, max_size=3).map(tuple),
    claims=st.lists(CLAIMS, max_size=3).map(tuple),
)


def by_the_models(page: PageFetched, article: Article, found: Extraction) -> tuple[Message, ...]:
    events = events_of(page, article, revision(article.text), found)
    return tuple(encode(event, SOURCE) for event in events)


def same(page: PageFetched, article: Article, found: Extraction) -> bool:
    written = records_of(page, article, revision(article.text), found)
    return written == by_the_models(page, article, found)


@cache
def read(page: PageFetched) -> tuple[Article, Extraction]:
    article = article_in(page)
    assert isinstance(article, Article)
    return article, extract(article.text, article.language)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_samples_pages_are_written_as_the_models_write_them(path: Path) -> None:
    page = a_page(path.read_bytes().decode("utf-8", "replace"))

    article, found = read(page)

    assert found.quotes or found.claims
    assert same(page, article, found)


@pytest.mark.parametrize("name", ARTICLES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_pages_of_every_system_are_written_as_the_models_write_them(
    template: str, name: str
) -> None:
    page = a_page(TEMPLATES[template](ARTICLES[name]))

    assert same(page, *read(page))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FOUND, MAYBE_WORDS, WORDS, st.sampled_from([MONDAY, LATE]), st.none() | st.just(MONDAY))
@example(Extraction((), ()), None, "\ud800", LATE, None)
def test_whatever_is_found_is_written_as_the_models_write_it(
    found: Extraction,
    title: str | None,
    author: str,
    fetched_at: datetime,
    published_at: datetime | None,
) -> None:
    page = a_page(fetched_at=fetched_at)
    article = replace(AN_ARTICLE, title=title, authors=(author,), published_at=published_at)

    assert same(page, article, found)


def test_a_statement_found_twice_is_sent_once() -> None:
    article, found = read(a_page())
    twice = Extraction(found.quotes * 2, found.claims * 2)

    sent = records_of(a_page(), article, revision(article.text), twice)

    assert len(sent) == 1 + len(found.quotes) + len(found.claims)
    assert sent == by_the_models(a_page(), article, twice)
