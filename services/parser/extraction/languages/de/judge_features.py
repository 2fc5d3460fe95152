"""What the judge weighs: features of a possible quote, as words that can be read."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.act_features import of_act, of_form, of_verb, verb_of
from services.parser.extraction.languages.de.candidates import Candidate
from services.parser.extraction.languages.de.cues import CueSite
from services.parser.extraction.languages.de.lexicon import closed_class
from services.parser.extraction.languages.de.mark_features import of_marks
from services.parser.extraction.languages.de.surroundings import (
    Surroundings,
    head_of_voice,
    length_of,
    mood_of,
    mood_of_verb,
    voice_of,
)
from services.parser.extraction.languages.de.weighing import Term

_TELLING: Final = closed_class("telling")


def group_of(finding: Finding) -> str:
    """Groups have weights of their own: what tells a fragment tells no act."""
    if finding.type == "direct":
        return "marks" if finding.partial else "direct"
    if finding.type == "indirect":
        return "frame"
    return "act" if finding.type == "reported" else "free"


def terms_of(group: str, candidate: Candidate, around: Surroundings) -> list[Term]:
    if group == "marks":
        return of_marks(candidate, around)
    neighbours = _neighbours(candidate.finding, around)
    if group == "act":
        return of_act(candidate, around, neighbours)
    own = _of_free if group == "free" else _of_frame
    return [*own(candidate, around), *neighbours]


def _of_frame(candidate: Candidate, around: Surroundings) -> list[Term]:
    finding, text = candidate.finding, around.text
    rule, voice, cue = finding.rule, voice_of(text, finding), finding.cue
    mood, opener = mood_of(text, finding.content), text.folded[finding.first]
    tag, category = text.tags[finding.first], None if cue is None else cue.category
    size = len(finding.content)
    return [
        (_frame, rule, voice, mood, category),
        (_opening, opener, tag),
        (_extent, length_of(finding), size, around.distance, *_place(candidate)),
        f"head={head_of_voice(text, finding)}",
        "no cue" if cue is None else f"cue={cue.lemma}",
        *_of_announcing(candidate, around, opener, tag),
    ]


def _frame(rule: str, voice: str, mood: str, category: str | None) -> list[str]:
    found = [
        f"rule={rule}",
        f"rule={rule} voice={voice}",
        f"voice={voice}",
        f"rule={rule} mood={mood}",
        f"mood={mood}",
    ]
    if category is None:
        return found
    return [
        *found,
        f"category={category}",
        f"category={category} mood={mood}",
        f"category={category} voice={voice}",
        f"rule={rule} category={category}",
    ]


def _opening(opener: str, tag: str) -> list[str]:
    return [f"opener={opener}", f"opening tag={tag}"]


def _place(candidate: Candidate) -> tuple[bool, str | None]:
    """Whether the frame depends on another clause, and on which side the speaker stands."""
    clause, finding = candidate.clause, candidate.finding
    depends = clause is not None and clause.kind in ("rel", "sub", "w")
    if not finding.speaker:
        return depends, None
    return depends, "before" if finding.speaker[0][0] < finding.first else "behind"


def _extent(
    length: str, pieces: int, distance: str, depends: object, side: str | None
) -> list[str]:
    found = [f"length={length}", f"pieces={pieces}", f"distance={distance}"]
    if depends:
        found.append("dependent frame")
    return found if side is None else [*found, f"speaker {side}"]


def _of_announcing(candidate: Candidate, around: Surroundings, opener: str, tag: str) -> list[Term]:
    finding, site, _ = candidate
    if site is None:
        return []
    opening = opener if opener in ("dass", "daß", "ob") else tag
    told = (verb_of(site), opening, _complement(site, finding, opener), site.entry.category)
    mark = around.text.words[finding.first - 1]
    return [*of_verb(site), of_form(site), (_announced, *told, mark)]


def _announced(verb: str, opening: str, complement: str, category: str, mark: str) -> list[str]:
    return [
        f"verb={verb} opener={opening}",
        f"complement={complement}",
        f"complement={complement} verb={verb}",
        f"complement={complement} class={category}",
        f"delimiter={mark} complement={complement}",
    ]


def _complement(site: CueSite, finding: Finding, opener: str) -> str:
    """The kind of clause that is announced."""
    if opener in ("dass", "daß", "ob"):
        return opener
    first = finding.first
    for segment in site.analysis.segments:
        if segment.first <= first < segment.end:
            return segment.kind
    return "-"


def _of_free(candidate: Candidate, around: Surroundings) -> list[Term]:
    finding, text = candidate.finding, around.text
    kind, first = finding.type, finding.first
    said = _TELLING.intersection(text.folded[first : finding.end])
    return [
        (_free, finding.rule, kind, length_of(finding), around.mains),
        (_free_voice, kind, voice_of(text, finding), around.distance),
        (_free_near, kind, around.last, around.before, around.behind),
        (_opening, text.folded[first], text.tags[first]),
        *_of_main_clause(candidate, around),
        *(f"type={kind} word={word}" for word in sorted(said)),
    ]


def _free(rule: str, kind: str, length: str, mains: int) -> list[str]:
    return [f"rule={rule}", f"type={kind}", f"length={length}", f"clauses={mains}"]


def _free_voice(kind: str, voice: str, distance: str) -> list[str]:
    return [f"type={kind} voice={voice}", f"type={kind} distance={distance}"]


def _free_near(kind: str, last: str, before: str, behind: str) -> list[str]:
    return [
        f"type={kind} last={last}",
        f"type={kind} before={before}",
        f"type={kind} behind={behind}",
    ]


def _of_main_clause(candidate: Candidate, around: Surroundings) -> list[Term]:
    clause, text, kind = candidate.clause, around.text, candidate.finding.type
    if clause is None or clause.finite is None:
        return []
    finite, last = clause.finite, clause.end - 1
    folded = text.folded
    behind = folded[finite + 1] if finite + 1 < len(folded) else "-"
    mood = mood_of_verb(text, finite)
    return [
        (_free_verb, kind, folded[finite], mood, around.distance),
        (_free_end, kind, folded[last], text.tags[last]),
        f"behind verb={behind}",
    ]


def _free_verb(kind: str, finite: str, mood: str, distance: str) -> list[str]:
    return [f"type={kind} finite={finite}", f"type={kind} mood={mood} distance={distance}"]


def _free_end(kind: str, word: str, tag: str) -> list[str]:
    return [f"type={kind} last word={word}", f"type={kind} last tag={tag}"]


def _neighbours(finding: Finding, around: Surroundings) -> list[str]:
    """What the rules found in the same sentence."""
    found = []
    for other in around.others:
        if other is not finding and not other.partial:
            found.append(f"{_place_of(finding, other)} {other.type}")
            if other.content == finding.content:
                found.append("same as another")
    return found


def _place_of(finding: Finding, other: Finding) -> str:
    if other.first <= finding.first and finding.end <= other.end:
        return "inside"
    if finding.first <= other.first and other.end <= finding.end:
        return "around"
    return "crosses" if other.first < finding.end and finding.first < other.end else "beside"
