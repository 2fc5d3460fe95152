"""Rows of earlier years are compared with it: it may never change."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from services.parser.fingerprint import PLACES, fingerprint, similarity

from .texts import ARTICLES, text_of

FROZEN = (1690449015, 3330980550, 676544789, 2317076324)
TEXTS = {name: text_of(blocks) for name, blocks in ARTICLES.items()}
AGENCY = "\n".join(TEXTS.values())


def test_the_values_are_frozen() -> None:
    frozen = fingerprint("Die Brücke bleibt gesperrt. Das sagte die Ministerin am Montag.")

    assert frozen[:4] == FROZEN
    assert len(frozen) == PLACES


def test_case_marks_and_blanks_do_not_count() -> None:
    one = fingerprint("„Wir prüfen jeden Pfeiler“, sagte die Ministerin in Neustadt.")
    other = fingerprint("WIR PRÜFEN JEDEN PFEILER –\nsagte die  Ministerin in Neustadt")

    assert one == other


def test_a_copy_with_another_opening_and_end_is_near() -> None:
    copy = f"Altenrode (dpa) - {AGENCY}\nMehr dazu morgen in unserer Zeitung."

    assert similarity(fingerprint(AGENCY), fingerprint(copy)) >= 0.8


def test_the_more_words_differ_the_less_alike_they_are() -> None:
    words = AGENCY.split()
    changed = [
        " ".join("anders" if place % every == 0 else word for place, word in enumerate(words))
        for every in (100, 30, 10)
    ]

    likeness = [similarity(fingerprint(AGENCY), fingerprint(text)) for text in changed]

    assert likeness == sorted(likeness, reverse=True)
    assert likeness[0] >= 0.8
    assert likeness[-1] <= 0.6


def test_texts_about_the_same_town_are_not_near() -> None:
    for one, other in combinations(TEXTS.values(), 2):
        assert similarity(fingerprint(one), fingerprint(other)) <= 0.2


@given(st.text())
def test_any_text_has_one_and_equals_itself(text: str) -> None:
    places = fingerprint(text)

    assert len(places) == PLACES
    assert all(0 <= place < 2**32 for place in places)
    assert similarity(places, fingerprint(text)) == 1.0
