"""What the judge weighs of a few words in marks: somebody's wording, a name, a title?"""

from __future__ import annotations

from typing import Final

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
from services.parser.extraction.languages.de.weighing import Term

_NAMES: Final = frozenset({"NE", "FM", "CARD"})


def of_marks(candidate: Candidate, around: Surroundings) -> list[Term]:
    finding, text = candidate.finding, around.text
    first, end = finding.first, finding.end
    small = text.words[first][0].islower() or text.words[first][0] in "[.…"
    finite = text.has_finite(first, end)
    return [
        (_shape, finding.rule, small, length_of(finding), _outer(finding, around), finite),
        (_voice, voice_of(text, finding), around.distance),
        *_of_words(text, first, end),
        *_of_place(candidate, text, small=small),
    ]


def _shape(rule: str, small: object, length: str, outer: str, finite: object) -> list[str]:
    return [
        f"rule={rule}",
        f"small={small} length={length}",
        f"small={small} outer={outer}",
        f"outer={outer}",
        f"finite={finite} small={small}",
    ]


def _voice(voice: str, distance: str) -> list[str]:
    return [f"voice={voice}", f"distance={distance}"]


def _of_words(text: Tagged, first: int, end: int) -> list[Term]:
    tags, words = text.tags, text.words
    capitals = sum([words[i][0].isupper() for i in range(first, end)])
    opening = " ".join(tags[first : min(end, first + 3)])
    found: list[Term] = [
        (_tags, opening, tags[first], tags[end - 1], 4 * capitals // (end - first))
    ]
    if _NAMES.issuperset(tags[first:end]):
        found.append("only names")
    if end - first == 1:
        found.append((_single, words[first], text.folded[first]))
    if words[end - 1] in ".!?…":
        found.append("ends as a sentence")
    return found


def _tags(opening: str, first: str, last: str, capitals: int) -> list[str]:
    return [f"tags={opening}", f"first tag={first}", f"last tag={last}", f"capitals={capitals}"]


def _single(word: str, folded: str) -> list[str]:
    return [f"word={folded}", f"company={company_of(word, 8)}"]


def _of_place(candidate: Candidate, text: Tagged, *, small: bool) -> list[Term]:
    finding, site = candidate.finding, candidate.site
    before, behind = finding.first - 2, finding.end + 1
    word, tag = (text.folded[before], text.tags[before]) if before >= 0 else ("-", "-")
    found: list[Term] = [
        f"before={word}",
        (_before, tag, small, finding.end - finding.first == 1),
    ]
    if behind < len(text.tags):
        found.append((_behind, text.folded[behind], text.tags[behind]))
    if site is None:
        return [*found, "no cue"]
    category, verb = site.entry.category, verb_of(site)
    return [*found, (_cue, category, verb, small), f"verb={verb} before={word}"]


def _before(tag: str, small: object, one: object) -> list[str]:
    return [f"tag before={tag}", f"tag before={tag} small={small} one={one}"]


def _behind(word: str, tag: str) -> list[str]:
    return [f"behind={word}", f"tag behind={tag}"]


def _cue(category: str, verb: str, small: object) -> list[str]:
    return [f"class={category}", f"class={category} small={small}", f"verb={verb}"]


def _outer(finding: Finding, around: Surroundings) -> str:
    """What the words stand in."""
    for other in around.others:
        if other.content != finding.content and any(
            first <= finding.first and finding.end <= end for first, end in other.content
        ):
            return other.type
    return "none"
