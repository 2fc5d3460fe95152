"""Who says that something is not so: by the verb, around a noun, by *es sei falsch, dass*."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import Final

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.lexicon import closed_class, speech_verbs
from services.parser.extraction.languages.de.propositions import Proposition
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.verbs import finite_lemmas

_NOT: Final = frozenset(["nicht", "nie", "keineswegs"])
_NOUN_CUES: Final = frozenset(["criticise", "report", "say", "think", "according_to", "announce"])
_SAYING_NO: Final = ("widersprechen",)  # „widersprach der Darstellung, …“, though not by itself
_TRUE: Final = frozenset(["wahr", "richtig", "zutreffend", "korrekt"])
_COPULA: Final = frozenset(["ist", "sei", "war", "wäre"])
_LONGEST: Final = 5


def is_denied(text: Tagged, finding: Finding | None) -> bool:
    """„bestritt, dass …“, „wies den Vorwurf zurück, …“; „bestritt nicht“ denies nothing."""
    cue = finding.cue if finding is not None else None
    if finding is None or cue is None:
        return False
    if cue.category == "deny":
        return not _is_negated(text, cue.tokens)
    if cue.category not in _NOUN_CUES or not text.words[cue.tokens[0]][0].isalpha():
        return False
    around = any(text.tags[i] == "NN" or text.folded[i] == "wonach" for i in cue.tokens)
    return around and _denies_around(text, finding)


def _is_negated(text: Tagged, tokens: tuple[int, ...]) -> bool:
    return any(text.folded[i + 1] in _NOT for i in tokens if i + 1 < len(text.folded))


def _denies_around(text: Tagged, finding: Finding) -> bool:
    """In the sentence, before the content: „dementierte Berichte, wonach …“."""
    number = bisect_right(text.document.sentence_starts, finding.first) - 1
    before = range(text.analyses[number].first if number >= 0 else 0, finding.first)
    verbs = [i for i in before if text.tags[i].startswith("VV")]
    particles = [text.folded[i] for i in before if text.tags[i] == "PTKVZ"]
    lemmas = {
        particle + lemma
        for i in verbs
        for lemma in finite_lemmas(text.folded[i])
        for particle in ("", *particles)
    }
    return bool(lemmas & _denying()) and not any(text.folded[i] in _NOT for i in before)


@lru_cache(maxsize=1)
def _denying() -> frozenset[str]:
    found = {
        entry.lemma
        for entries in speech_verbs().values()
        for entry in entries
        if entry.category == "deny" and not entry.needs
    }
    return frozenset(found | set(_SAYING_NO))


def is_denying_frame(text: Tagged, proposition: Proposition) -> bool:
    """„es sei falsch“, „es ist nicht wahr“: denies what follows with *dass*, and is no claim."""
    if text.folded[proposition.ranges[0][0]] != "es":
        return False  # nearly all
    said = [text.folded[place] for place in proposition.tokens()]
    if len(said) > _LONGEST or not _COPULA & set(said):
        return False
    negated = bool(_NOT & set(said))
    return (negated and said[-1] in _TRUE) or (
        not negated and said[-1] in closed_class("verdict_predicates")
    )
