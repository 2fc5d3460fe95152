"""The written form of an annotation: what a line means, and what it refuses."""

import pytest

from tools.annotation import Annotation, quotes

TEXT = "„Nein“, sagte Ute Roth dem Rat. Sie bleibe, sagte Roth. Dann ging Roth."


def one(line: str) -> Annotation:
    (found,) = quotes(TEXT, line)
    return found


def test_a_part_with_an_arrow_names_who_is_spoken_to() -> None:
    found = one("direct | Nein | Ute Roth | person | Ute Roth | > dem Rat")

    assert found["addressee"]["exact"] == "dem Rat"
    assert found["speaker"]["names"] == ["Ute Roth"]


def test_words_that_stand_twice_are_told_by_number_or_by_what_is_around() -> None:
    by_number = one("indirect | Sie bleibe | Roth#2 | person")
    by_place = one("indirect | Sie bleibe | sagte [Roth]. | person")

    assert by_number["speaker"] == by_place["speaker"]
    assert "addressee" not in by_number


@pytest.mark.parametrize(
    "line",
    [
        "direct | Ja | Ute Roth | person",  # not in the text
        "direct | Nein | Roth | person",  # three times in the text
        "spoken | Nein | Ute Roth | person",
        "direct | Nein | Ute Roth | somebody",
        "direct | Nein | Ute Roth | person | > Stadtrat",
    ],
)
def test_what_cannot_be_meant_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"in the text|no type|no kind"):
        quotes(TEXT, line)
