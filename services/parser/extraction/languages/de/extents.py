"""How far a reported clause goes, and the frame around it."""

from __future__ import annotations

from functools import lru_cache

from services.parser.extraction.findings import Range, Ranges
from services.parser.extraction.languages.de.clauses import Analysis, Clause
from services.parser.extraction.languages.de.lexicon import speech_verbs
from services.parser.extraction.languages.de.segment import DEPENDENT, Segment
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.verbs import finite_lemmas


def complement_end(text: Tagged, analysis: Analysis, start: int) -> int:
    """The number after the last segment of the reported clause that begins at segment `start`."""
    segments = analysis.segments
    opening = segments[start]
    number = start + 1
    while number < len(segments) and _continues(text, analysis, opening, number):
        number += 1
    return number


def _continues(text: Tagged, analysis: Analysis, opening: Segment, number: int) -> bool:
    segment = analysis.segments[number]
    if segment.kind in ("quote", "so"):
        return False
    if segment.clause == opening.clause or _is_inside_marks(text, segment):
        return True
    if segment.clause < opening.clause and segment.clause >= 0:
        return False  # the sentence returns to the frame
    if segment.kind == "w" and is_as_frame(text, segment):
        return False
    if segment.kind in DEPENDENT or segment.kind == "frag":
        return True
    return _main_continues(text, opening, segment)


def _is_inside_marks(text: Tagged, segment: Segment) -> bool:
    """„sei „klug, weil es hilft““: what stands between the same marks is said in one breath."""
    return text.in_marks[segment.first] and text.in_marks[segment.first - 1]


def _main_continues(text: Tagged, opening: Segment, segment: Segment) -> bool:
    finite = segment.finite
    if finite is None:
        return False
    if text.is_konjunktiv1(finite):
        return True  # a verb of the reporter's own frame is no Konjunktiv
    if text.is_konjunktiv(finite):
        announces = segment.kind == "v1" and not segment.coordinated
        return not (announces and is_cue_verb(text, finite))
    if opening.kind in ("sub", "inf", "w"):
        return False
    if opening.finite is not None and text.is_konjunktiv(opening.finite):
        return False
    return not is_cue_verb(text, finite) and segment.coordinated


def is_cue_verb(text: Tagged, index: int) -> bool:
    return any(_may_stand_alone(lemma) for lemma in finite_lemmas(text.folded[index])) or (
        text.folded[index]
        in (
            "heißt",
            "hieß",
            "teilte",
            "teilten",
            "teilt",
            "gab",
            "gaben",
            "fügte",
            "fügten",
            "führte",
            "räumte",
            "kündigte",
        )
    )


@lru_cache(maxsize=4096)
def _may_stand_alone(verb: str) -> bool:
    """„sein“ announces only in „sicher sein“, „halten“ no words at all, „sagen“ by itself."""
    return any(
        set(entry.needs) <= {"sich"} and entry.governs & {"q", "v"}
        for entry in speech_verbs().get(verb, ())
    )


def is_as_frame(text: Tagged, segment: Segment) -> bool:
    """„wie der Sprecher mitteilte“"""
    return (
        segment.opener is not None
        and text.folded[segment.opener] == "wie"
        and segment.finite is not None
        and any(
            is_cue_verb(text, index)
            for index in range(segment.first, segment.end)
            if text.tags[index][0] == "V"
        )
    )


def opens_with_source(text: Tagged, index: int) -> bool:
    """„…, wonach“, „…, denen zufolge“, „…, laut dem“: the clause names who vouches for it."""
    if text.folded[index] == "wonach":
        return True
    if text.folded[index] in ("laut", "nach"):
        return text.tags[index + 1 : index + 2] == ["PRELS"]
    return text.tags[index] == "PRELS" and text.folded[index + 1 : index + 2] == ["zufolge"]


def content_range(analysis: Analysis, start: int, stop: int) -> Range:
    return (analysis.segments[start].first, analysis.segments[stop - 1].end)


def frame_before(analysis: Analysis, clause: Clause, content: int) -> Ranges:
    """From the start of the announcing clause to the content, the comma included."""
    return ((frame_start(analysis, clause), content),)


def frame_start(analysis: Analysis, clause: Clause) -> int:
    """A frame in a dependent clause takes its main clause along, a main clause its prefield."""
    if clause.kind not in DEPENDENT:
        return _prefield_start(analysis, clause)
    number = clause.segments[0]
    while number > 0:
        number -= 1
        segment = analysis.segments[number]
        if segment.kind == "quote":
            break
        owner = analysis.clauses[segment.clause]
        if owner.kind in ("v2", "v1"):
            return owner.first
    return clause.first


def _prefield_start(analysis: Analysis, clause: Clause) -> int:
    """„Als es dunkel wurde, sagte er, …“: a verb in the first place has a clause before it."""
    number = clause.segments[0]
    if clause.kind != "v1" or clause.coordinated or number == 0:
        return clause.first
    before = analysis.segments[:number]
    return analysis.first if all(s.kind in DEPENDENT for s in before) else clause.first


def frame_after(text: Tagged, first: int, end: int) -> Ranges:
    """A frame that follows its content takes the comma before it along."""
    start = first
    if first > 0 and text.words[first - 1] in (",", "–", "-", "—"):
        start = first - 1
    return ((start, end),)
