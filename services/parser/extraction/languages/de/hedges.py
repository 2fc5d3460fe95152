"""How surely something is said: the words that weaken it, and what they make of it."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.languages.de.clauses import Clause
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.model import Certainty, Mood

RANK: Final[dict[Certainty, int]] = {
    "certain": 0,
    "probable": 1,
    "possible": 2,
    "underspecified": 3,
}

HEDGES: Final[dict[str, Certainty]] = {
    "wahrscheinlich": "probable",
    "vermutlich": "probable",
    "offenbar": "probable",
    "anscheinend": "probable",
    "mutmaßlich": "underspecified",
    "angeblich": "underspecified",
    "wohl": "probable",
    "offensichtlich": "probable",
    "scheinbar": "probable",
    "voraussichtlich": "probable",
    "möglicherweise": "possible",
    "vielleicht": "possible",
    "eventuell": "possible",
    "womöglich": "possible",
    "umständen": "possible",  # „unter Umständen“
}
MODAL_HEDGES: Final[dict[str, Certainty]] = {
    "dürfte": "probable",
    "dürften": "probable",
    "scheint": "probable",
    "scheinen": "probable",
    "scheine": "probable",
    "könnte": "possible",
    "könnten": "possible",
    "soll": "underspecified",
    "sollen": "underspecified",
}
_LISTED: Final = frozenset({*HEDGES, *MODAL_HEDGES})
PROBABLE_CUES: Final = frozenset(
    [
        "vermuten",
        "annehmen",
        "schätzen",
        "fürchten",
        "befürchten",
        "erwarten",
        "glauben",
        "mutmaßen",
        "prognostizieren",
        "vorhersagen",
        "voraussagen",
        "prophezeien",
        "hoffen",
        "spekulieren",
        "spekulieren darüber",
        "bangen",
        "ahnen",
        "wähnen",
        "einschätzen",
        "rechnen",
        "rechnen damit",
        "ausgehen",
        "ausgehen davon",
    ]
)


def hedges_in(text: Tagged, first: int, end: int) -> list[int]:
    folded = text.folded
    listed = [i for i in range(first, end) if folded[i] in _LISTED]
    return [i for i in listed if _is_hedge(text, i) or is_modal_hedge(text, i)]


def _is_hedge(text: Tagged, index: int) -> bool:
    word = text.folded[index]
    return word in HEDGES and (word != "umständen" or text.folded[index - 1] == "unter")


def is_modal_hedge(text: Tagged, index: int) -> bool:
    return text.folded[index] in MODAL_HEDGES and text.is_finite(index)


def certainty_of(text: Tagged, hedges: list[int], base: Certainty) -> Certainty:
    """The weakest of the frame and all the hedges."""
    found = [base]
    for index in hedges:
        word = text.folded[index]
        found.append(HEDGES.get(word) or MODAL_HEDGES[word])
    return max(found, key=RANK.__getitem__)


def mood_of(text: Tagged, clause: Clause) -> Mood:
    finite = clause.finite
    if finite is None or not text.is_konjunktiv(finite):
        return "indicative"
    return "konjunktiv1" if text.is_konjunktiv1(finite) else "konjunktiv2"
