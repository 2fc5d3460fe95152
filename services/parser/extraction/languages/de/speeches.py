"""A speech over several paragraphs: each opens with a mark, only the last one is closed."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.cues import cue_sites
from services.parser.extraction.languages.de.speakers import speaker_of
from services.parser.extraction.languages.de.tagged import Tagged

_OPEN_RULES: Final = frozenset({"direct.continued", "direct.unattributed"})


def joined(text: Tagged, found: list[Finding]) -> list[Finding]:
    """The paragraphs of one speech as one quote, with the speaker that any of them is told."""
    whole = [_announced_above(text, finding) for finding in found]
    if all(quoted.closed for quoted in text.document.quoted.values()):
        return whole
    return [_told_behind(text, finding) for finding in _as_one(text, whole)]


def _as_one(text: Tagged, found: list[Finding]) -> list[Finding]:
    whole: list[Finding] = []
    for finding in sorted(found, key=lambda f: (f.first, -f.end)):
        number = _opened(text, whole, finding)
        if number is None:
            whole.append(finding)
        else:
            whole[number] = _one(whole[number], finding)
    return whole


def _announced_above(text: Tagged, finding: Finding) -> Finding:
    """„Otto Brand sagte:“, and the quote is a paragraph of its own."""
    opening = finding.first - 1
    if finding.rule not in _OPEN_RULES or opening < 1 or text.words[opening - 1] != ":":
        return finding
    number = bisect_left(text.analyses, opening, key=lambda analysis: analysis.end)
    above = text.analyses[number]
    site = next(reversed(cue_sites(text, above)), None) if above.end == opening else None
    if site is None:
        return finding
    speaker, frame = speaker_of(site), ((site.clause.first, above.end),)
    return finding._replace(
        rule="direct.cue_before_colon",
        confidence="high",
        cue=site.cue,
        speaker=speaker,
        frame=frame,
        continued=False,
    )


def _opened(text: Tagged, whole: list[Finding], finding: Finding) -> int | None:
    """The place of the quote that this one goes on with."""
    opening = finding.first - 1
    if finding.type != "direct" or opening < 1 or opening not in text.document.quoted:
        return None
    for number in range(len(whole) - 1, max(-1, len(whole) - 12), -1):
        before = whole[number]
        if before.type == "direct" and before.end == opening and _is_open(text, before):
            return number
    return None


def _is_open(text: Tagged, finding: Finding) -> bool:
    quoted = text.document.quoted.get(finding.content[-1][0] - 1)
    return quoted is not None and not quoted.closed


def _one(first: Finding, later: Finding) -> Finding:
    content = (*first.content, *later.content)
    told = later if _tells_more(first, later) else first
    return told._replace(content=content)


def _tells_more(first: Finding, later: Finding) -> bool:
    """Words of its own announce the later part, and none the first."""
    is_framed = later.cue is not None and not later.continued
    return is_framed and (first.cue is None or first.continued)


def _told_behind(text: Tagged, finding: Finding) -> Finding:
    """„… Ein Archiv ist ein Wartezimmer.“ So sprach der 65-Jährige."""
    is_told = bool(finding.speaker) and not finding.continued
    if len(finding.content) == 1 or is_told:
        return finding
    behind = next((a for a in text.analyses if a.first >= finding.end), None)
    if behind is None or text.folded[behind.first] != "so" or behind.first > finding.end + 1:
        return finding
    site = next(iter(cue_sites(text, behind)), None)
    speaker = () if site is None else speaker_of(site)
    if site is None or not speaker:
        return finding
    frame = ((behind.first, behind.end - 1),)
    return finding._replace(cue=site.cue, speaker=speaker, frame=frame, continued=False)
