from __future__ import annotations

import pytest

from services.parser.language import language_of

GERMAN = "Die Ministerin sagte am Montag in Berlin, die Brücke bleibe bis zum Herbst gesperrt."
ENGLISH = "The minister said on Monday in Berlin that the bridge would remain closed until autumn."


@pytest.mark.parametrize("declared", [None, "de", "en-US", "", "nonsense tag"])
def test_a_sentence_is_enough_whatever_the_page_declares(declared: str | None) -> None:
    assert language_of(GERMAN, declared) == "de"
    assert language_of(ENGLISH, declared) == "en"


@pytest.mark.parametrize("declared", ["de", "DE-at", "de_DE", "deu", "ger"])
def test_where_the_words_decide_nothing_the_page_does(declared: str) -> None:
    assert language_of("Altenrode 1:2 Neustadt, Lindau 0:0 Berg, Amsel 3:1 Kranz", declared) == "de"


def test_foreign_quotes_at_the_edges_do_not_turn_a_german_text() -> None:
    assert language_of(f"{ENGLISH}\n" + f"{GERMAN}\n" * 60 + ENGLISH) == "de"
