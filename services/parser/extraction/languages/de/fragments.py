"""Quoted fragments: a few words in marks inside somebody's speech, told from titles and nicknames."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

from services.parser.extraction.findings import Finding, Range
from services.parser.extraction.languages.de.clauses import Clause
from services.parser.extraction.languages.de.cues import CueSite
from services.parser.extraction.languages.de.speakers import speaker_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.rule import Rule
from services.parser.extraction.segmentation.marks import Quoted

_GOVERNED: Final = frozenset({"als", "von", "vom", "mit", "eine", "einen", "ein", "einer", "einem", "für", "zu", "zum", "zur", "der", "die", "das", "den", "dem"})


class Fragment(NamedTuple):
    """Marks inside a clause; `outer` is the quote around them, `site` the cue of their clause."""

    text: Tagged
    quoted: Quoted
    outer: Finding | None
    site: CueSite | None

    @property
    def content(self) -> Range:
        return (self.quoted.opening + 1, self.quoted.closing)


@Rule
def inside_speech(fragment: Fragment) -> Finding | None:
    """Sie sagte, das sei „kein gutes Zeichen“."""
    outer = fragment.outer
    if outer is None or not _is_wording(fragment):
        return None
    return _found(fragment, "inside_speech", outer)


@Rule
def named_by_speaker(fragment: Fragment) -> Finding | None:
    """Er bezeichnete den Vorschlag als „völlig absurd“."""
    site = fragment.site
    if site is None or not _is_wording(fragment, strict=site.entry.category == "think"):
        return None
    cue = replace(site.cue, tokens=_with_preposition(fragment, site.cue.tokens))
    return Finding(
        "direct",
        (fragment.content,),
        "fragments.named_by_speaker",
        "medium",
        cue,
        speaker_of(site),
        _frame(fragment, site),
        partial=True,
    )


def _with_preposition(fragment: Fragment, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """„bezeichnete … als“, „sprach … von“: the word that ties the fragment to its verb."""
    before = fragment.quoted.opening - 1
    if fragment.text.tags[before] in ("ART", "ADJA", "PIAT"):
        before -= 1
    if fragment.text.folded[before] in ("als", "von", "vom", "mit", "für"):
        return tuple(sorted({*tokens, before}))
    return tokens


def _frame(fragment: Fragment, site: CueSite) -> tuple[Range, ...]:
    """The clause around the fragment."""
    opening, closing = fragment.quoted.opening, fragment.quoted.closing
    first, end = site.clause.first, site.clause.end
    parts = ((first, opening), (closing + 1, end if site.cue.tokens[-1] > closing else closing + 1))
    return tuple(part for part in parts if part[1] > part[0])


RULES: Final = (inside_speech, named_by_speaker)


def _found(fragment: Fragment, rule: str, outer: Finding) -> Finding:
    return Finding(
        "direct",
        (fragment.content,),
        "fragments." + rule,
        "medium",
        outer.cue,
        outer.speaker,
        outer.frame,
        partial=True,
        continued=outer.continued,
    )


def _is_wording(fragment: Fragment, *, strict: bool = False) -> bool:
    """Words somebody used: small at the start or with a verb; names and titles are neither."""
    text = fragment.text
    first, end = fragment.content
    if end <= first:
        return False
    is_small = text.words[first][0].islower() or text.words[first][0] in "[.…"
    if end - first == 1:
        return is_small and not strict
    if is_small:
        return True
    if text.has_finite(first, end):
        return True
    return end - first >= 4 and not strict


def clause_at(clauses: list[Clause], index: int) -> Clause | None:
    return next((c for c in clauses if any(first <= index < end for first, end in c.pieces)), None)
