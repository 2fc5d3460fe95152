"""What stands around a frame that comes second, in between, or as „wie X mitteilte“."""

from __future__ import annotations

from services.parser.extraction.findings import Range, Ranges
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.cues import CueSite
from services.parser.extraction.languages.de.extents import (
    complement_end,
    content_range,
    frame_after,
)
from services.parser.extraction.languages.de.phrases import phrase_end
from services.parser.extraction.languages.de.segment import DEPENDENT, Segment
from services.parser.extraction.languages.de.subjects import subject_of
from services.parser.extraction.languages.de.tagged import Tagged


def content_before(site: CueSite) -> int | None:
    """The number of the segment with which the content before the frame begins."""
    segments = site.analysis.segments
    own = site.clause.segments[0]
    start = own
    while start > 0 and segments[start - 1].kind not in ("quote", "so"):
        start -= 1
    if start == own:
        return None
    return start if _is_content(site, segments[start:own]) else None


def closes_speech(site: CueSite, before: int) -> bool:
    """„…, sagte er“ closes; „…, kritisierte er den Plan“ and „…, fand dann Arbeit“ do not."""
    first = site.analysis.segments[before]
    spoken = first.kind == "sub" or any(
        s.finite is not None and site.text.is_konjunktiv(s.finite)
        for s in site.analysis.segments[before : site.clause.segments[0]]
    )
    if opens_with_so(site) or site.entry.lemma == "zitieren":
        return True
    if "q" not in site.entry.governs or (has_object(site) and not spoken):
        return False
    if site.group.passive or site.entry.lemma == "heißen":
        return spoken or not site.group.passive
    return subject_of(site.text, site.clause) is not None


def opens_with_so(site: CueSite) -> bool:
    """„…, so zeigen Studien“: what stands before is what they show."""
    return site.text.folded[site.clause.first] == "so"


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


def medial(site: CueSite, start: int) -> tuple[Ranges, Ranges]:
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


def opens_as_frame(site: CueSite) -> bool:
    opener = site.clause.opener
    return site.clause.kind == "w" and opener is not None and site.text.folded[opener] == "wie"


def compares(site: CueSite) -> bool:
    """„wie sie sich nennt“, „wie er erkennen kann“, „wie lange sie hofft“: no frames at all."""
    text, clause = site.text, site.clause
    if site.entry.lemma == "nennen" or not site.entry.governs & {"v", "q", "x"}:
        return True
    if clause.finite is not None and text.tags[clause.finite] == "VMFIN":
        return True
    after = (clause.opener or clause.first) + 1
    has_es = site.entry.lemma != "heißen" and any(text.folded[i] == "es" for i in clause.tokens())
    return has_es or text.tags[after] in ("ADJD", "PIS", "PIAT")


def around(site: CueSite) -> Ranges:
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


def as_frame_range(site: CueSite) -> Range:
    first, end = site.clause.first, site.clause.end
    if first > 0 and site.text.words[first - 1] in (",", "–", "-"):
        return (first - 1, end)
    if end < len(site.text.words) and site.text.words[end] == ",":
        return (first, end + 1)
    return (first, end)
