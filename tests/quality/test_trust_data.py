"""The weights of trust: made from the annotation as it stands, and made alike every time."""

from itertools import islice

from benchmarks.training.statements_read import digest, statements
from benchmarks.training.trust import learned, rows_of
from services.parser.extraction.languages.de.word_table import lines_of, sections


def test_the_weights_were_learned_from_the_annotation_as_it_stands() -> None:
    assert lines_of(sections("trust.xz")["annotation"]) == [digest()]


def test_learning_twice_gives_the_same_weights() -> None:
    some = dict(islice(statements().items(), 12))

    first, second = (learned(list(rows_of(some))) for _ in range(2))

    assert first == second
    assert "bias" in first
