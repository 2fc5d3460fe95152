"""Sentences that a text says again: analysed once, then moved to where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from services.parser.extraction.languages.de.clauses import Analysis, Clause, analyse
from services.parser.extraction.languages.de.cues import CueSite, cue_sites
from services.parser.extraction.languages.de.memory import SentenceSite
from services.parser.extraction.languages.de.segment import Segment
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.verbs import VerbGroup

_AROUND: Final = 2  # tokens on either side that an analysis looks at: „ich“ beside a verb
_DASHES: Final = frozenset({"–", "—", "-", "−"})  # whether one cuts depends on blanks beside it
_MOST: Final = 24  # frames of a sentence; more is no text, and each would look at all the others


class Sentences:
    """The sentences of one text as the rules see them."""

    def __init__(self, text: Tagged) -> None:
        self._text = text
        self._sentences = text.document.sentences
        self._met: dict[tuple[int, int], list[CueSite]] = {}  # by stretch

    def site(self, number: int) -> SentenceSite:
        text = self._text
        first, end, _ = self._sentences[number]
        analysis, met = analysed(text, first, end)
        known = None if met is None else self._met.get((met.first, met.end))
        if met is None or known is None:
            sites = self._met[first, end] = cue_sites(text, analysis)[:_MOST]
        else:
            _move_verbs(met, analysis)
            sites = _moved_sites(text, known, met, analysis)
        return SentenceSite(text, analysis, sites, number)


def analysed(text: Tagged, first: int, end: int) -> tuple[Analysis, Analysis | None]:
    """Of a stretch, and that of the one with the same words from which it was moved."""
    low, high = first - _AROUND, end + _AROUND
    if low < 0 or high > len(text.words) or (first, end) in text.analysed:
        return analyse(text, first, end), None
    words, tags = tuple(text.words[low:high]), text.tags[low:high]
    met = text.met.get(words)
    if met is not None and met[0] == tags and _is_alike(text, met[1], first, end):
        found = text.analysed[first, end] = _moved(met[1], first - met[1].first)
        return found, met[1]
    found = analyse(text, first, end)
    if met is None and text.tags[low:high] == tags:  # an analysis may mend a tag
        text.met[words] = tags, found
    return found, None


def _is_alike(text: Tagged, met: Analysis, first: int, end: int) -> bool:
    """In brackets and marks too, which may reach over the words that were compared."""
    if end - first != met.end - met.first or not _DASHES.isdisjoint(text.words[first:end]):
        return False
    if text.has_asides and (
        True in text.aside[first:end] or True in text.aside[met.first : met.end]
    ):
        return False
    if not text.document.quoted:
        return True
    if text.in_marks[first:end] != text.in_marks[met.first : met.end]:
        return False
    return _utterances(text, first, end) == _utterances(text, met.first, met.end)


def _utterances(text: Tagged, first: int, end: int) -> list[tuple[int, int]]:
    """Where they open and close, counted from the first word."""
    known = text.utterances
    opened = [known[index] for index in text.document.openings_in(first, end) if index in known]
    return [(quoted.opening - first, quoted.closing - first) for quoted in opened]


def _moved(met: Analysis, by: int) -> Analysis:
    segments = [_segment(segment, by) for segment in met.segments]
    clauses = [_clause(clause, by) for clause in met.clauses]
    mains = [clause for clause in clauses if clause.kind in ("v1", "v2")]
    return Analysis(met.first + by, met.end + by, segments, clauses, mains)


def _moved_sites(
    text: Tagged, known: Iterable[CueSite], met: Analysis, analysis: Analysis
) -> list[CueSite]:
    by = analysis.first - met.first
    clauses = {id(old): new for old, new in zip(met.clauses, analysis.clauses, strict=True)}
    return [
        CueSite(
            text,
            analysis,
            clauses[id(site.clause)],
            _group(site.group, by),
            site.entry,
            site.cue._replace(tokens=_tokens(site.cue.tokens, by)),
        )
        for site in known
    ]


def _move_verbs(met: Analysis, analysis: Analysis) -> None:
    """Of the clauses whose cues were looked for."""
    by = analysis.first - met.first
    for old, new in zip(met.clauses, analysis.clauses, strict=True):
        if old.verbs is not None and old.group is not None:
            new.verbs = [_group(group, by) for group in old.verbs]
            new.group = new.verbs[-1]


def _segment(segment: Segment, by: int) -> Segment:
    return Segment(
        segment.first + by,
        segment.end + by,
        segment.delimiter,
        segment.kind,
        _place(segment.finite, by),
        _place(segment.opener, by),
        segment.coordinated,
        segment.clause,
    )


def _clause(clause: Clause, by: int) -> Clause:
    """Without its subjects: who speaks may depend on more than the sentence."""
    return Clause(
        clause.kind,
        [(first + by, end + by) for first, end in clause.pieces],
        _place(clause.finite, by),
        _place(clause.opener, by),
        clause.delimiter,
        clause.coordinated,
        clause.segments,
    )


def _group(group: VerbGroup, by: int) -> VerbGroup:
    return VerbGroup(_tokens(group.tokens, by), group.lemmas, group.main + by, group.passive)


def _place(index: int | None, by: int) -> int | None:
    return None if index is None else index + by


def _tokens(tokens: Iterable[int], by: int) -> tuple[int, ...]:
    return tuple([index + by for index in tokens])
