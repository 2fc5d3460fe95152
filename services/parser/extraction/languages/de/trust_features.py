"""What speaks for a quote and its speaker, and against: the features that `trust.py` weighs."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, NamedTuple

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.doubts import doubted
from services.parser.extraction.languages.de.lexicon import speech_verbs
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.trust_spans import of_span
from services.parser.extraction.model import Speaker

_NAMES: Final = ("NE", "FM")
_LENGTHS: Final = (2, 5, 9, 16, 30, 50)  # tokens
_PHRASES: Final = (1, 2, 4, 7, 11)  # tokens of a mention
_WEIGHTS: Final = (-100, 0, 75, 150, 250, 350, 450)  # hundredths of a logit
_EDGES: Final = frozenset(',.:;–-„“"»«()')


class Case(NamedTuple):
    """A finding, who speaks, how many findings stand near and how many of them hold some of its

    words, and whether the text names anybody.
    """

    text: Tagged
    finding: Finding
    speaker: Speaker | None
    company: int
    overlapping: int
    names: bool


def features_of(case: Case) -> list[str]:
    finding = case.finding
    rule, voice = finding.rule, _voice(case)
    doubt = doubted(case.text, finding)
    return [
        "bias",
        "rule " + rule,
        "voice " + voice,
        f"voice {voice} of {_stage(rule)}",
        f"doubt {doubt}, {'names' if case.names else 'no names'} in the text",
        f"doubt {doubt} of {rule}",
        f"weight {_step(finding.weight, _WEIGHTS)}",
        f"weight {_step(finding.weight, _WEIGHTS)} of {_stage(rule)}",
        f"length {_step(_size(finding), _LENGTHS)} of {_kind(finding)}",
        f"company {min(case.company, 3)} of {_kind(finding)}",
        *_mention(case),
        *_cue(finding),
        *_content(case),
        *of_span(case.text, finding, case.overlapping),
    ]


def _stage(rule: str) -> str:
    return rule.partition(".")[0]


def _kind(finding: Finding) -> str:
    return "partial" if finding.partial else finding.type


def _step(number: int, bounds: tuple[int, ...]) -> int:
    return bisect_left(bounds, number)


def _size(finding: Finding) -> int:
    return sum(end - first for first, end in finding.content)


def _voice(case: Case) -> str:
    """Who it is, and whether a name was found: „pronoun person known“."""
    speaker = case.speaker
    if speaker is None:
        return "nobody"
    known = "known" if speaker.name else "open" if case.names else "in a text without names"
    return f"{speaker.resolution} {speaker.kind} {known}"


def _mention(case: Case) -> list[str]:
    text, speaker = case.text, case.speaker
    if speaker is None or not case.finding.speaker:
        return []
    first, end = case.finding.speaker[0]
    tags = text.tags[first:end]
    named = "named" if speaker.name else "nameless"
    found = [
        f"phrase {_step(end - first, _PHRASES)} {named}",
        f"phrase opens {tags[0]} {named}",
    ]
    if any(tag in _NAMES for tag in tags) and not speaker.name:
        found.append("a name in it, and nobody known")
    if "," in text.words[first:end]:
        found.append(f"phrase with comma {named}")
    if any(text.folded[i] in ("und", "sowie") for i in range(first, end)):
        found.append(f"phrase with and {named}")
    if speaker.name and speaker.name not in speaker.mention:
        found.append(f"name from elsewhere, {speaker.resolution}")
    if case.finding.continued:
        gap = case.finding.first - first
        found.append(f"heard {_step(gap, (20, 40, 80, 160))} before")
    return found


def _cue(finding: Finding) -> list[str]:
    if finding.cue is None:
        return ["no cue"]
    cue = finding.cue
    verb = cue.lemma.rpartition(" ")[2]
    listed = "listed" if verb in speech_verbs() or cue.category == "according_to" else "other"
    return [f"cue {cue.category}", f"cue {listed}", f"cue {cue.category} of {finding.rule}"]


def _content(case: Case) -> list[str]:
    text, finding = case.text, case.finding
    if finding.type == "direct" and not finding.partial:
        return [f"pieces {len(finding.content)} direct"]
    kind = _kind(finding)
    first, end = finding.first, finding.end
    inside = text.words[first:end]
    verbs = [i for i in range(first, end) if text.is_finite(i)]
    mood = "none" if not verbs else "konj" if text.is_konjunktiv(verbs[0]) else "ind"
    opener = text.words[first - 1] if first and text.words[first - 1] in _EDGES else ""
    closer = text.words[end] if end < len(text.words) and text.words[end] in _EDGES else ""
    return [
        f"mood {mood} of {finding.rule}",
        f"pieces {len(finding.content)} {kind}",
        f"commas {min(3, inside.count(','))} {kind}",
        f"opens behind {opener} {kind}",
        f"closes before {closer} {kind}",
    ]
