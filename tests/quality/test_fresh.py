"""Our own texts, written before the engine saw them: that they are what they say. No floors."""

from collections import Counter
from itertools import combinations
from typing import Any

import pytest

from tests.quality.articles.annotated import FRESH_PASSES, articles, fresh, unseen
from tests.quality.articles.scores import agreement_of
from tools.annotation import Annotation

FRESH = fresh()
AT_LEAST = {
    "agency": 30,
    "regional": 10,
    "sports": 6,
    "science": 6,
    "ticker": 6,
    "interview": 6,
    "release": 5,
    "reportage": 5,
}


def points(quote: Annotation) -> set[int]:
    spans: list[dict[str, Any]] = quote["spans"]
    return {point for span in spans for point in range(span["start"], span["end"])}


def test_there_are_enough_of_every_form() -> None:
    forms = Counter(one["form"] for one in FRESH.values())

    assert len(FRESH) >= 80
    assert forms["swiss"] + forms["austrian"] >= 6
    assert all(forms[form] >= least for form, least in AT_LEAST.items())


def test_some_are_without_a_quote() -> None:
    assert sum(not one["quotes"] for one in FRESH.values()) >= 8


def test_none_of_them_is_measured_elsewhere() -> None:
    others = {one["text"].strip() for one in (*articles().values(), *unseen().values())}

    assert not others & {one["text"].strip() for one in FRESH.values()}


def test_two_passes_read_a_quarter_of_them_alike() -> None:
    assert all(len(list(folder.glob("*.txt"))) >= 25 for folder in FRESH_PASSES)
    assert agreement_of(FRESH, FRESH_PASSES).both >= 0.9


@pytest.mark.parametrize("name", FRESH)
def test_a_text_is_our_own_and_free(name: str) -> None:
    assert FRESH[name]["source"] == "own"
    assert FRESH[name]["licence"].startswith("CC0 1.0")


@pytest.mark.parametrize("name", FRESH)
def test_every_span_slices_to_its_words(name: str) -> None:
    text, quotes = FRESH[name]["text"], FRESH[name]["quotes"]
    speakers = [quote["speaker"] for quote in quotes if quote["speaker"]]
    spans = [span for quote in quotes for span in quote["spans"]]
    spans += [mention for speaker in speakers for mention in speaker["mentions"]]

    assert all(text[span["start"] : span["end"]] == span["exact"] for span in spans)
    assert all(span["exact"] == span["exact"].strip() for span in spans)


@pytest.mark.parametrize("name", FRESH)
def test_quotes_that_count_lie_apart_or_in_each_other(name: str) -> None:
    required = [points(quote) for quote in FRESH[name]["quotes"] if not quote["optional"]]

    for one, other in combinations(required, 2):
        assert one != other
        assert not one & other or one < other or other < one


@pytest.mark.parametrize("name", FRESH)
def test_an_indirect_quote_leaves_out_the_full_stop(name: str) -> None:
    indirect = [quote for quote in FRESH[name]["quotes"] if quote["type"] == "indirect"]

    assert not [quote for quote in indirect if quote["spans"][-1]["exact"][-1] in ".,;"]
