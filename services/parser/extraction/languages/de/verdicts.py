"""Verdicts on what somebody else claimed: they deny it, and are no claim of their own."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.languages.de.lexicon import closed_class
from services.parser.extraction.languages.de.propositions import Proposition
from services.parser.extraction.languages.de.tagged import Tagged

_LONGEST: Final = 8  # words; a longer clause says more than yes or no
_POINTING: Final = frozenset(
    ["das", "dies", "diese", "dieser", "dieses", "solche", "solcher", "jene", "jener", "der", "die"]
)
_COPULA: Final = frozenset(["ist", "sind", "sei", "seien", "war", "waren", "wäre", "wären"])


def is_verdict(text: Tagged, proposition: Proposition) -> bool:
    """„Diese Berichte sind dreiste Lügen“, „das ist falsch“."""
    said = [text.folded[place] for place in proposition.tokens()]
    if len(said) > _LONGEST or not said or said[0] not in _POINTING:
        return False
    copula = next((place for place, word in enumerate(said) if word in _COPULA), None)
    if copula is None:
        return False
    judged = set(said[:copula]) & closed_class("verdict_subjects")
    # the last word: „der Bericht ist falsch datiert“ says something of its own
    return bool(judged) and said[-1] in closed_class("verdict_predicates")
