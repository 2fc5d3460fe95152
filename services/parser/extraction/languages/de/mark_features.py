"""What the judge weighs of a few words in marks: somebody's wording, a name, a title?"""

from __future__ import annotations

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.act_features import verb_of
from services.parser.extraction.languages.de.candidates import Candidate
from services.parser.extraction.languages.de.surroundings import (
    Surroundings,
    company_of,
    length_of,
    voice_of,
)
from services.parser.extraction.languages.de.tagged import Tagged


def of_marks(candidate: Candidate, around: Surroundings) -> list[str]:
    finding, text = candidate.finding, around.text
    first, end = finding.first, finding.end
    small = text.words[first][0].islower() or text.words[first][0] in "[.…"
    outer = _outer(finding, around)
    return [
        f"rule={finding.rule}",
        f"small={small} length={length_of(finding)}",
        f"small={small} outer={outer}",
        f"outer={outer}",
        f"finite={text.has_finite(first, end)} small={small}",
        f"voice={voice_of(text, finding)}",
        f"distance={around.distance}",
        *_of_words(text, first, end),
        *_of_place(candidate, text, small=small),
    ]


def _of_words(text: Tagged, first: int, end: int) -> list[str]:
    tags = text.tags
    capitals = sum(text.words[i][0].isupper() for i in range(first, end))
    found = [
        f"tags={' '.join(tags[first : min(end, first + 3)])}",
        f"first tag={tags[first]}",
        f"last tag={tags[end - 1]}",
        f"capitals={4 * capitals // (end - first)}",
    ]
    if all(tags[i] in ("NE", "FM", "CARD") for i in range(first, end)):
        found.append("only names")
    if end - first == 1:
        found += [f"word={text.folded[first]}", f"company={company_of(text.words[first], 8)}"]
    if text.words[end - 1] in ".!?…":
        found.append("ends as a sentence")
    return found


def _of_place(candidate: Candidate, text: Tagged, *, small: bool) -> list[str]:
    finding, site = candidate.finding, candidate.site
    before, behind = finding.first - 2, finding.end + 1
    word, tag = (text.folded[before], text.tags[before]) if before >= 0 else ("-", "-")
    found = [
        f"before={word}",
        f"tag before={tag}",
        f"tag before={tag} small={small} one={finding.end - finding.first == 1}",
    ]
    if behind < len(text.tags):
        found += [f"behind={text.folded[behind]}", f"tag behind={text.tags[behind]}"]
    if site is None:
        return [*found, "no cue"]
    category, verb = site.entry.category, verb_of(site)
    found += [f"class={category}", f"class={category} small={small}"]
    return [*found, f"verb={verb}", f"verb={verb} before={word}"]


def _outer(finding: Finding, around: Surroundings) -> str:
    """What the words stand in."""
    for other in around.others:
        if other.content != finding.content and any(
            first <= finding.first and finding.end <= end for first, end in other.content
        ):
            return other.type
    return "none"
