import pytest

from services.parser.extraction import explain, extract
from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.explanation import RULES
from services.parser.extraction.rule import Rule


@pytest.mark.parametrize("rule", RULES, ids=repr)
def test_a_rule_answers_its_own_example(rule: Rule[object, Finding]) -> None:
    assert rule.example

    quotes = extract(rule.example, "de").quotes

    assert rule.name in {quote.rule for quote in quotes}


def test_rule_names_are_unique() -> None:
    names = [rule.name for rule in RULES]

    assert len(names) == len(set(names))


def test_an_explanation_shows_who_answered_and_who_abstained() -> None:
    trials = explain("Laut Polizei wurde niemand verletzt.", "de")

    answers = {trial.rule: trial.answer for trial in trials}
    assert answers["adpositions.according_to"] == "wurde niemand verletzt"
    assert answers["adpositions.by_account_of"] is None
