"""Somebody's words inside somebody else's: „Sie rief: ‚Komm schnell!‘“, sagte Otto Brand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from services.parser.extraction.findings import Finding, Range
from services.parser.extraction.languages.de.clauses import analyse
from services.parser.extraction.languages.de.cues import cue_sites
from services.parser.extraction.languages.de.speakers import speaker_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.rule import Rule
from services.parser.extraction.segmentation.marks import Quoted

_FINAL: Final = frozenset({".", "!", "?", "…"})
_FRAME: Final = 20  # tokens before the colon


class InnerSite(NamedTuple):
    """Marks inside an utterance that reaches from the start of `content`."""

    text: Tagged
    quoted: Quoted
    floor: int


@Rule
def cue_before_colon(site: InnerSite) -> Finding | None:
    """„Sie rief: ‚Komm schnell!‘“, sagte Otto Brand."""
    text, opening = site.text, site.quoted.opening
    if text.words[opening - 1] != ":" or opening - 1 <= site.floor:
        return None
    start = opening - 1
    while start > max(site.floor, opening - _FRAME) and text.words[start - 1] not in _FINAL:
        start -= 1
    sites = cue_sites(text, analyse(text, start, opening - 1))
    if not sites:
        return None
    return Finding(
        "direct",
        ((opening + 1, site.quoted.closing),),
        "inner.cue_before_colon",
        "medium",
        sites[-1].cue,
        speaker_of(sites[-1]),
        ((start, opening),),
    )


RULES: Final = (cue_before_colon,)


def inner_sites(text: Tagged, content: Range) -> Iterator[InnerSite]:
    first, end = content
    for index in range(first + 1, end):
        quoted = text.document.quoted.get(index)
        if quoted is not None and quoted.closed and first < quoted.closing - 1 < end:
            yield InnerSite(text, quoted, first)
