"""Sentences that a text says again: analysed once, then moved to where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from services.parser.extraction.languages.de.clauses import Analysis, Clause, analyse
from services.parser.extraction.languages.de.cues import CueSite, cue_sites
from services.parser.extraction.languages.de.memory import SentenceSite
from services.parser.extraction.languages.de.segment import Segment
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.verbs import VerbGroup

_AROUND: Final = 2  # tokens on either side that an analysis looks at: „ich“ beside a verb
_DASHES: Final = frozenset({"–", "—", "-", "−"})  # whether one cuts depends on blanks beside it
_MOST: Final = 24  # frames of a sentence; more is no text, and each would look at all the others


class _Met(NamedTuple):
    """A sentence as it was found, and the tags that it had before."""

    first: int
    end: int
    tags: list[str]
    site: SentenceSite


class Sentences:
    """The sentences of one text as the rules see them."""

    def __init__(self, text: Tagged) -> None:
        self._text = text
        self._sentences = text.document.sentences
        self._met: dict[tuple[str, ...], _Met] = {}

    def site(self, number: int) -> SentenceSite:
        text = self._text
        first, end, _ = self._sentences[number]
        low, high = first - _AROUND, end + _AROUND
        if low < 0 or high > len(text.words):
            return _found(text, first, end, number)
        words, tags = tuple(text.words[low:high]), text.tags[low:high]
        met = self._met.get(words)
        if met is not None and met.tags == tags and _is_alike(text, met, first, end):
            return _moved(text, met.site, first - met.first, number)
        site = _found(text, first, end, number)
        if met is None and text.tags[low:high] == tags:  # an analysis may mend a tag
            self._met[words] = _Met(first, end, tags, site)
        return site


def _found(text: Tagged, first: int, end: int, number: int) -> SentenceSite:
    analysis = analyse(text, first, end)
    return SentenceSite(text, analysis, cue_sites(text, analysis)[:_MOST], number)


def _is_alike(text: Tagged, met: _Met, first: int, end: int) -> bool:
    """In brackets and marks too, which may reach over the words that were compared."""
    if end - first != met.end - met.first or True in text.aside[first:end]:
        return False
    if True in text.aside[met.first : met.end] or not _DASHES.isdisjoint(text.words[first:end]):
        return False
    if text.in_marks[first:end] != text.in_marks[met.first : met.end]:
        return False
    return _utterances(text, first, end) == _utterances(text, met.first, met.end)


def _utterances(text: Tagged, first: int, end: int) -> list[tuple[int, int]]:
    """Where they open and close, counted from the first word."""
    known = text.utterances
    opened = [known[index] for index in text.document.openings_in(first, end) if index in known]
    return [(quoted.opening - first, quoted.closing - first) for quoted in opened]


def _moved(text: Tagged, site: SentenceSite, by: int, number: int) -> SentenceSite:
    met = site.analysis
    segments = [_segment(segment, by) for segment in met.segments]
    clauses = [_clause(clause, by) for clause in met.clauses]
    mains = [clause for clause in clauses if clause.kind in ("v1", "v2")]
    analysis = Analysis(met.first + by, met.end + by, segments, clauses, mains)
    text.analysed[analysis.first, analysis.end] = analysis
    places = {id(clause): place for place, clause in enumerate(met.clauses)}
    sites = [
        CueSite(
            text,
            analysis,
            clauses[places[id(cue.clause)]],
            _group(cue.group, by),
            cue.entry,
            cue.cue._replace(tokens=_tokens(cue.cue.tokens, by)),
        )
        for cue in site.sites
    ]
    return SentenceSite(text, analysis, sites, number)


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
    moved = Clause(
        clause.kind,
        [(first + by, end + by) for first, end in clause.pieces],
        _place(clause.finite, by),
        _place(clause.opener, by),
        clause.delimiter,
        clause.coordinated,
        clause.segments,
    )
    if clause.verbs is not None and clause.group is not None:  # its cues were looked for
        moved.verbs = [_group(group, by) for group in clause.verbs]
        moved.group = moved.verbs[-1]
    return moved


def _group(group: VerbGroup, by: int) -> VerbGroup:
    return VerbGroup(_tokens(group.tokens, by), group.lemmas, group.main + by, group.passive)


def _place(index: int | None, by: int) -> int | None:
    return None if index is None else index + by


def _tokens(tokens: Iterable[int], by: int) -> tuple[int, ...]:
    return tuple([index + by for index in tokens])
