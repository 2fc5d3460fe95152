"""Where a phrase that names a source begins and ends, and what is left of its clause."""

from __future__ import annotations

from typing import Final, NamedTuple

from services.parser.extraction.findings import Range, Ranges
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.clauses import Analysis, Clause
from services.parser.extraction.languages.de.extents import (
    complement_end,
    is_as_frame,
    is_cue_verb,
)
from services.parser.extraction.languages.de.kinds import is_person_noun, kind_of_noun
from services.parser.extraction.languages.de.lexicon import word_list
from services.parser.extraction.languages.de.phrases import phrase_end
from services.parser.extraction.languages.de.segment import DEPENDENT
from services.parser.extraction.languages.de.tagged import Tagged

BEHIND: Final = frozenset(
    [
        "meinung",
        "ansicht",
        "auffassung",
        "angaben",
        "aussage",
        "aussagen",
        "überzeugung",
        "einschätzung",
        "worten",
        "dafürhalten",
        "darstellung",
        "vorstellung",
        "bericht",
        "berichten",
        "vernehmen",
    ]
)


_COMPOUND_ENDS: Final = (
    "angaben",
    "berichten",
    "bericht",
    "meldungen",
    "aussagen",
    "informationen",
    "umfrage",
    "studie",
    "einschätzung",
    "erkenntnissen",
    "mitteilung",
    "schätzungen",
    "kreisen",
    "untersuchung",
    "statistik",
    "prognose",
    "analyse",
    "meinung",
    "ansicht",
    "auffassung",
    "medien",
    "gutachten",
    "gesetz",
    "zeitung",
)


class AdpositionSite(NamedTuple):
    """The word at `place` may name a source for the clause it stands in."""

    text: Tagged
    analysis: Analysis
    clause: Clause
    place: int


def apposed(text: Tagged, end: int) -> int:
    """„nach den Worten der Sprecherin, Eva Kern, fehle es“: an apposition, then the verb."""
    if end + 1 >= len(text.words) or text.words[end] != ",":
        return end
    for stop in range(end + 2, min(end + 14, len(text.words) - 1)):
        if text.words[stop] == ",":
            named = all(tag in ("NE", "FM") for tag in text.tags[end + 1 : stop])
            return stop + 1 if named or text.is_finite(stop + 1) else end
        if text.is_finite(stop):
            return stop if phrase_end(text, end + 1, stop) == stop else end
        if text.words[stop] in (".", ":", "„", "("):
            return end
    return end


def antecedent(site: AdpositionSite) -> Range:
    """The noun before the comma, with its article."""
    text, index = site.text, _source_before(site)
    first = index
    while (
        first > site.analysis.first
        and text.tags[first - 1] in ("ART", "ADJA", "NN", "NE", "PIAT", "APPRART")
        and index - first < 6
    ):
        first -= 1
    return (max(site.analysis.first, first), index + 1)


def _source_before(site: AdpositionSite) -> int:
    """„Umfragen im Land, nach denen …“: the noun that can be a source, if one stands near."""
    last = _before_bracket(site.text, site.place - 2)
    for index in range(last, max(site.analysis.first, last - 6) - 1, -1):
        if site.text.tags[index] == "NN" and names_source(site.text, index, index + 1):
            return index
    return last


def _before_bracket(text: Tagged, last: int) -> int:
    """„Minister Otto Brand (CDU), wonach …“"""
    if last < 0 or text.words[last] != ")":
        return last
    opening = (i for i in range(last, max(0, last - 8), -1) if text.words[i] == "(")
    return next(opening, last + 1) - 1


def prefield(site: AdpositionSite, end: int) -> int:
    """„Nach einer Meldung im Magazin „Nature“ haben …“: all before the verb is one phrase."""
    finite = site.clause.finite
    if site.clause.kind != "v2" or site.place != site.clause.first or finite is None:
        return end
    gap = site.text.words[end:finite]
    return finite if end < finite <= end + 8 and "," not in gap else end


def over_relative(site: AdpositionSite, end: int) -> int:
    """„Laut einem Bericht, den sie bestellt hat, ist …“: the source takes its clause along."""
    segments, first = site.analysis.segments, site.clause.segments[0]
    if site.place != site.analysis.first or segments[first].end != end:
        return end
    number = first + 1
    while number < len(segments) and segments[number].kind == "rel":
        number += 1
    resumes = first + 1 < number < len(segments) and segments[number].kind == "v1"
    if not resumes or segments[number].coordinated:
        return end
    return segments[number].first


def piece_end(site: AdpositionSite) -> int:
    return next(end for first, end in site.clause.pieces if first <= site.place < end)


def _piece_first(site: AdpositionSite) -> int:
    return next(first for first, end in site.clause.pieces if first <= site.place < end)


def names_source(text: Tagged, first: int, end: int) -> bool:
    head = next((i for i in range(first, end) if text.tags[i] in ("NN", "NE")), None)
    if head is None:
        return False
    if _is_owner(text, head) and head + 1 < end:
        head += 1  # „nach Kerns Meinung“
    noun = text.folded[head]
    listed = noun in word_list("source_nouns.txt") or noun.endswith(_COMPOUND_ENDS)
    return listed or kind_of_noun(text, head) == "document"


