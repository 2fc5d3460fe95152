"""How far words that are passed on reach: weights decide at each cut of the sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.clauses import Analysis
from services.parser.extraction.languages.de.memory import SentenceSite
from services.parser.extraction.languages.de.segment import Segment
from services.parser.extraction.languages.de.surroundings import mood_of_verb
from services.parser.extraction.languages.de.tagged import Tagged

_BEYOND: Final = 3  # segments behind the end that the rule saw
_FIXED: Final = frozenset({"nouns.pointing_back", "headlines.said_before_colon"})
_AUXILIARY: Final = frozenset({"VAFIN", "VMFIN"})
_CLOSING: Final = frozenset({"VVPP", "VAPP", "VMPP", "VVINF", "VAINF", "VMINF", "VVIZU"})
_LENGTHS: Final = (2, 4, 8, 16)


class Cut(NamedTuple):
    """A comma, colon or dash inside or behind a quote, and the segment that follows it."""

    segment: Segment
    features: list[str]


def reaching(sentence: SentenceSite, finding: Finding, goes_on: Callable[[Cut], bool]) -> Finding:
    """Up to the first cut behind which somebody else speaks."""
    first, end = finding.content[-1]
    reached = None
    for cut in cuts(sentence, finding):
        if reached is None:
            reached = sentence.analysis.segments[_at(sentence.analysis, first)].end
        if not goes_on(cut):
            break
        reached = cut.segment.end
    if reached is None or reached == end:
        return finding
    return finding._replace(content=(*finding.content[:-1], (first, reached)))


def cuts(sentence: SentenceSite, finding: Finding) -> Iterator[Cut]:
    """Behind its last piece a quote is not followed into what announces it."""
    if finding.partial or finding.type != "indirect" or finding.rule in _FIXED:
        return
    text, analysis = sentence.text, sentence.analysis
    first, end = finding.content[-1]
    opening, segments = _at(analysis, first), analysis.segments
    stop = next((n for n, s in enumerate(segments) if s.first >= end), len(segments))
    if opening < 0 or segments[stop - 1].end != end:
        return
    framing = _framing(finding)
    for number in range(opening + 1, min(stop + _BEYOND, len(segments))):
        segment = segments[number]
        if not framing.isdisjoint(range(segment.first, segment.end)):
            return
        ruled = "in" if number < stop else "out"
        told = [*_of_cut(text, analysis, opening, number), *_of_opening(text, analysis, opening)]
        known = [f"rule={finding.rule}", *told]
        bracket = _is_open(text, segments[opening], segment.first)
        known.append(f"open={bracket} kind={segment.kind}")
        yield Cut(segment, [ruled, *(f"{ruled} {feature}" for feature in known)])


def _at(analysis: Analysis, index: int) -> int:
    found = (n for n, s in enumerate(analysis.segments) if s.first <= index < s.end)
    return next(found, -1)


def _framing(finding: Finding) -> set[int]:
    cue = finding.cue.tokens if finding.cue is not None else ()
    return {*cue, *(index for part in finding.speaker for index in range(*part))}


def _of_cut(text: Tagged, analysis: Analysis, opening: int, number: int) -> list[str]:
    segment, before = analysis.segments[number], analysis.segments[number - 1]
    mood = "none" if segment.finite is None else mood_of_verb(text, segment.finite)
    opens = analysis.segments[opening]
    length = sum(segment.end - segment.first >= limit for limit in _LENGTHS)
    last = "last" if number + 1 == len(analysis.segments) else "inner"
    kind = f"kind={segment.kind}"
    return [
        kind,
        f"{kind} mood={mood}",
        f"{kind} opening={opens.kind}",
        f"{kind} before={before.kind}",
        f"{kind} {last}",
        f"{kind} delimiter={segment.delimiter}",
        f"coordinated={segment.coordinated} mood={mood}",
        f"length={length} {kind}",
        f"opener={text.folded[segment.first]}",
        f"opening tag={text.tags[segment.first]}",
        f"tags={text.tags[segment.first - 2]} {text.tags[segment.first]}",
        f"closing tag={text.tags[segment.end - 1]}",
        f"place={_order(segment, opens)} {kind}",
        f"same={segment.clause == before.clause}",
        f"steps={min(number - opening, 3)}",
        f"marks={text.in_marks[segment.first]} {text.in_marks[before.end - 1]}",
    ]


def _of_opening(text: Tagged, analysis: Analysis, opening: int) -> list[str]:
    segment = analysis.segments[opening]
    mood = "none" if segment.finite is None else mood_of_verb(text, segment.finite)
    return [f"opening={segment.kind} {mood}"]


def _order(segment: Segment, opening: Segment) -> str:
    if segment.clause == opening.clause:
        return "resumed"
    return "earlier" if segment.clause < opening.clause else "later"


def _is_open(text: Tagged, opening: Segment, end: int) -> bool:
    """„soll, wie es heißt, | bald beginnen“: an auxiliary still waits for its verb."""
    if opening.finite is None or text.tags[opening.finite] not in _AUXILIARY:
        return False
    return _CLOSING.isdisjoint(text.tags[opening.finite : end])
