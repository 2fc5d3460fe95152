"""How far words that are passed on reach: weights decide at each cut of the sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.clauses import Analysis
from services.parser.extraction.languages.de.memory import SentenceSite
from services.parser.extraction.languages.de.segment import Segment
from services.parser.extraction.languages.de.surroundings import mood_of_verb
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.weighing import Term, all_features

_BEYOND: Final = 3  # segments behind the end that the rule saw
_FIXED: Final = frozenset({"nouns.pointing_back", "headlines.said_before_colon"})
_AUXILIARY: Final = frozenset({"VAFIN", "VMFIN"})
_CLOSING: Final = frozenset({"VVPP", "VAPP", "VMPP", "VVINF", "VAINF", "VMINF", "VVIZU"})
_LENGTHS: Final = (2, 4, 8, 16)


class Cut(NamedTuple):
    """A comma, colon or dash inside or behind a quote, and the segment that follows it."""

    segment: Segment
    terms: list[Term]

    @property
    def features(self) -> list[str]:
        return all_features(self.terms)


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
        bracket = _is_open(text, segments[opening], segment.first)
        rule = (_rule, ruled, finding.rule, bracket, segment.kind)
        yield Cut(segment, [rule, *_of_cut(text, analysis, opening, number, ruled)])


def _at(analysis: Analysis, index: int) -> int:
    for number, segment in enumerate(analysis.segments):
        if segment.first <= index < segment.end:
            return number
    return -1


def _framing(finding: Finding) -> set[int]:
    cue = finding.cue.tokens if finding.cue is not None else ()
    return {*cue, *(index for part in finding.speaker for index in range(*part))}


def _rule(ruled: str, rule: str, bracket: object, kind: str) -> list[str]:
    return [ruled, f"{ruled} rule={rule}", f"{ruled} open={bracket} kind={kind}"]


def _of_cut(text: Tagged, analysis: Analysis, opening: int, number: int, ruled: str) -> list[Term]:
    segments, marks = analysis.segments, text.in_marks
    segment, before, opens = segments[number], segments[number - 1], segments[opening]
    first, kind = segment.first, segment.kind
    length = bisect_right(_LENGTHS, segment.end - first)
    is_last, steps = number + 1 == len(segments), min(number - opening, 3)
    mood, tags = _mood(text, segment), text.tags
    return [
        (_kinds, f"{ruled} kind={kind}", mood, opens.kind, before.kind, segment.delimiter),
        (_size, ruled, kind, is_last, length, _order(segment, opens)),
        (_joint, ruled, segment.coordinated, mood, segment.clause == before.clause, steps),
        (_first_word, ruled, text.folded[first], tags[first]),
        (_tags, ruled, tags[first - 2], tags[first], tags[segment.end - 1]),
        (_marks, ruled, marks[first], marks[before.end - 1], opens.kind, _mood(text, opens)),
    ]


def _mood(text: Tagged, segment: Segment) -> str:
    return "none" if segment.finite is None else mood_of_verb(text, segment.finite)


def _kinds(kind: str, mood: str, opening: str, before: str, delimiter: str) -> list[str]:
    return [
        kind,
        f"{kind} mood={mood}",
        f"{kind} opening={opening}",
        f"{kind} before={before}",
        f"{kind} delimiter={delimiter}",
    ]


def _size(ruled: str, kind: str, is_last: object, length: int, place: str) -> list[str]:
    return [
        f"{ruled} kind={kind} {'last' if is_last else 'inner'}",
        f"{ruled} length={length} kind={kind}",
        f"{ruled} place={place} kind={kind}",
    ]


def _joint(ruled: str, coordinated: object, mood: str, same: object, steps: int) -> list[str]:
    return [
        f"{ruled} coordinated={coordinated} mood={mood}",
        f"{ruled} same={same}",
        f"{ruled} steps={steps}",
    ]


def _first_word(ruled: str, word: str, tag: str) -> list[str]:
    return [f"{ruled} opener={word}", f"{ruled} opening tag={tag}"]


def _tags(ruled: str, before: str, first: str, last: str) -> list[str]:
    return [f"{ruled} tags={before} {first}", f"{ruled} closing tag={last}"]


def _marks(ruled: str, inside: object, before: object, opening: str, mood: str) -> list[str]:
    return [f"{ruled} marks={inside} {before}", f"{ruled} opening={opening} {mood}"]


def _order(segment: Segment, opening: Segment) -> str:
    if segment.clause == opening.clause:
        return "resumed"
    return "earlier" if segment.clause < opening.clause else "later"


def _is_open(text: Tagged, opening: Segment, end: int) -> bool:
    """„soll, wie es heißt, | bald beginnen“: an auxiliary still waits for its verb."""
    if opening.finite is None or text.tags[opening.finite] not in _AUXILIARY:
        return False
    return _CLOSING.isdisjoint(text.tags[opening.finite : end])
