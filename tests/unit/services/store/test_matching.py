from __future__ import annotations

from datetime import timedelta
from typing import Any

from schemas import ArticleParsed, ClaimExtracted
from services.store.matching import ASSERTED, COUNTED, DENIED, week_of
from services.store.translation import claim as row_of
from tests.support.events import MONDAY, a_claim, an_article

SAID = "Die Brücke bleibt gesperrt"


def kinds(claim: ClaimExtracted) -> set[int]:
    return {key >> 14 & 3 for key in row_of(claim).matching}


def said(article: ArticleParsed | None = None, **changes: Any) -> ClaimExtracted:
    said = {"about": ("Rhein", "brücke"), "predicate": "sperren", "setting": ()}
    return a_claim(article, SAID, **said | changes)


def test_what_is_counted_and_what_is_asserted_have_keys_of_their_own() -> None:
    assert kinds(a_claim()) == {COUNTED, ASSERTED}


def test_a_denial_has_no_key_of_an_assertion() -> None:
    assert kinds(said(polarity="negative")) == {DENIED}


def test_who_denies_that_something_is_not_so_is_left_alone() -> None:
    assert row_of(said(polarity="negative", signals=("denial", "negation"))).matching == ()


def test_what_is_only_possible_contradicts_nothing() -> None:
    assert row_of(said(certainty="possible")).matching == ()


def test_names_of_claim_and_setting_tie_it_down() -> None:
    assert len(row_of(said(setting=("Köln", "brücke"))).matching) == 2


def test_claims_without_any_name_still_meet() -> None:
    assert len(row_of(said(about=("brücke",))).matching) == 1


def test_the_week_is_in_the_key() -> None:
    later = an_article(published_at=MONDAY + timedelta(days=7))

    (one,) = row_of(said()).matching
    (other,) = row_of(said(later)).matching

    assert one != other
    assert one >> 14 == other >> 14
    assert week_of(MONDAY + timedelta(days=7)) == week_of(MONDAY) + 1


def test_names_without_end_make_no_keys_without_end() -> None:
    crowd = tuple(f"Name{number}" for number in range(1000))

    assert len(row_of(said(about=crowd)).matching) == 64
