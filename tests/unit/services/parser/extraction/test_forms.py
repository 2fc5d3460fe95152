"""The short texts of tests/cases/de/forms and persons: all of their quotes, and nothing else."""

import pytest

from services.parser.extraction import extract
from tests.support.forms import FormCase, form_cases, row_of, value_of

CASES = [*form_cases("de/forms"), *form_cases("de/persons")]
FORMS = (
    *("captions.txt", "headlines.txt", "interviews.txt", "marks.txt", "nested.txt"),
    *("paragraphs.txt", "posts.txt", "releases.txt", "tickers.txt"),
)


def found_in(case: FormCase) -> tuple[list[str], list[dict[str, str]]]:
    quotes = [quote for quote in extract(case.text, "de").quotes if quote.type != "reported"]
    by_row = {row_of(quote): quote for quote in quotes}
    values = [
        {name: value_of(by_row[row], name) for name in fields} if row in by_row else {}
        for row, fields in zip(case.quotes, case.fields, strict=True)
    ]
    return [row_of(quote) for quote in quotes], values


def is_answered(case: FormCase) -> bool:
    rows, values = found_in(case)
    return sorted(rows) == sorted(case.quotes) and values == list(case.fields)


@pytest.mark.parametrize("case", [c for c in CASES if not c.known], ids=str)
def test_a_text_holds_these_quotes_and_no_other(case: FormCase) -> None:
    assert is_answered(case), found_in(case)


@pytest.mark.parametrize("case", [c for c in CASES if c.known], ids=str)
def test_a_known_failure_still_fails(case: FormCase) -> None:
    assert not is_answered(case), "it passes: take the mark `# known:` away"


@pytest.mark.parametrize("name", FORMS)
def test_every_form_has_ten_cases_that_pass(name: str) -> None:
    assert sum(case.file == name and not case.known for case in CASES) >= 10
