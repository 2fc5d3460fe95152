"""Speech without a frame: sentences in the Konjunktiv, and what somebody is said to have done."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

from services.parser.extraction.findings import Finding, Ranges
from services.parser.extraction.languages.de.clauses import Clause
from services.parser.extraction.languages.de.memory import Memory, SentenceSite
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.model import Confidence
from services.parser.extraction.rule import Rule

_SHOULD: Final = frozenset({"soll", "sollen"})
_STATES: Final = frozenset(
    {"sein", "haben", "befinden", "geben", "handeln", "liegen", "stammen", "leben"}
)
_DONE: Final = frozenset({"VVPP", "VAPP", "VMPP"})
FreeType: TypeAlias = Literal["indirect_free_indirect", "free_indirect"]


class FreeSite(NamedTuple):
    """A sentence that no frame claims, and what was read before it."""

    sentence: SentenceSite
    memory: Memory

    @property
    def is_near(self) -> bool:
        return self.memory.is_near(self.sentence)

    @property
    def speaker(self) -> Ranges:
        return self.memory.speaker


@Rule
def konjunktiv(site: FreeSite) -> Finding | None:
    """Er sagte, er sei krank. Die Akten habe er nie gesehen."""
    text = site.sentence.text
    finite = next((clause.finite for clause in site.sentence.main_clauses), None)
    if finite is None:
        return None
    plain = site.is_near and text.is_konjunktiv(finite)  # „hätte“ alone may be the reporter's own
    if not (plain or text.is_konjunktiv1(finite)):
        return None
    return _found(site, "indirect_free_indirect", "konjunktiv", "medium")


@Rule
def hearsay(site: FreeSite) -> Finding | None:
    """Nach Angaben der Polizei fehlt Geld. Der Mann soll die Kasse gestohlen haben."""
    clauses = site.sentence.main_clauses
    for number, clause in enumerate(clauses):
        if number == 0 and _is_passed_on(site, clause):
            return _found(site, "free_indirect", "hearsay", "low")
        if number and _should(site.sentence.text, clause) and _is_perfect(site, clause):
            found = _found(site, "free_indirect", "hearsay", "low")
            return found._replace(content=((clause.first, site.sentence.analysis.end),))
    return None


@Rule
def konjunktiv_later(site: FreeSite) -> Finding | None:
    """Laut Polizei fehlt Geld. Zwei Männer wurden gefasst, ein dritter sei geflohen."""
    text, clauses = site.sentence.text, site.sentence.main_clauses
    if not site.is_near or not site.speaker:
        return None
    for clause in clauses[1:]:
        if clause.finite is not None and text.is_konjunktiv1(clause.finite):
            found = _found(site, "indirect_free_indirect", "konjunktiv_later", "low")
            return found._replace(content=((clause.first, site.sentence.analysis.end),))
    return None


RULES: Final = (konjunktiv, konjunktiv_later, hearsay)


def _is_passed_on(site: FreeSite, clause: Clause) -> bool:
    text = site.sentence.text
    if not _should(text, clause):
        return False
    return site.is_near or _is_evidential(text, clause) or _is_perfect(site, clause)


def _should(text: Tagged, clause: Clause) -> bool:
    return clause.finite is not None and text.folded[clause.finite] in _SHOULD


def _is_perfect(site: FreeSite, clause: Clause) -> bool:
    """„soll gestohlen haben, worden sein“: what is over cannot be planned."""
    text = site.sentence.text
    return any(
        text.folded[index] in ("haben", "sein") and text.tags[index - 1] in _DONE
        for index in clause.tokens()
        if index > clause.first
    )


def _is_evidential(text: Tagged, clause: Clause) -> bool:
    """„soll gestohlen haben“ passes on; „soll 2030 beginnen“ is a plan."""
    return text.folded[clause.end - 1] in _STATES


def _found(site: FreeSite, kind: FreeType, rule: str, confidence: Confidence) -> Finding:
    content = ((site.sentence.analysis.first, site.sentence.analysis.end),)
    name = "free." + rule
    return Finding(kind, content, name, confidence, None, site.speaker, continued=True)
