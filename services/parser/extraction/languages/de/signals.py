"""Why a checker might care: plain facts about a claim, and no score made up from them."""

from __future__ import annotations

from collections.abc import Sequence

from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.propositions import Proposition
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.vocabulary import vocabulary
from services.parser.extraction.model import Quantity


def signals_of(
    quantities: Sequence[Quantity], about: Sequence[str], *, is_denied: bool, is_negated: bool
) -> tuple[str, ...]:
    """`quantity`, `running_count`, `named_actor`, `denial`, `negation`, in this order."""
    found = ["quantity"] if quantities else []
    if _is_running(quantities, about, is_negated=is_negated):
        found.append("running_count")
    if any(key[0].isupper() for key in about):
        found.append("named_actor")
    found += ["denial"] * is_denied + ["negation"] * is_negated
    return tuple(found)


def _is_running(quantities: Sequence[Quantity], about: Sequence[str], *, is_negated: bool) -> bool:
    """Counts of the dead or the injured only grow while an event unfolds; none is a count too."""
    if not quantities and not is_negated:
        return False
    counted = {key for quantity in quantities for key in quantity.counts}
    return bool(vocabulary().running & (counted | (set(about) if is_negated else set())))


def is_negated(text: Tagged, proposition: Proposition) -> bool:
    """A negation in the clause itself, not in what depends on it; „nicht nur“ is none."""
    folded = text.folded
    negations = [index for index in proposition.tokens() if folded[index] in words.NEGATIONS]
    return any(
        any(first <= index < end for first, end in proposition.clause.pieces)
        and folded[min(index + 1, len(folded) - 1)] not in ("nur", "zuletzt", "allein")
        for index in negations
    )
