"""Indirect speech with a frame: what the cue verb of a clause announces."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.findings import Finding, Ranges
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.addressees import addressee_of
from services.parser.extraction.languages.de.cues import CueSite
from services.parser.extraction.languages.de.extents import (
    complement_end,
    content_range,
    frame_before,
    is_as_frame,
    is_cue_verb,
    opens_with_source,
)
from services.parser.extraction.languages.de.interruptions import (
    around,
    as_frame_range,
    closes_speech,
    compares,
    content_before,
    has_object,
    medial,
    opens_as_frame,
    opens_with_so,
)
from services.parser.extraction.languages.de.segment import Segment
from services.parser.extraction.languages.de.speakers import from_subject, speaker_of
from services.parser.extraction.languages.de.things import is_thing
from services.parser.extraction.rule import Rule

_REASONS: Final = frozenset(
    {"weil", "da", "obwohl", "obgleich", "nachdem", "während", "zumal", "wo"}
)
_QUESTIONS: Final = words.WH_WORDS | {"ob"}
_LOOK_AHEAD: Final = 4  # segments between a cue and its clause: relative clauses, appositions


@Rule
def as_frame(site: CueSite) -> Finding | None:
    """Wie die Polizei mitteilte, wurde niemand verletzt."""
    segment = site.analysis.segments[site.clause.segments[0]]
    if not opens_as_frame(site) or "d" not in site.entry.governs or site.entry.needs == ("sein",):
        return None
    if compares(site):
        return None
    if (
        site.clause.delimiter == ""
        and segment.first != site.analysis.first
        and not segment.coordinated
    ):
        return None
    content = around(site)
    if not content:
        return None
    frame = as_frame_range(site)
    found = _found("indirect.as_frame", site, content, (frame,))
    assert site.clause.opener is not None
    return found._replace(cue=site.cue._replace(tokens=(site.clause.opener, *site.cue.tokens)))


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
    if start is None or _interrupts(site):
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
    start = _next(site, {"sub", "w"}, _QUESTIONS)
    if start is None or "w" not in site.entry.governs:
        return None
    segment = site.analysis.segments[start]
    if is_as_frame(site.text, segment) or opens_with_source(site.text, segment.first):
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
    wanted = {"q", "v", "d"} if opens_with_so(site) else {"q", "v"}
    if not site.entry.governs & wanted:
        return None
    before = content_before(site)
    if before is None or not closes_speech(site, before):
        return None
    content, frame = medial(site, before)
    return _found("indirect.frame_behind", site, content, frame)


@Rule
def subordinate_konjunktiv(site: CueSite) -> Finding | None:
    """Sie kritisierte die Pläne, weil sie den Armen nichts brächten."""
    start = site.analysis.after(site.clause)
    if start is None or site.clause.kind not in ("v1", "v2", "rel"):
        return None
    segment = site.analysis.segments[start]
    if segment.finite is None or not site.text.is_konjunktiv(segment.finite):
        return None
    if opens_with_source(site.text, segment.first):
        return None
    reasons = segment.opener is not None and site.text.folded[segment.opener] in _REASONS
    if segment.kind != "rel" and not (segment.kind in ("sub", "w") and reasons):
        return None
    return _after(site, start, "indirect.subordinate_konjunktiv")


RULES: Final = (
    as_frame,
    that_clause,
    verb_second_clause,
    question_clause,
    infinitive_clause,
    conditional_clause,
    subordinate_konjunktiv,  # only the mood tells whose words these are
    frame_behind,  # last: a clause that announces what follows does not also close what precedes
)


def _found(rule: str, site: CueSite, content: Ranges, frame: Ranges) -> Finding:
    return Finding(
        "indirect",
        content,
        rule,
        "high",
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
    frame = from_subject(site, frame_before(site.analysis, site.clause, first))
    return _found(rule, site, ((first, end),), frame)


def _interrupts(site: CueSite) -> bool:
    """„Das Geld fehle, sagte sie, der Bau ruhe“: what stands before is said as well."""
    before = content_before(site) if site.clause.kind == "v1" else None
    if before is None or frame_behind(site) is None:
        return False
    spoken = site.analysis.segments[before : site.clause.segments[0]]
    return any(
        part.kind in ("v1", "v2") and part.finite and site.text.is_konjunktiv(part.finite)
        for part in spoken
    )


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
    if "v" not in site.entry.governs or site.clause.kind not in ("v2", "v1") or site.group.passive:
        return False
    return _is_somebody(site)


def _is_somebody(site: CueSite) -> bool:
    """In the indicative only the voice tells a report: „Das Wetter meinte es gut: …“ is none."""
    speaker = speaker_of(site)
    if not speaker:
        return site.entry.lemma == "heißen"
    first, end = speaker[0]
    if site.text.tags[first] in ("PPER", "PIS", "PDS", "PRELS"):
        return site.text.folded[first] != "es"
    return not is_thing(site.text, first, end)
