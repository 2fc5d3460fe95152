"""The annotated articles for training: that each can be read and says where it comes from."""

from pathlib import Path

import pytest

from tests.quality.articles.annotated import UNSEEN, articles, unseen
from tools.annotation import article

STATEMENTS = Path(__file__).parents[2] / "benchmarks" / "training" / "statements"
SOURCES = sorted(STATEMENTS.glob("*.txt"))
KEPT_BACK = sorted(UNSEEN.glob("*.txt"))


def test_there_are_enough_to_learn_from() -> None:
    assert len(SOURCES) == 551
    assert len(KEPT_BACK) == 123


@pytest.mark.parametrize("source", [*SOURCES, *KEPT_BACK], ids=lambda path: path.stem)
def test_an_article_can_be_read_and_names_its_source(source: Path) -> None:
    found = article(source.read_text(encoding="utf-8"))

    assert found["source"].startswith("https://de.wikinews.org/wiki/")
    assert found["licence"].startswith("CC BY 2.5")
    for quote in found["quotes"]:
        for span in quote["spans"]:
            assert found["text"][span["start"] : span["end"]] == span["exact"]


def test_none_of_them_is_measured_as_well() -> None:
    measured = {found["text"].strip() for found in (*articles().values(), *unseen().values())}
    trained = {article(path.read_text(encoding="utf-8"))["text"].strip() for path in SOURCES}

    assert not measured & trained
