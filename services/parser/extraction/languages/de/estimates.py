"""Numbers that somebody names without a clause: „Die Polizei sprach von 400 Toten.“"""

from __future__ import annotations

from typing import Final, NamedTuple

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Range
from services.parser.extraction.languages.de.kinds import kind_of_noun
from services.parser.extraction.languages.de.propositions import Proposition
from services.parser.extraction.languages.de.subjects import subject_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.things import is_thing
from services.parser.extraction.languages.de.verbs import finite_lemmas
from services.parser.extraction.model import Certainty, Claim, Speaker

# verb: the preposition that the number needs, the particle at the end, how sure it is said
_VERBS: Final[dict[str, tuple[str, str, Certainty]]] = {
    "sprechen": ("von", "", "certain"),
    "berichten": ("von", "", "certain"),
    "gehen": ("von", "aus", "probable"),
    "rechnen": ("mit", "", "probable"),
    "schätzen": ("auf", "", "probable"),
    "beziffern": ("auf", "", "certain"),
    "zählen": ("", "", "certain"),
}
_COUNTED_BY_OTHERS: Final = frozenset(["teilnehmen", "tot", "verletzt", "festnehmen"])
_VOICES: Final = frozenset(["person", "group", "organization", "document"])


class Estimate(NamedTuple):
    """`content` is what is left without the one who says it and the verb."""

    claimant: Range
    content: Range
    certainty: Certainty


def estimate_in(text: Tagged, proposition: Proposition, claim: Claim) -> Estimate | None:
    clause = proposition.clause
    finite = clause.finite
    if finite is None or clause.kind != "v2" or not claim.quantities or claim.hedges:
        return None
    known = next((_VERBS[v] for v in finite_lemmas(text.folded[finite]) if v in _VERBS), None)
    subject = subject_of(text, clause)
    if known is None or subject is None or not _is_voice(text, subject):
        return None
    preposition, particle, certainty = known
    first, end = max(finite + 1, subject[1]), proposition.ranges[-1][1]
    if particle:
        if text.folded[end - 1] != particle:
            return None
        end -= 1
    if not preposition and not _COUNTED_BY_OTHERS & set(claim.quantities[0].counts):
        return None  # „Der Verein zählt 300 Mitglieder“ has them
    if preposition and preposition not in text.folded[first:end]:
        return None
    if preposition == text.folded[first]:
        first += 1
    return Estimate(subject, (first, end), certainty) if end > first else None


def _is_voice(text: Tagged, subject: Range) -> bool:
    first, end = subject
    nouns = [i for i in range(first, end) if text.tags[i] in ("NN", "NE")]
    if not nouns or is_thing(text, first, end):
        return False
    return kind_of_noun(text, nouns[0]) in _VOICES or text.tags[nouns[0]] == "NE"


def claimant_of(document: Document, text: Tagged, estimate: Estimate) -> Speaker:
    mention = document.mention((estimate.claimant,))
    head = next(i for i in range(*estimate.claimant) if text.tags[i] in ("NN", "NE"))
    return Speaker(
        mention=mention.text,
        spans=mention.spans,
        name=None,
        role=None,
        affiliation=None,
        kind=kind_of_noun(text, head),
        resolution="explicit",
    )
