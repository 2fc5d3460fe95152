"""The annotated sentences of tests/cases/de, each with the answer it carries."""

import pytest

from services.parser.extraction import Claim, Quantity, Quote, Spans, extract
from tests.support.cases import CASES, Case, cases_in

QUOTE_FILES = ("de/direct.txt", "de/indirect.txt", "de/phenomena.txt", "de/reported.txt")
QUOTE_CASES = [case for name in QUOTE_FILES for case in cases_in(name)]


def rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [
        [cell.strip() for cell in line.split("|")]
        for line in lines
        if line and not line.startswith("#")
    ]


def pieces(text: str, spans: Spans) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in spans)


def is_answered(case: Case) -> bool:
    quotes = extract(case.text, "de").quotes
    if not case.roles:
        return not quotes
    return any(fits(case, quote) for quote in quotes)


def fits(case: Case, quote: Quote) -> bool:
    found = {"content": pieces(case.text, quote.spans)}
    for role, mention in (
        ("cue", quote.cue),
        ("speaker", quote.speaker),
        ("addressee", quote.addressee),
    ):
        if mention is not None:
            found[role] = pieces(case.text, mention.spans)
    return all(
        " ".join(found.get(role, ())) == " ".join(expected) for role, expected in case.roles.items()
    )


@pytest.mark.parametrize("case", [c for c in QUOTE_CASES if not c.known], ids=str)
def test_a_case_is_answered(case: Case) -> None:
    assert is_answered(case), [
        (quote.rule, quote.text, quote.speaker and quote.speaker.mention, quote.cue)
        for quote in extract(case.text, "de").quotes
    ]


@pytest.mark.parametrize("case", [c for c in QUOTE_CASES if c.known], ids=str)
def test_a_known_failure_still_fails(case: Case) -> None:
    assert not is_answered(case), "it passes: take the mark `# known:` away"


@pytest.mark.parametrize("row", rows("de/quantities.txt"), ids=lambda row: row[0])
def test_a_quantity_is_read(row: list[str]) -> None:
    sentence, *expected = row

    found = [quantity for claim in extract(sentence, "de").claims for quantity in claim.quantities]

    assert [described(quantity) for quantity in found] == ([expected] if expected else [])


def described(quantity: Quantity) -> list[str]:
    numbers = (quantity.value, quantity.min, quantity.max)
    return [
        quantity.surface,
        *("-" if number is None else f"{number:.15g}" for number in numbers),
        quantity.unit or "-",
        quantity.comparator,
    ]


@pytest.mark.parametrize("row", rows("de/claims.txt"), ids=lambda row: row[0])
def test_a_claim_is_read(row: list[str]) -> None:
    sentence, *expected = row

    claims = extract(sentence, "de").claims

    assert [stance(claim) for claim in claims] == ([expected] if expected else [])


def stance(claim: Claim) -> list[str]:
    return [claim.text, claim.attribution, claim.polarity, claim.certainty, claim.mood]
