from __future__ import annotations

from datetime import timedelta
from typing import Any

from schemas import ArticleParsed, ClaimExtracted
from services.store.matching import ASSERTED, COUNTED, DENIED, matching_keys, week_of
from tests.support.events import MONDAY, a_claim, an_article

SAID = "Die Brücke bleibt gesperrt"


def kinds(claim: ClaimExtracted) -> set[int]:
    return {key >> 14 & 3 for key in matching_keys(claim)}


def said(article: ArticleParsed | None = None, **changes: Any) -> ClaimExtracted:
    said = {"about": ("Rhein", "brücke"), "predicate": "sperren", "setting": ()}
    return a_claim(article, SAID, **said | changes)


def test_what_is_counted_and_what_is_asserted_have_keys_of_their_own() -> None:
    assert kinds(a_claim()) == {COUNTED, ASSERTED}


def test_a_denial_has_no_key_of_an_assertion() -> None:
    assert kinds(said(polarity="negative")) == {DENIED}


def test_who_denies_that_something_is_not_so_is_left_alone() -> None:
    assert matching_keys(said(polarity="negative", signals=("denial", "negation"))) == ()


def test_what_is_only_possible_contradicts_nothing() -> None:
    assert matching_keys(said(certainty="possible")) == ()


def test_names_of_claim_and_setting_tie_it_down() -> None:
    assert len(matching_keys(said(setting=("Köln", "brücke")))) == 2


def test_claims_without_any_name_still_meet() -> None:
    assert len(matching_keys(said(about=("brücke",)))) == 1


def test_the_week_is_in_the_key() -> None:
    later = an_article(published_at=MONDAY + timedelta(days=7))

    (one,) = matching_keys(said())
    (other,) = matching_keys(said(later))

    assert one != other
    assert one >> 14 == other >> 14
    assert week_of(MONDAY + timedelta(days=7)) == week_of(MONDAY) + 1


def test_names_without_end_make_no_keys_without_end() -> None:
    crowd = tuple(f"Name{number}" for number in range(1000))

    assert len(matching_keys(said(about=crowd))) == 64
