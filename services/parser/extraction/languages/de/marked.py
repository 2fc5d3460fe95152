"""Marks in a sentence that hold no utterance: which of them are quotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.cues import CueSite
from services.parser.extraction.languages.de.fragments import RULES, Fragment, clause_at
from services.parser.extraction.languages.de.memory import Memory, SentenceSite
from services.parser.extraction.rule import first_answer


def answers_in(sentence: SentenceSite, found: list[Finding], memory: Memory) -> list[Finding]:
    """The quotes among the marks of a sentence; `found` are its other quotes."""
    answers: list[Finding] = []
    for fragment in fragments_in(sentence, found, near=memory.is_near(sentence)):
        answered = first_answer(RULES, fragment)
        if answered is not None:
            answers.append(_announced_before(answered[1], fragment, memory))
    return answers


def _announced_before(finding: Finding, fragment: Fragment, memory: Memory) -> Finding:
    """„Sie sagte, er sei weg. Das sei „kein gutes Zeichen“.“: the frame reaches over sentences."""
    framed, outer = memory.framed, fragment.outer
    if framed is None or outer is None or outer.cue is not None:
        return finding
    if outer.type != "indirect_free_indirect" or framed.speaker != outer.speaker:
        return finding
    return finding._replace(cue=framed.cue, frame=framed.frame)


def fragments_in(
    sentence: SentenceSite, found: Sequence[Finding], *, near: bool = False
) -> list[Fragment]:
    """Marks in the sentence that hold no utterance and stand in no direct quote."""
    text, analysis = sentence.text, sentence.analysis
    inside: list[Fragment] = []
    for index in text.document.openings_in(analysis.first, analysis.end):
        quoted = text.document.quoted[index]
        if index in text.utterances or not quoted.closed:
            continue
        outer = _innermost(found, index)
        if quoted.closing < analysis.end and (outer is None or outer.type != "direct"):
            clause = clause_at(analysis.clauses, index)
            site = _site_of(clause, sentence.sites)
            inside.append(Fragment(text, quoted, outer, site, clause, near=near))
    return inside


def _site_of(clause: object, sites: Sequence[CueSite]) -> CueSite | None:
    return next((site for site in sites if site.clause is clause), None)


def _innermost(found: Iterable[Finding], index: int) -> Finding | None:
    """The smallest quote around a token; one with a speaker rather than one without."""
    around = [f for f in found if any(first <= index < end for first, end in f.content)]
    return min(around, key=lambda f: (not f.speaker, f.end - f.first), default=None)
