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

_TELLING: Final = closed_class("telling")


def group_of(finding: Finding) -> str:
    """Groups have weights of their own: what tells a fragment tells no act."""
    if finding.type == "direct":
        return "marks" if finding.partial else "direct"
    if finding.type == "indirect":
        return "frame"
    return "act" if finding.type == "reported" else "free"


def features_of(group: str, candidate: Candidate, around: Surroundings) -> list[str]:
    if group == "marks":
        return of_marks(candidate, around)
    if group == "free":
        return _of_free(candidate, around) + _neighbours(candidate.finding, around)
    if group == "act":
        return of_act(candidate, around, _neighbours(candidate.finding, around))
    return _of_frame(candidate, around) + _neighbours(candidate.finding, around)


def _of_frame(candidate: Candidate, around: Surroundings) -> list[str]:
    finding, text = candidate.finding, around.text
    rule, voice = finding.rule, voice_of(text, finding)
    mood, opener = mood_of(text, finding.content), text.folded[finding.first]
    return [
        f"rule={rule}",
        f"rule={rule} voice={voice}",
        f"voice={voice}",
        f"head={head_of_voice(text, finding)}",
        f"rule={rule} mood={mood}",
        f"mood={mood}",
        f"opener={opener}",
        f"opening tag={text.tags[finding.first]}",
        f"length={length_of(finding)}",
        f"pieces={len(finding.content)}",
        f"distance={around.distance}",
        *_of_cue(finding, voice, mood),
        *_of_announcing(candidate, around, opener),
    ]


def _of_cue(finding: Finding, voice: str, mood: str) -> list[str]:
    if finding.cue is None:
        return ["no cue"]
    category = finding.cue.category
    return [
        f"cue={finding.cue.lemma}",
        f"category={category}",
        f"category={category} mood={mood}",
        f"category={category} voice={voice}",
        f"rule={finding.rule} category={category}",
    ]


def _of_announcing(candidate: Candidate, around: Surroundings, opener: str) -> list[str]:
    finding, site, clause = candidate
    found = []
    if site is not None:
        opening = opener if opener in ("dass", "daß", "ob") else around.text.tags[finding.first]
        complement = _complement(site, finding, opener)
        found = [
            *of_verb(site),
            *of_form(site),
            f"verb={verb_of(site)} opener={opening}",
            f"complement={complement}",
            f"complement={complement} verb={verb_of(site)}",
            f"complement={complement} class={site.entry.category}",
            f"delimiter={around.text.words[finding.first - 1]} complement={complement}",
        ]
    if clause is not None and clause.kind in ("rel", "sub", "w"):
        found.append("dependent frame")
    if finding.speaker:
        found.append(f"speaker {'before' if finding.speaker[0][0] < finding.first else 'behind'}")
    return found


def _complement(site: CueSite, finding: Finding, opener: str) -> str:
    """The kind of clause that is announced."""
    if opener in ("dass", "daß", "ob"):
        return opener
    segments = site.analysis.segments
    return next((s.kind for s in segments if s.first <= finding.first < s.end), "-")


def _of_free(candidate: Candidate, around: Surroundings) -> list[str]:
    finding, text = candidate.finding, around.text
    kind = finding.type
    said = _TELLING.intersection(text.folded[finding.first : finding.end])
    return [
        f"rule={finding.rule}",
        f"type={kind}",
        f"type={kind} voice={voice_of(text, finding)}",
        f"type={kind} distance={around.distance}",
        f"type={kind} last={around.last}",
        f"type={kind} before={around.before}",
        f"type={kind} behind={around.behind}",
        f"length={length_of(finding)}",
        f"opener={text.folded[finding.first]}",
        f"opening tag={text.tags[finding.first]}",
        f"clauses={around.mains}",
        *_of_main_clause(candidate, around),
        *(f"type={kind} word={word}" for word in sorted(said)),
    ]


def _of_main_clause(candidate: Candidate, around: Surroundings) -> list[str]:
    clause, text, kind = candidate.clause, around.text, candidate.finding.type
    if clause is None or clause.finite is None:
        return []
    finite, behind = clause.finite, clause.finite + 1
    return [
        f"type={kind} finite={text.folded[finite]}",
        f"type={kind} mood={mood_of_verb(text, finite)} distance={around.distance}",
        f"type={kind} last word={text.folded[clause.end - 1]}",
        f"type={kind} last tag={text.tags[clause.end - 1]}",
        f"behind verb={text.folded[behind] if behind < len(text.folded) else '-'}",
    ]


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
