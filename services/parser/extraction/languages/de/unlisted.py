"""Reported clauses that only their mood tells: the verb before them is in no list, or misspelt."""

from __future__ import annotations

from typing import Final, NamedTuple

from services.parser.extraction.findings import CueWords, Finding, Ranges
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.clauses import Analysis, Clause
from services.parser.extraction.languages.de.extents import (
    complement_end,
    content_range,
    frame_before,
)
from services.parser.extraction.languages.de.kinds import is_voice
from services.parser.extraction.languages.de.segment import Segment
from services.parser.extraction.languages.de.subjects import subject_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.things import is_thing
from services.parser.extraction.languages.de.verbs import VerbGroup, verb_groups
from services.parser.extraction.rule import Rule


class UnlistedSite(NamedTuple):
    """A clause whose verb announces nothing by itself, and the segment that follows it."""

    text: Tagged
    analysis: Analysis
    clause: Clause
    group: VerbGroup
    following: int

    @property
    def segment(self) -> Segment:
        return self.analysis.segments[self.following]


def unlisted_sites(text: Tagged, analysis: Analysis, cued: set[int]) -> list[UnlistedSite]:
    """`cued` are the words that other rules have used already."""
    found = []
    for clause in analysis.clauses:
        following = analysis.after(clause)
        if following is None or clause.finite is None or clause.kind not in _ANNOUNCING:
            continue
        groups = verb_groups(text, clause)
        if groups and not cued & set(groups[-1].tokens):
            found.append(UnlistedSite(text, analysis, clause, groups[-1], following))
    return found


@Rule
def konjunktiv_clause(site: UnlistedSite) -> Finding | None:
    """Der Trainer tobte, dass die Halle nie fertig werde."""
    if not _is_reported(site) or site.text.is_konjunktiv(site.clause.finite or 0):
        return None
    speaker = _speaker(site)
    if not speaker:
        return None
    stop = complement_end(site.text, site.analysis, site.following)
    content = content_range(site.analysis, site.following, stop)
    lemma = min(site.group.lemmas, default=site.text.folded[site.group.main])
    return Finding(
        "indirect",
        (content,),
        "unlisted.konjunktiv_clause",
        "medium",
        CueWords(site.group.tokens, lemma, "say"),
        speaker,
        frame_before(site.analysis, site.clause, content[0]),
    )


RULES: Final = (konjunktiv_clause,)
_ANNOUNCING: Final = frozenset({"v1", "v2"})
_OPENERS: Final = words.COMPLEMENTISERS | {"ob"}


def _is_reported(site: UnlistedSite) -> bool:
    segment, text = site.segment, site.text
    if segment.finite is None or segment.coordinated or segment.delimiter not in (",", ":"):
        return False
    if segment.kind == "sub":
        opens = segment.opener is not None and text.folded[segment.opener] in _OPENERS
        return opens and text.is_konjunktiv(segment.finite)
    return segment.kind == "v2" and text.is_konjunktiv1(segment.finite)


def _speaker(site: UnlistedSite) -> Ranges:
    subject = subject_of(site.text, site.clause)
    if subject is None or site.group.passive:
        return ()
    if site.text.folded[subject[0]] in ("er", "sie", "niemand"):
        return (subject,)
    return (subject,) if is_voice(site.text, *subject) and not is_thing(site.text, *subject) else ()
