"""Indirect speech with a frame: what the cue verb of a clause announces."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from services.parser.extraction.findings import Finding, Range, Ranges
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.addressees import addressee_of
from services.parser.extraction.languages.de.cues import CueSite
from services.parser.extraction.languages.de.extents import (
    complement_end,
    content_range,
    frame_after,
    frame_before,
    is_as_frame,
    is_cue_verb,
)
from services.parser.extraction.languages.de.phrases import phrase_end
from services.parser.extraction.languages.de.segments import DEPENDENT, Segment
from services.parser.extraction.languages.de.speakers import speaker_of
from services.parser.extraction.languages.de.subjects import subject_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.rule import Rule

_LOOK_AHEAD: Final = 4  # segments between a cue and its clause: relative clauses, appositions


@Rule
def as_frame(site: CueSite) -> Finding | None:
    """Wie die Polizei mitteilte, wurde niemand verletzt."""
    segment = site.analysis.segments[site.clause.segments[0]]
    if not _opens_as_frame(site) or "d" not in site.entry.governs or site.entry.needs == ("sein",):
        return None
    if (
        site.clause.delimiter == ""
        and segment.first != site.analysis.first
        and not segment.coordinated
    ):
        return None
    content = _around(site)
    if not content:
        return None
    frame = _as_frame_range(site)
    found = _found("indirect.as_frame", site, content, (frame,))
    assert site.clause.opener is not None
    return replace(found, cue=replace(site.cue, tokens=(site.clause.opener, *site.cue.tokens)))


@Rule
def that_clause(site: CueSite) -> Finding | None:
    """Der Sprecher sagte, dass die Straße gesperrt bleibe."""
    start = _next(site, {"sub"}, words.COMPLEMENTISERS)
    if start is None or "d" not in site.entry.governs:
        return None
    return _after(site, start, "indirect.that_clause")


@Rule
def verb_second_clause(site: CueSite) -> Finding | None:
    """Die Ministerin sagte, der Plan sei gescheitert."""
    start = _next_main(site)
    if start is None:
        return None
    segment = site.analysis.segments[start]
    finite = site.analysis.clauses[segment.clause].finite
    if finite is None or segment.coordinated or segment.delimiter == ";":
        return None
    adjacent = start == site.clause.segments[-1] + 1 and segment.finite is not None
    if not (adjacent or site.text.is_konjunktiv(finite)):
        return None
    if not _may_be_reported(site, segment, finite):
        return None
    return _after(site, start, "indirect.verb_second_clause")


@Rule
def question_clause(site: CueSite) -> Finding | None:
    """Sie fragte, ob der Zug noch fahre."""
    start = _next(site, {"sub", "w"}, words.WH_WORDS | {"ob"})
    if start is None or "w" not in site.entry.governs:
        return None
    segment = site.analysis.segments[start]
    if is_as_frame(site.text, segment):
        return None
    return _after(site, start, "indirect.question_clause")


@Rule
def infinitive_clause(site: CueSite) -> Finding | None:
    """Die Gewerkschaft forderte, die Löhne zu erhöhen."""
    start = _next(site, {"inf"}, None)
    if start is None or "z" not in site.entry.governs:
        return None
    segment = site.analysis.segments[start]
    if segment.opener is not None:
        return None  # „um … zu“ names a purpose
    return _after(site, start, "indirect.infinitive_clause")


@Rule
def conditional_clause(site: CueSite) -> Finding | None:
    """Er sagte, wenn es regne, falle das Fest aus."""
    start = _next(site, {"sub"}, None)
    if start is None or "v" not in site.entry.governs:
        return None
    for later in site.analysis.segments[start + 1 : start + 3]:
        if (
            later.kind == "v1"
            and later.finite is not None
            and site.text.is_konjunktiv(later.finite)
        ):
            return _after(site, start, "indirect.conditional_clause")
    return None


@Rule
def frame_behind(site: CueSite) -> Finding | None:
    """Der Täter sei geflohen, sagte ein Sprecher der Polizei."""
    if (
        site.clause.kind != "v1"
        or site.clause.coordinated
        or site.clause.delimiter not in (",", "–", "-", "—")
    ):
        return None
    if not site.entry.governs & {"q", "v"}:
        return None
    before = _content_before(site)
    if before is None or not _closes_speech(site, before):
        return None
    content, frame = _medial(site, before)
    return _found("indirect.frame_behind", site, content, frame)


RULES: Final = (
    as_frame,
    that_clause,
    verb_second_clause,
    question_clause,
    infinitive_clause,
    conditional_clause,
    frame_behind,  # last: a clause that announces what follows does not also close what precedes
)


def _found(rule: str, site: CueSite, content: Ranges, frame: Ranges) -> Finding:
    return Finding(
        "indirect",
        content,
        rule,
        "high" if site.entry.category != "think" else "medium",
        site.cue,
        speaker_of(site),
        frame,
        addressee_of(site),
    )


def _after(site: CueSite, start: int, rule: str) -> Finding:
    stop = complement_end(site.text, site.analysis, start)
    first, end = content_range(site.analysis, start, stop)
    if site.text.folded[first] in ("und", "oder"):
        first += 1
    frame = frame_before(site.analysis, site.clause, first)
    return _found(rule, site, ((first, end),), frame)


def _following(site: CueSite) -> int | None:
    """The segment right after the announcing clause, if no quotation stands between."""
    start = site.analysis.after(site.clause)
    if start is None or site.analysis.segments[start].kind in ("quote", "so"):
        return None
    return start


def _next(site: CueSite, kinds: set[str], openers: frozenset[str] | None) -> int | None:
    """The first following segment of these kinds, over relative clauses and appositions."""
    start = _following(site)
    if start is None:
        return None
    segments = site.analysis.segments
    for number in range(start, min(start + _LOOK_AHEAD, len(segments))):
        segment = segments[number]
        if segment.kind in kinds and _opens_with(site, segment, openers):
            return number
        if segment.kind not in ("rel", "frag") and not (
            segment.kind == "w" and is_as_frame(site.text, segment)
        ):
            return None
    return None


def _next_main(site: CueSite) -> int | None:
    """The first main clause behind the announcing one, over relative clauses."""
    start = _following(site)
    if start is None:
        return None
    segments = site.analysis.segments
    for number in range(start, min(start + _LOOK_AHEAD, len(segments))):
        if segments[number].kind in ("v2", "v1") or _opens_main(site, number):
            return number
        if segments[number].kind not in ("rel", "frag"):
            return None
    return None


def _opens_main(site: CueSite, number: int) -> bool:
    """„…, in der Stadt, in der er wohne, habe es gebrannt“: the verb comes in a later piece."""
    segment = site.analysis.segments[number]
    clause = site.analysis.clauses[segment.clause]
    return segment.kind == "frag" and clause.kind == "v2" and clause is not site.clause


def _opens_with(site: CueSite, segment: Segment, openers: frozenset[str] | None) -> bool:
    if openers is None:
        return True
    return segment.opener is not None and site.text.folded[segment.opener] in openers


def _may_be_reported(site: CueSite, segment: Segment, finite: int) -> bool:
    if segment.kind == "v1":
        return segment.delimiter == ":" and "v" in site.entry.governs
    if site.text.is_konjunktiv(finite):
        return bool(site.entry.governs & {"v", "q"}) or segment.delimiter == ":"
    if is_cue_verb(site.text, finite) and segment.delimiter != ":":
        return False
    if "x" in site.entry.governs or (segment.delimiter != ":" and has_object(site)):
        return False
    return "v" in site.entry.governs and site.clause.kind in ("v2", "v1") and not site.group.passive


# --- frames behind and in between ----------------------------------------------------------------


def _content_before(site: CueSite) -> int | None:
    """The number of the segment with which the content before the frame begins."""
    segments = site.analysis.segments
    own = site.clause.segments[0]
    start = own
    while start > 0 and segments[start - 1].kind not in ("quote", "so"):
        start -= 1
    if start == own:
        return None
    return start if _is_content(site, segments[start:own]) else None


def _closes_speech(site: CueSite, before: int) -> bool:
    """„…, sagte er“ closes; „…, kritisierte er den Plan“ and „…, fand dann Arbeit“ do not."""
    if "q" not in site.entry.governs or has_object(site):
        return False
    first = site.analysis.segments[before]
    spoken = first.kind == "sub" or any(
        s.finite is not None and site.text.is_konjunktiv(s.finite)
        for s in site.analysis.segments[before : site.clause.segments[0]]
    )
    if site.group.passive or site.entry.lemma == "heißen":
        return spoken or not site.group.passive
    return subject_of(site.text, site.clause) is not None


def has_object(site: CueSite) -> bool:
    """A phrase in the clause, besides the subject, that is what the verb is about."""
    text, clause = site.text, site.clause
    subject = subject_of(text, clause) or (0, 0)
    index = (clause.finite or clause.first) + 1
    while index < clause.end:
        if subject[0] <= index < subject[1] or text.aside[index]:
            index += 1
            continue
        if text.tags[index] in ("APPR", "APPRART"):
            index = phrase_end(text, index + 1, clause.end) or index + 1
            continue
        end = phrase_end(text, index, clause.end)
        is_phrase = end is not None and text.tags[index] not in ("PPER", "PRF", "PIS", "PDS")
        if end is not None and is_phrase and _is_object(text, index, end):
            return True
        index = end or index + 1
    return False


def _is_object(text: Tagged, first: int, end: int) -> bool:
    if text.folded[end - 1] in words.TIME_NOUNS or text.folded[first] in (
        "dem",
        "der",
        "einem",
        "einer",
        "seinem",
        "seiner",
        "ihrem",
        "ihrer",
    ):
        return False
    return text.tags[first] in ("ART", "PPOSAT", "PIAT", "ADJA", "CARD", "NN", "PDAT")


def _is_content(site: CueSite, before: list[Segment]) -> bool:
    if any(segment.kind in ("v2", "v1") for segment in before):
        return True
    first = before[0]
    if first.kind == "sub" and first.opener is not None and first.finite is not None:
        return site.text.folded[first.opener] in words.COMPLEMENTISERS | {"ob"}
    return first.kind in ("frag", "sub", "rel") and _resumes(site) is not None


def _resumes(site: CueSite) -> int | None:
    """The segment after the frame with which the interrupted content goes on."""
    segments = site.analysis.segments
    number = site.clause.segments[-1] + 1
    while number < len(segments) and segments[number].kind == "rel":
        number += 1
    if number >= len(segments) or segments[number].kind in ("quote", "so"):
        return None
    segment = segments[number]
    if segment.kind in ("v1", "sub", "inf", "w"):
        return number
    if (
        segment.kind == "v2"
        and segment.finite is not None
        and site.text.is_konjunktiv(segment.finite)
    ):
        return number
    return None


def _medial(site: CueSite, start: int) -> tuple[Ranges, Ranges]:
    analysis, own = site.analysis, site.clause.segments[0]
    first = analysis.segments[start].first
    before: Range = (first, analysis.segments[own - 1].end)
    resumed = _resumes(site)
    if resumed is None:
        end = _frame_end(site)
        return (before,), frame_after(site.text, site.clause.first, end)
    stop = complement_end(site.text, analysis, resumed)
    after = content_range(analysis, resumed, stop)
    frame = frame_after(site.text, site.clause.first, after[0])
    return (before, after), frame


def _frame_end(site: CueSite) -> int:
    segments = site.analysis.segments
    number = site.clause.segments[-1] + 1
    while number < len(segments) and segments[number].kind in ("rel", "frag"):
        number += 1
    return segments[number - 1].end


# --- „wie X mitteilte“ ---------------------------------------------------------------------------


def _opens_as_frame(site: CueSite) -> bool:
    opener = site.clause.opener
    return site.clause.kind == "w" and opener is not None and site.text.folded[opener] == "wie"


def _around(site: CueSite) -> Ranges:
    segments = site.analysis.segments
    own = site.clause.segments
    before = own[0]
    start = before
    while start > 0 and segments[start - 1].kind not in ("quote", "so"):
        start -= 1
    after = own[-1] + 1
    ranges: list[Range] = []
    if start < before and any(
        s.kind in ("v2", "v1", "sub", "frag", "rel") for s in segments[start:before]
    ):
        ranges.append((segments[start].first, segments[before - 1].end))
    if after < len(segments) and segments[after].kind not in ("quote", "so"):
        stop = _rest_end(site, after)
        if stop > after and (
            not ranges
            or segments[after].kind in ("v1", *DEPENDENT)
            or segments[after].clause < segments[own[0]].clause
        ):
            ranges.append((segments[after].first, segments[stop - 1].end))
    return tuple(ranges)


def _rest_end(site: CueSite, start: int) -> int:
    segments = site.analysis.segments
    number = start
    while number < len(segments) and segments[number].kind not in ("quote", "so"):
        number += 1
    return number


def _as_frame_range(site: CueSite) -> Range:
    first, end = site.clause.first, site.clause.end
    if first > 0 and site.text.words[first - 1] in (",", "–", "-"):
        return (first - 1, end)
    if end < len(site.text.words) and site.text.words[end] == ",":
        return (first, end + 1)
    return (first, end)
