"""Single propositions: the clauses of a stretch of text, each with what depends on it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from services.parser.extraction.findings import Range, Ranges
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.clauses import Analysis, Clause
from services.parser.extraction.languages.de.hedges import hedges_in
from services.parser.extraction.languages.de.quantities import quantities_in
from services.parser.extraction.languages.de.repetitions import analysed
from services.parser.extraction.languages.de.segment import Segment
from services.parser.extraction.languages.de.tagged import Tagged

_FINAL: Final = frozenset({".", "!", "?", "…"})
_EDGE: Final = frozenset("„“”\"»«›‹‚‘’'.,;:!?…–-—()")
_EDGE_BEHIND: Final = _EDGE - {")"}
_DROPPED_OPENERS: Final = (words.SUBORDINATORS - {"sowie", "wobei", "wonach"}) | {"ob"}


@dataclass(slots=True)
class Proposition:
    """`clause` carries the finite verb; `ranges` are its tokens."""

    clause: Clause
    ranges: list[Range]
    opener: str

    def tokens(self) -> Iterator[int]:
        for first, end in self.ranges:
            yield from range(first, end)


def propositions_in(text: Tagged, analysis: Analysis, within: Ranges) -> list[Proposition]:
    found: list[Proposition] = []
    for segment, part in _clipped(analysis.segments, within):
        clause = analysis.clauses[segment.clause]
        same = next((p for p in found if p.clause is clause), None)
        if same is not None:
            _extend(same, part)
        elif not found or _starts_own(text, segment, clause, found):
            found.append(Proposition(clause, [part], _opener(text, clause)))
        else:
            _extend(found[-1], part)
    return [p for p in (_trimmed(text, p) for p in found) if p.ranges]


def _clipped(segments: Sequence[Segment], within: Ranges) -> Iterable[tuple[Segment, Range]]:
    if not within:
        return
    start = bisect_right(segments, within[0][0], key=lambda segment: segment.end)
    for index in range(start, len(segments)):
        segment = segments[index]
        if segment.first >= within[-1][1]:
            return
        for first, end in within:
            part = (max(first, segment.first), min(end, segment.end))
            if part[1] > part[0]:
                yield segment, part


def _starts_own(text: Tagged, segment: Segment, clause: Clause, found: list[Proposition]) -> bool:
    kind = segment.kind
    if kind == "quote":
        return False
    if kind == "v1" and not segment.coordinated and _is_prefield(found[-1]):
        found[-1].clause = clause
        return False
    if kind in ("v2", "v1"):
        return True
    if kind == "sub" and (
        segment.opener is None or text.folded[segment.opener] in words.COMPLEMENTISERS
    ):
        return True
    return kind in ("rel", "sub", "w") and segment.finite is not None and _weighs(text, segment)


def _is_prefield(last: Proposition) -> bool:
    return (
        last.clause.kind in ("sub", "w", "inf", "frag", "rel")
        and last.opener not in words.COMPLEMENTISERS
    )


def _weighs(text: Tagged, segment: Segment) -> bool:
    """A dependent clause with a hedge or a quantity of its own is a claim of its own."""
    return bool(
        hedges_in(text, segment.first, segment.end)
        or quantities_in(text, segment.first, segment.end)
    )


def _extend(proposition: Proposition, part: Range) -> None:
    last = proposition.ranges[-1]
    if part[0] - last[1] <= 1:
        proposition.ranges[-1] = (last[0], part[1])
    else:
        proposition.ranges.append(part)


def _opener(text: Tagged, clause: Clause) -> str:
    return "" if clause.opener is None else text.folded[clause.opener]


def _trimmed(text: Tagged, proposition: Proposition) -> Proposition:
    first, end = proposition.ranges[0]
    while first < end and (text.words[first] in _EDGE or _is_dropped(text, proposition, first)):
        first += 1
    proposition.ranges[0] = (first, end)
    first, end = proposition.ranges[-1]
    while end > first and text.words[end - 1] in _EDGE_BEHIND:
        end -= 1
    proposition.ranges[-1] = (first, end)
    proposition.ranges = [part for part in proposition.ranges if part[1] > part[0]]
    return proposition


def _is_dropped(text: Tagged, proposition: Proposition, index: int) -> bool:
    word = text.folded[index]
    if proposition.clause.opener == index:
        return word in _DROPPED_OPENERS
    return word in ("und", "oder", "aber", "sondern", "denn", "sowie") and text.tags[index] in (
        "KON",
        "ADV",
        "KOUS",
    )


def spoken_sentences(text: Tagged, content: Range) -> list[Analysis]:
    """The sentences inside an utterance."""
    found: list[Analysis] = []
    first = content[0]
    for index in range(content[0], content[1]):
        if text.words[index] in _FINAL and index + 1 < content[1]:
            found.append(analysed(text, first, index + 1)[0])
            first = index + 1
    if first < content[1]:
        found.append(analysed(text, first, content[1])[0])
    return found
