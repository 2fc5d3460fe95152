"""Speech without a frame: sentences in the Konjunktiv, and what somebody is said to have done."""

from __future__ import annotations

from typing import Final, NamedTuple

from services.parser.extraction.languages.de.clauses import Analysis, Clause
from services.parser.extraction.languages.de.tagged import Tagged

_SHOULD: Final = frozenset({"soll", "sollen"})
_PERFECT: Final = frozenset({"haben", "sein", "worden"})
_PAST_II: Final = frozenset({"hätte", "hätten", "wäre", "wären"})


class FreeSite(NamedTuple):
    """A sentence that no frame claims; `after_quote` says whether one stands right before it."""

    text: Tagged
    analysis: Analysis
    after_quote: bool


def main_clauses(analysis: Analysis) -> list[Clause]:
    return [clause for clause in analysis.clauses if clause.kind in ("v2", "v1")]


def is_free_indirect(site: FreeSite) -> bool:
    """Er sei nie dort gewesen. Die Akten habe er nicht gesehen."""
    clauses = main_clauses(site.analysis)
    if not clauses:
        return False
    finite = clauses[0].finite
    if finite is None:
        return False
    if site.text.is_konjunktiv1(finite):
        return True
    return site.after_quote and site.text.is_konjunktiv(finite)


def is_hearsay(site: FreeSite) -> bool:
    """Der Mann soll die Kasse gestohlen haben."""
    for clause in main_clauses(site.analysis)[:1]:
        finite = clause.finite
        if finite is not None and site.text.folded[finite] in _SHOULD and _is_evidential(site.text, clause):
            return True
    return False


def _is_evidential(text: Tagged, clause: Clause) -> bool:
    """„soll gestohlen haben“ passes on; „soll 2030 beginnen“ is a plan."""
    end = clause.end
    last = text.folded[end - 1]
    before = text.tags[end - 2] if end >= 2 else ""
    if last in ("haben", "sein") and before in ("VVPP", "VAPP", "VMPP", "VVINF"):
        return True
    return last in ("sein", "haben", "befinden", "geben", "handeln", "liegen", "stammen", "leben")