def past_source(text: Tagged, first: int, end: int) -> int:
    """„Angaben des Sprechers Meyer“ are the words of Meyer."""
    head = next((i for i in range(first, end) if text.tags[i] in ("NN", "NE")), None)
    if head is None or text.tags[head] != "NN" or not names_source(text, head, head + 1):
        return first
    if is_person_noun(text.folded[head]):
        return first
    after = head + 1
    if after < end and text.folded[after] in ("von", "vom"):
        after += 1
    return after if after < end else first


def _is_owner(text: Tagged, index: int) -> bool:
    return text.tags[index] == "NE" and text.words[index].endswith(("s", "’", "'"))


def phrase_start(site: AdpositionSite, index: int) -> int | None:
    """The earliest start of a phrase that reaches to the word before `index`."""
    text = site.text
    floor = _piece_first(site)
    best = None
    for start in range(index - 1, max(floor, index - 14) - 1, -1):
        tag = text.tags[start]
        if tag in ("VVFIN", "VAFIN", "VMFIN", "PTKVZ") or (tag == "KON" and best is None):
            break
        if phrase_end(text, start, index) == index:
            best = start
    return best if best is not None else _article_before(text, floor, index)


def _article_before(text: Tagged, floor: int, index: int) -> int | None:
    """„Den Behörden in Mombasa zufolge“: back to the dative article."""
    for start in range(index - 1, max(floor, index - 8) - 1, -1):
        if text.folded[start] in ("den", "dem", "der", "einem", "einer"):
            return start
    return None


def rest(site: AdpositionSite, frame: Range) -> Ranges:
    """The clause without the frame, with what depends on it."""
    analysis, clause = site.analysis, site.clause
    start = clause.first
    if (
        clause.coordinated
        and site.text.folded[start] in words.COORDINATORS
        and clause.kind in ("v2", "v1")
    ):
        start += 1
    if clause.kind == "frag" and len(analysis.clauses) > 1:
        return _neighbour(site, frame)
    number = clause.segments[0]
    if clause.kind == "v1":
        start = _with_clause_before(site, number, start)
    stop = complement_end(site.text, analysis, number)
    if frame[0] == analysis.first:
        stop = _with_coordinated(site, stop)
    end = analysis.segments[stop - 1].end
    return tuple(r for r in _minus((start, end), frame, site.text) if r[1] > r[0])


_KNOWN: Final = frozenset({"nachdem", "als", "während", "bevor", "ehe", "seit", "seitdem"})
"""They tell what was there before, and that the paper knows itself."""


def _with_clause_before(site: AdpositionSite, number: int, start: int) -> int:
    """„Ob sie bleibt, ist laut Polizei offen“: a clause in front of the verb is part of its own."""
    segments = site.analysis.segments
    if number == 0 or site.clause.delimiter != "," or site.clause.coordinated:
        return start
    first = number - 1
    while first > 0 and segments[first].kind in DEPENDENT:
        first -= 1
    opening = segments[first]
    if first > 0 or opening.kind not in ("sub", "w") or opening.opener is None:
        return start
    is_known = site.text.folded[opening.opener] in _KNOWN or is_as_frame(site.text, opening)
    return start if is_known else opening.first


def _with_coordinated(site: AdpositionSite, stop: int) -> int:
    """„Laut Polizei flohen die Männer und ließen das Auto stehen“: the source opens them all."""
    text, segments = site.text, site.analysis.segments
    while stop < len(segments):
        segment = segments[stop]
        if segment.kind != "v1" or segment.delimiter not in ("", ",") or segment.finite is None:
            return stop
        if is_cue_verb(text, segment.finite):
            return stop
        stop = complement_end(text, site.analysis, stop)
    return stop


def _neighbour(site: AdpositionSite, frame: Range) -> Ranges:
    """„…, laut Polizei“ as a fragment of its own: the clause before or after it."""
    analysis = site.analysis
    number = analysis.clauses.index(site.clause)
    neighbours = (
        analysis.clauses[number + 1 : number + 2]
        if number == 0
        else analysis.clauses[number - 1 : number]
    )
    if not neighbours or neighbours[0].kind in ("quote", "so"):
        return ()
    clause = neighbours[0]
    return tuple(r for r in _minus((clause.first, clause.end), frame, site.text) if r[1] > r[0])


def _minus(whole: Range, frame: Range, text: Tagged) -> Ranges:
    left = (whole[0], min(frame[0], whole[1]))
    right = (max(frame[1], whole[0]), whole[1])
    return (_trimmed(text, left), _trimmed(text, right))


def _trimmed(text: Tagged, part: Range) -> Range:
    first, end = part
    while first < end and text.words[first] in (",", ")", "–", "-"):
        first += 1
    while end > first and text.words[end - 1] in (",", "(", "–", "-", ".", ":"):
        end -= 1
    return (first, end)
