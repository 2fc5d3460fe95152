"""What tells whether a quote begins and ends where its words do: the sentence it was cut out of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.clauses import Analysis
from services.parser.extraction.languages.de.segment import Segment
from services.parser.extraction.languages.de.tagged import Tagged

_LENGTHS: Final = (8, 14, 20, 28, 40)  # tokens of the sentence
_MOST: Final = 3


def of_span(text: Tagged, finding: Finding, overlapping: int) -> list[str]:
    """`overlapping`: other findings that hold some of the same words."""
    kind = "partial" if finding.partial else finding.type
    first, last = _analysis(text, finding.first), _analysis(text, finding.end - 1)
    edges = f"{finding.first <= first.first + 1} {finding.end >= last.end - 1}"
    stage = finding.rule.partition(".")[0]
    length = sum(last.end - first.first > limit for limit in _LENGTHS)
    found = [
        f"edges {edges} of {stage}",
        f"edges {edges} of {finding.rule}",
        f"sentence {length} of {kind}",
        f"overlapping {min(overlapping, 2)} of {kind}",
    ]
    return found + list(_of_segments(text, finding, first, kind)) if first is last else found


def _analysis(text: Tagged, index: int) -> Analysis:
    number = bisect_right(text.document.sentences, index, key=lambda sentence: sentence.first) - 1
    return text.analyses[number]


def _of_segments(text: Tagged, finding: Finding, analysis: Analysis, kind: str) -> Iterator[str]:
    stage = finding.rule.partition(".")[0]
    framing = {index for part in finding.frame for index in range(*part)}
    others = [segment for segment in analysis.segments if segment.first not in framing]
    before = sum(segment.end <= finding.first for segment in others)
    behind = sum(segment.first >= finding.end for segment in others)
    yield f"others {min(before, _MOST)} {min(behind, _MOST)} of {stage}"
    yield f"others {min(before, _MOST)} {min(behind, _MOST)} of {kind}"
    inside = [s for s in analysis.segments if s.first < finding.end and s.end > finding.first]
    if inside:
        yield f"kinds {inside[0].kind} {inside[-1].kind} of {kind}"
    if stage == "adpositions":
        yield f"moods {_moods(text, analysis.segments)}"


def _moods(text: Tagged, segments: list[Segment]) -> str:
    """Which moods the verbs of the sentence have, and how many verbs there are."""
    verbs = [segment.finite for segment in segments if segment.finite is not None]
    kinds = {"konj" if text.is_konjunktiv(verb) else "ind" for verb in verbs}
    return f"{'+'.join(sorted(kinds))} {min(len(verbs), _MOST)}"
