"""From findings to quotes: spans, nesting, what kind of act it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Finding
from services.parser.extraction.model import (
    Cue,
    CueCategory,
    Medium,
    Mention,
    Quote,
    Speaker,
    SpeechAct,
)

_ACTS: Final[dict[CueCategory, SpeechAct]] = {
    "deny": "denial",
    "demand": "demand",
    "warn": "warning",
    "criticise": "evaluation",
}


def quotes_of(
    document: Document, findings: Sequence[Finding], speakers: Sequence[Speaker | None]
) -> tuple[Quote, ...]:
    ends = [finding.end for finding in findings]
    return tuple(
        _quote(document, finding, speakers[number], _outer(findings, number, ends))
        for number, finding in enumerate(findings)
    )


def _quote(
    document: Document, finding: Finding, speaker: Speaker | None, outer: int | None
) -> Quote:
    spans = document.spans(finding.content)
    return Quote(
        type=finding.type,
        partial=finding.partial,
        medium=_medium(finding),
        text=" ".join(document.text[start:end] for start, end in spans),
        spans=spans,
        speaker=speaker,
        cue=_cue(document, finding),
        frame=_mention(document, finding.frame),
        addressee=_mention(document, finding.addressee),
        speech_act=_act(document, finding),
        nested_in=outer,
        rule=finding.rule,
        confidence=finding.confidence,
    )


def _mention(document: Document, ranges: tuple[tuple[int, int], ...]) -> Mention | None:
    return document.mention(ranges) if ranges else None


def _cue(document: Document, finding: Finding) -> Cue | None:
    if finding.cue is None:
        return None
    mention = document.mention(_runs(finding.cue.tokens))
    return Cue(mention.text, finding.cue.lemma, mention.spans, finding.cue.category)


def _runs(tokens: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Neighbouring tokens make one span."""
    runs: list[tuple[int, int]] = []
    for token in tokens:
        if runs and runs[-1][1] == token:
            runs[-1] = (runs[-1][0], token + 1)
        else:
            runs.append((token, token + 1))
    return tuple(runs)


def _medium(finding: Finding) -> tuple[Medium, ...]:
    if finding.medium is not None:
        return finding.medium
    category = finding.cue.category if finding.cue is not None else "none"
    if category == "think":
        return ("speech", "thought")
    if category == "report":
        return ("speech", "writing")
    return ("speech",)


def _act(document: Document, finding: Finding) -> SpeechAct:
    if document.words[finding.end - 1] == "?":
        return "question"
    if finding.act is not None:
        return finding.act
    if finding.cue is None:
        return "assertion"
    return _ACTS.get(finding.cue.category, "assertion")


def _outer(findings: Sequence[Finding], number: int, ends: Sequence[int]) -> int | None:
    """The smallest quote that holds all of this one."""
    mine, end = findings[number], ends[number]
    best: int | None = None
    for other in range(number - 1, max(-1, number - 30), -1):
        if ends[other] < end:
            continue  # nearly all
        outer = findings[other]
        holds = any(f <= mine.first and mine.end <= e for f, e in outer.content)
        if holds and (
            best is None or findings[best].end - findings[best].first > outer.end - outer.first
        ):
            best = other
    return best
