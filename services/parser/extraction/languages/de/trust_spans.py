"""What tells whether a quote begins and ends where its words do: the sentence it was cut out of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.clauses import Analysis
from services.parser.extraction.languages.de.segment import Segment
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.weighing import Term

_LENGTHS: Final = (8, 14, 20, 28, 40)  # tokens of the sentence
_MOST: Final = 3


def of_span(text: Tagged, finding: Finding, kind: str, overlapping: int) -> list[Term]:
    """`overlapping`: other findings that hold some of the same words."""
    first, end, rule = finding.first, finding.end, finding.rule
    opening = _analysis(text, first)
    closing = opening if end <= opening.end else _analysis(text, end - 1)
    length = bisect_left(_LENGTHS, closing.end - opening.first)
    edges = (first <= opening.first + 1, end >= closing.end - 1)
    found: list[Term] = [(_edges, rule, kind, *edges, length, min(overlapping, 2))]
    if closing is opening:
        found.append(_of_segments(text, finding, opening, kind))
    return found


def _edges(  # noqa: PLR0917 - all that is asked of both ends, told at once
    rule: str, kind: str, opens: object, closes: object, length: int, overlapping: int
) -> list[str]:
    return [
        f"edges {opens} {closes} of {_stage(rule)}",
        f"edges {opens} {closes} of {rule}",
        f"sentence {length} of {kind}",
        f"overlapping {overlapping} of {kind}",
    ]


def _stage(rule: str) -> str:
    return rule.partition(".")[0]


def _analysis(text: Tagged, index: int) -> Analysis:
    return text.analyses[bisect_right(text.document.sentence_starts, index) - 1]


def _of_segments(text: Tagged, finding: Finding, analysis: Analysis, kind: str) -> Term:
    first, end, segments = finding.first, finding.end, analysis.segments
    framing = {index for part in finding.frame for index in range(*part)}
    others = [segment for segment in segments if segment.first not in framing]
    before = len([None for segment in others if segment.end <= first])
    behind = len([None for segment in others if segment.first >= end])
    inside = [s.kind for s in segments if s.first < end and s.end > first]
    stage = _stage(finding.rule)
    moods = _moods(text, segments) if stage == "adpositions" else None
    kinds = (inside[0], inside[-1]) if inside else ()
    return (_segments, stage, kind, min(before, _MOST), min(behind, _MOST), moods, *kinds)


def _segments(
    stage: str, kind: str, before: int, behind: int, moods: str | None, *kinds: str
) -> list[str]:
    found = [f"others {before} {behind} of {stage}", f"others {before} {behind} of {kind}"]
    if kinds:
        found.append(f"kinds {' '.join(kinds)} of {kind}")
    return found if moods is None else [*found, f"moods {moods}"]


def _moods(text: Tagged, segments: list[Segment]) -> str:
    """Which moods the verbs of the sentence have, and how many verbs there are."""
    verbs = [segment.finite for segment in segments if segment.finite is not None]
    kinds = {"konj" if text.is_konjunktiv(verb) else "ind" for verb in verbs}
    return f"{'+'.join(sorted(kinds))} {min(len(verbs), _MOST)}"
