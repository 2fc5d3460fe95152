"""The model article against what must be found in it, attribute by attribute."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.parser.extraction import Claim, Extraction, Quote, extract

HERE = Path(__file__).parent
TEXT = (HERE / "model_article.txt").read_text(encoding="utf-8")
GOLD: dict[str, Any] = json.loads((HERE / "model_article.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found() -> Extraction:
    return extract(TEXT, "de")


def quote_at(found: Extraction, target: dict[str, int]) -> Quote:
    where = (target["start"], target["end"])
    return next(q for q in found.quotes if (q.spans[0].start, q.spans[-1].end) == where)


def claim_at(found: Extraction, target: dict[str, int]) -> Claim:
    where = (target["start"], target["end"])
    return next(c for c in found.claims if (c.spans[0].start, c.spans[-1].end) == where)


@pytest.mark.parametrize("gold", GOLD["quotes"], ids=lambda gold: gold["id"])
def test_a_quote_of_the_model_article(found: Extraction, gold: dict[str, Any]) -> None:
    quote = quote_at(found, gold["target"])

    assert quote.type == gold["type"]
    assert quote.partial == gold.get("partial", False)
    assert quote.speech_act == gold["speech_act"]
    assert quote.cue is not None
    assert set(gold["cue"]) <= set(quote.cue.text.split())
    if gold["speaker"] is None:
        assert quote.speaker is None
    else:
        assert quote.speaker is not None
        assert quote.speaker.mention == gold["speaker"]["mention"]
        assert quote.speaker.name == gold["speaker"]["name"]
        assert quote.speaker.resolution == gold["speaker"]["resolution"]


def test_nothing_but_the_quotes_of_the_model_article(found: Extraction) -> None:
    assert len(found.quotes) == len(GOLD["quotes"])


@pytest.mark.parametrize("gold", GOLD["claims"], ids=lambda gold: gold["id"])
def test_a_claim_of_the_model_article(found: Extraction, gold: dict[str, Any]) -> None:
    claim = claim_at(found, gold["target"])

    for name in ("attribution", "polarity", "certainty", "mood"):
        assert getattr(claim, name) == gold[name]
    assert [hedge.text for hedge in claim.hedges] == gold["hedges"]
    claimant = claim.claimant.mention if claim.claimant else None
    assert claimant == (gold["claimant"] and gold["claimant"]["mention"])
    assert [
        {
            name: getattr(quantity, name)
            for name in ("surface", "value", "min", "max", "unit", "comparator")
        }
        for quantity in claim.quantities
    ] == gold["quantities"]


@pytest.mark.parametrize("person", GOLD["people"], ids=lambda person: person["name"])
def test_a_person_of_the_model_article(found: Extraction, person: dict[str, str]) -> None:
    roles = {q.speaker.role for q in found.quotes if q.speaker and q.speaker.name == person["name"]}

    assert roles == {person["role"]}


def test_nothing_else_is_claimed(found: Extraction) -> None:
    """„Diese Berichte sind dreiste Lügen“ is a verdict on a claim, and none of its own."""
    expected = {(claim["target"]["start"], claim["target"]["end"]) for claim in GOLD["claims"]}

    assert {(c.spans[0].start, c.spans[-1].end) for c in found.claims} == expected
