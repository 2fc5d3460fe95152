"""What a quote does, and how it was made known: tests/cases/de/acts.txt and media.txt."""

import pytest

from services.parser.extraction import Quote, extract
from tests.support.cases import CASES

KNOWN = "# known: "
Row = tuple[str, str, bool]


def rows(name: str) -> list[Row]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    held = [line for line in lines if " | " in line and not line.startswith("# sentence")]
    split = [(line.removeprefix(KNOWN).partition(" | "), line.startswith(KNOWN)) for line in held]
    return [(sentence, wanted, known) for (sentence, _, wanted), known in split]


ACTS, MEDIA = rows("de/acts.txt"), rows("de/media.txt")


def last_quote(sentence: str) -> Quote:
    return extract(sentence, "de").quotes[-1]


def act_is(row: Row) -> bool:
    quotes = extract(row[0], "de").quotes
    return bool(quotes) and quotes[-1].speech_act == row[1]


@pytest.mark.parametrize("row", [row for row in ACTS if not row[2]], ids=lambda row: row[0])
def test_an_act_is_told(row: Row) -> None:
    assert last_quote(row[0]).speech_act == row[1]


@pytest.mark.parametrize("row", [row for row in ACTS if row[2]], ids=lambda row: row[0])
def test_a_known_failure_still_fails(row: Row) -> None:
    assert not act_is(row), "it passes: take the mark `# known:` away"


@pytest.mark.parametrize("row", MEDIA, ids=lambda row: row[0])
def test_a_medium_is_told(row: Row) -> None:
    assert " ".join(last_quote(row[0]).medium) == row[1]


@pytest.mark.parametrize("act", sorted({row[1] for row in ACTS}))
def test_every_act_has_fifteen_cases(act: str) -> None:
    assert sum(row[1] == act for row in ACTS) >= 15
