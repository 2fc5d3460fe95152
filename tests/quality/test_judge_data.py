"""The judge's weights: made from the annotation as it stands, and made alike every time."""

from itertools import islice

from benchmarks.training.judge import examples, model, parts
from benchmarks.training.statements_read import digest, statements
from services.parser.extraction.languages.de.word_table import lines_of, sections


def test_the_weights_were_learned_from_the_annotation_as_it_stands() -> None:
    assert lines_of(sections("judge.xz")["annotation"]) == [digest()]


def test_learning_twice_gives_the_same_bytes() -> None:
    some = list(islice(statements().values(), 12))

    first, second = (parts(model(examples(some))) for _ in range(2))

    assert first == second
    assert "\nframe\trule=indirect.that_clause\t" in first["weights"]
