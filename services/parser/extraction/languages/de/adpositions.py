"""Sources in a phrase: „laut Polizei“, „nach Angaben der Stadt“, „Berichten zufolge“, „so X“."""

from __future__ import annotations

from typing import Final, NamedTuple

from services.parser.extraction.findings import CueWords, Finding, Range, Ranges
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.clauses import Analysis, Clause
from services.parser.extraction.languages.de.extents import complement_end
from services.parser.extraction.languages.de.kinds import is_voice
from services.parser.extraction.languages.de.lexicon import word_list
from services.parser.extraction.languages.de.phrases import phrase_end
from services.parser.extraction.languages.de.segments import DEPENDENT
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.rule import Rule

_BEHIND: Final = frozenset(
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


def adposition_sites(text: Tagged, analysis: Analysis) -> list[AdpositionSite]:
    return [
        AdpositionSite(text, analysis, clause, index)
        for clause in analysis.clauses
        if clause.kind != "quote"
        for index in clause.tokens()
        if text.folded[index] in _TRIGGERS
    ]


@Rule
def according_to(site: AdpositionSite) -> Finding | None:
    """Laut Polizei wurde niemand verletzt."""
    text, index = site.text, site.place
    if text.folded[index] not in ("laut", "lt.", "gemäß") or text.tags[index] == "ADJA":
        return None
    end = phrase_end(text, index + 1, _piece_end(site))
    if end is None and index + 1 < _piece_end(site) and "." in text.words[index + 1]:
        end = index + 2  # „laut bildblog.de“
    if end is None or (
        text.folded[index] == "gemäß"
        and not _names_source(text, index + 1, end)
        and not is_voice(text, index + 1, end)
    ):
        return None
    end = _apposed(text, _prefield(site, end))
    return _found(site, "according_to", (index,), (index + 1, end), (index, end))


@Rule
def by_account_of(site: AdpositionSite) -> Finding | None:
    """Nach Angaben der Stadt sind 200 Häuser beschädigt."""
    text, index = site.text, site.place
    if text.folded[index] != "nach":
        return None
    end = phrase_end(text, index + 1, _piece_end(site))
    if end is None or not _names_source(text, index + 1, end):
        return None
    end = _apposed(text, _prefield(site, end))
    return _found(site, "by_account_of", (index,), (index + 1, end), (index, end))


@Rule
def in_the_opinion_of(site: AdpositionSite) -> Finding | None:
    """Ihrer Meinung nach ist der Vertrag ungültig."""
    text, index = site.text, site.place
    if text.folded[index] != "nach" or text.folded[index - 1] not in _BEHIND:
        return None
    start = _phrase_start(site, index)
    if start is None:
        return None
    return _found(site, "in_the_opinion_of", (index,), (start, index), (start, index + 1))


@Rule
def according_behind(site: AdpositionSite) -> Finding | None:
    """Berichten zufolge ist der Vertrag schon unterschrieben."""
    text, index = site.text, site.place
    if text.folded[index] != "zufolge":
        return None
    start = _phrase_start(site, index)
    if start is None:
        return None
    return _found(site, "according_behind", (index,), (start, index), (start, index + 1))


@Rule
def in_the_view_of(site: AdpositionSite) -> Finding | None:
    """Aus Sicht der Opposition ist das Gesetz gescheitert."""
    text, index = site.text, site.place
    after = index + 1
    if text.folded[index] not in ("aus", "in") or after >= len(text.folded):
        return None
    if text.folded[after] not in ("sicht", "augen") and text.folded[after : after + 2] != [
        "den",
        "augen",
    ]:
        return None
    end = phrase_end(text, after, _piece_end(site))
    if end is None or end - after < 2:
        return None
    return _found(site, "in_the_view_of", (index,), (after, end), (index, end))


@Rule
def so_frame(site: AdpositionSite) -> Finding | None:
    """Die Lage sei ernst, so der Minister."""
    text, index = site.text, site.place
    if site.clause.kind != "so" or index != site.clause.first:
        return None
    content = _around_so(site)
    end = phrase_end(text, index + 1, site.clause.end)
    if not content or end is None:
        return None
    first = index - 1 if index > 0 and text.words[index - 1] in (",", "–", "-", "—") else index
    end = _with_pieces(site.clause, end)
    cue = CueWords((index,), "so", "according_to")
    frame_end = max(end, site.clause.end)
    if len(content) > 1 and text.words[frame_end] in (",", "–", "-", "—"):
        frame_end += 1
    return Finding(
        "indirect",
        content,
        "adpositions.so_frame",
        "high",
        cue,
        ((index + 1, end),),
        ((first, frame_end),),
    )


def _apposed(text: Tagged, end: int) -> int:
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


@Rule
def accordingly(site: AdpositionSite) -> Finding | None:
    """Demnach waren zwölf Personen beteiligt."""
    text, index = site.text, site.place
    if text.folded[index] not in ("demnach", "danach") or site.clause.kind not in ("v1", "v2"):
        return None
    finite = site.clause.finite
    is_time = finite is None or index != site.clause.first or not text.is_konjunktiv(finite)
    if text.folded[index] == "danach" and is_time:
        return None
    return _found(site, "accordingly", (index,), (index, index + 1), (index, index + 1))


@Rule
def whereby(site: AdpositionSite) -> Finding | None:
    """Es gibt Berichte, wonach der Minister zurücktritt."""
    text, index = site.text, site.place
    if text.folded[index] not in ("wonach", "nach", "laut") or site.clause.kind not in (
        "rel",
        "w",
        "sub",
    ):
        return None
    if index != site.clause.first:
        return None
    if text.folded[index] == "wonach":
        return _whereby(site, index + 1, _antecedent(site))
    source = _antecedent(site)
    relative = text.tags[index + 1] in ("PRELS", "PWS", "PRELAT")
    if not relative or not _names_source(text, *source):
        return None
    return _whereby(site, index + 2, (index + 1, index + 2))


def _whereby(site: AdpositionSite, start: int, speaker: Range) -> Finding:
    number = site.clause.segments[0]
    stop = complement_end(site.text, site.analysis, number)
    content = (start, site.analysis.segments[stop - 1].end)
    first = site.analysis.clauses[max(0, site.analysis.clauses.index(site.clause) - 1)].first
    cue = CueWords((site.place,), site.text.folded[site.place], "according_to")
    return Finding(
        "indirect", (content,), "adpositions.whereby", "medium", cue, (speaker,), ((first, start),)
    )


def _antecedent(site: AdpositionSite) -> Range:
    """The noun before the comma, with its article."""
    text, index = site.text, site.place - 2
    first = index
    while (
        first > site.analysis.first
        and text.tags[first - 1] in ("ART", "ADJA", "NN", "NE", "PIAT", "APPRART")
        and index - first < 6
    ):
        first -= 1
    return (max(site.analysis.first, first), index + 1)


RULES: Final = (
    so_frame,
    whereby,
    accordingly,
    in_the_opinion_of,  # before by_account_of: „ihrer Meinung nach der Vertrag“
    by_account_of,
    according_to,
    according_behind,
    in_the_view_of,
)
_TRIGGERS: Final = frozenset(
    {"laut", "lt.", "gemäß", "nach", "zufolge", "so", "aus", "in", "demnach", "danach", "wonach"}
)


def _with_pieces(clause: Clause, end: int) -> int:
    return clause.end if len(clause.pieces) > 1 else end


def _prefield(site: AdpositionSite, end: int) -> int:
    """„Nach einer Meldung im Magazin „Nature“ haben …“: all before the verb is one phrase."""
    finite = site.clause.finite
    if site.clause.kind != "v2" or site.place != site.clause.first or finite is None:
        return end
    gap = site.text.words[end:finite]
    return finite if end < finite <= end + 8 and "," not in gap else end


def _piece_end(site: AdpositionSite) -> int:
    return next(end for first, end in site.clause.pieces if first <= site.place < end)


def _piece_first(site: AdpositionSite) -> int:
    return next(first for first, end in site.clause.pieces if first <= site.place < end)


def _names_source(text: Tagged, first: int, end: int) -> bool:
    head = next((i for i in range(first, end) if text.tags[i] in ("NN", "NE")), None)
    if head is None:
        return False
    noun = text.folded[head]
    return noun in word_list("source_nouns.txt") or noun.endswith(_COMPOUND_ENDS)


def _phrase_start(site: AdpositionSite, index: int) -> int | None:
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


def _found(
    site: AdpositionSite, rule: str, cue: tuple[int, ...], speaker: Range, frame: Range
) -> Finding | None:
    content = _rest(site, frame)
    if not content:
        return None
    words_ = CueWords(cue, site.text.folded[cue[0]], "according_to")
    return Finding("indirect", content, "adpositions." + rule, "high", words_, (speaker,), (frame,))


def _rest(site: AdpositionSite, frame: Range) -> Ranges:
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
    stop = complement_end(site.text, analysis, number)
    end = analysis.segments[stop - 1].end
    return tuple(r for r in _minus((start, end), frame, site.text) if r[1] > r[0])


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


def _around_so(site: AdpositionSite) -> Ranges:
    analysis = site.analysis
    segments = analysis.segments
    own = site.clause.segments[0]
    start = own
    while start > 0 and segments[start - 1].kind not in ("quote", "so"):
        start -= 1
    found: list[Range] = []
    if start < own:
        found.append((segments[start].first, segments[own - 1].end))
    after = site.clause.segments[-1] + 1
    if found and after < len(segments) and segments[after].kind in ("v1", *DEPENDENT, "v2"):
        stop = complement_end(site.text, analysis, after)
        found.append((segments[after].first, segments[stop - 1].end))
    return tuple(found)
