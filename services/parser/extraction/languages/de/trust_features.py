"""What speaks for a quote and its speaker, and against: the features that `trust.py` weighs."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, NamedTuple

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.lexicon import speech_verbs
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.trust_spans import of_span
from services.parser.extraction.languages.de.weighing import Term, all_features
from services.parser.extraction.model import Confidence, Speaker

_NAMES: Final = frozenset({"NE", "FM"})
_AND: Final = frozenset({"und", "sowie"})
_LENGTHS: Final = (2, 5, 9, 16, 30, 50)  # tokens
_PHRASES: Final = (1, 2, 4, 7, 11)  # tokens of a mention
_GAPS: Final = (20, 40, 80, 160)  # tokens to a mention in an earlier sentence
_WEIGHTS: Final = (-100, 0, 75, 150, 250, 350, 450)  # hundredths of a logit
_EDGES: Final = frozenset(',.:;–-„“"»«()')


class Case(NamedTuple):
    """A finding, who speaks, how many findings stand near and how many of them hold some of its

    words, whether the text names anybody, and the doubts that grammar knows of.
    """

    text: Tagged
    finding: Finding
    speaker: Speaker | None
    company: int
    overlapping: int
    names: bool
    doubt: Confidence


def features_of(case: Case) -> list[str]:
    return all_features(terms_of(case))


def terms_of(case: Case) -> list[Term]:
    finding, speaker = case.finding, case.speaker
    rule, kind = finding.rule, "partial" if finding.partial else finding.type
    weight, length = bisect_left(_WEIGHTS, finding.weight), bisect_left(_LENGTHS, _size(finding))
    voice = () if speaker is None else (speaker.resolution, speaker.kind, bool(speaker.name))
    return [
        "bias",
        (_told, rule, case.doubt, case.names, *voice),
        (_sized, rule, kind, weight, length, min(case.company, 3)),
        *_mention(case),
        _cue(finding),
        _content(case, kind),
        *of_span(case.text, finding, kind, case.overlapping),
    ]


def _size(finding: Finding) -> int:
    size = 0
    for first, end in finding.content:
        size += end - first
    return size


def _told(rule: str, doubt: str, names: object, *known: object) -> list[str]:
    voice = _voice(names, *known)
    return [
        f"rule {rule}",
        f"voice {voice}",
        f"voice {voice} of {_stage(rule)}",
        f"doubt {doubt}, {'names' if names else 'no names'} in the text",
        f"doubt {doubt} of {rule}",
    ]


def _voice(
    names: object, resolution: object = None, kind: object = None, named: object = None
) -> str:
    """Who it is, and whether a name was found: „pronoun person known“."""
    if resolution is None:
        return "nobody"
    known = "known" if named else "open" if names else "in a text without names"
    return f"{resolution} {kind} {known}"


def _stage(rule: str) -> str:
    return rule.partition(".")[0]


def _sized(rule: str, kind: str, weight: int, length: int, company: int) -> list[str]:
    return [
        f"weight {weight}",
        f"weight {weight} of {_stage(rule)}",
        f"length {length} of {kind}",
        f"company {company} of {kind}",
    ]


def _mention(case: Case) -> list[Term]:
    text, speaker = case.text, case.speaker
    if speaker is None or not case.finding.speaker:
        return []
    first, end = case.finding.speaker[0]
    name, tags = speaker.name, text.tags[first:end]
    gap = bisect_left(_GAPS, case.finding.first - first) if case.finding.continued else None
    elsewhere = speaker.resolution if name and name not in speaker.mention else None
    has_name = not _NAMES.isdisjoint(tags)
    has_and = not _AND.isdisjoint(text.folded[first:end])
    has_comma = "," in text.words[first:end]
    size = bisect_left(_PHRASES, end - first)
    return [(_phrase, size, tags[0], bool(name), has_name, has_comma, has_and, elsewhere, gap)]


def _phrase(  # noqa: PLR0917 - all that is asked of a mention, told at once
    size: int,
    tag: str,
    is_named: object,
    has_name: object,
    has_comma: object,
    has_and: object,
    elsewhere: str | None,
    gap: int | None,
) -> list[str]:
    named = "named" if is_named else "nameless"
    found = [f"phrase {size} {named}", f"phrase opens {tag} {named}"]
    if has_name and not is_named:
        found.append("a name in it, and nobody known")
    if has_comma:
        found.append(f"phrase with comma {named}")
    if has_and:
        found.append(f"phrase with and {named}")
    if elsewhere is not None:
        found.append(f"name from elsewhere, {elsewhere}")
    return found if gap is None else [*found, f"heard {gap} before"]


def _cue(finding: Finding) -> Term:
    cue = finding.cue
    return "no cue" if cue is None else (_cued, cue.category, cue.lemma, finding.rule)


def _cued(category: str, lemma: str, rule: str) -> list[str]:
    verb = lemma.rpartition(" ")[2]
    listed = "listed" if verb in speech_verbs() or category == "according_to" else "other"
    return [f"cue {category}", f"cue {listed}", f"cue {category} of {rule}"]


def _content(case: Case, kind: str) -> Term:
    text, finding = case.text, case.finding
    pieces = len(finding.content)
    if kind == "direct":
        return f"pieces {pieces} direct"
    first, end = finding.first, finding.end
    words = text.words
    commas = min(3, words[first:end].count(","))
    opener = words[first - 1] if first and words[first - 1] in _EDGES else ""
    closer = words[end] if end < len(words) and words[end] in _EDGES else ""
    return (_inside, _mood(text, first, end), finding.rule, pieces, kind, commas, opener, closer)


def _mood(text: Tagged, first: int, end: int) -> str:
    verbs = text.finites_in(first, end)
    return "none" if not verbs else "konj" if text.is_konjunktiv(verbs[0]) else "ind"


def _inside(  # noqa: PLR0917 - all that is asked of a content, told at once
    mood: str, rule: str, pieces: int, kind: str, commas: int, opener: str, closer: str
) -> list[str]:
    return [
        f"mood {mood} of {rule}",
        f"pieces {pieces} {kind}",
        f"commas {commas} {kind}",
        f"opens behind {opener} {kind}",
        f"closes before {closer} {kind}",
    ]
