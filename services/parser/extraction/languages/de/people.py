"""Speakers: name, role, affiliation and kind of a mention, and the person it resolves to."""

from __future__ import annotations

from collections.abc import Sequence

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Finding, Range
from services.parser.extraction.languages.de.agreement import verb_numbers
from services.parser.extraction.languages.de.kinds import kind_of_noun
from services.parser.extraction.languages.de.persons import Name, Persons, persons_in
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.model import Resolution, Speaker, SpeakerKind


def speakers_of(
    document: Document, text: Tagged, findings: Sequence[Finding]
) -> list[Speaker | None]:
    persons = persons_in(document, text)
    found: list[Speaker | None] = []
    recent: str | None = None
    for finding in findings:
        speaker = None
        if finding.speaker:
            speaker = _speaker(document, text, finding, persons, recent)
            recent = speaker.name or recent
        found.append(speaker)
    return found


def _speaker(
    document: Document, text: Tagged, finding: Finding, persons: Persons, recent: str | None
) -> Speaker:
    mention = document.mention(finding.speaker)
    first, end = finding.speaker[0]
    name, resolution = _resolved(text, (first, end), persons, recent)
    kind = _kind(text, first, end, name)
    if finding.continued:
        resolution = "continued"
    if name is None and resolution == "explicit" and _is_anonymous(text, first, end, kind):
        resolution = "anonymous"
    return Speaker(
        mention.text,
        mention.spans,
        name.text if name else None,
        name.role if name else _role(text, first, end, kind),
        name.affiliation if name else None,
        kind,
        resolution,
    )


def _resolved(
    text: Tagged, where: Range, persons: Persons, recent: str | None
) -> tuple[Name | None, Resolution]:
    first, end = where
    inside = persons.inside(where)
    if inside is not None:
        return inside, "explicit"
    if end - first == 1 and text.tags[first] == "PPER":
        return _by_pronoun(text, first, persons, recent), "pronoun"
    for index in range(first, end):
        if text.tags[index] in ("NE", "NN", "FM"):
            named = persons.by_surname(text.words[index], index)
            if named is not None:
                return named, "explicit"
    nominal = _by_role(text, where, persons)
    return (nominal, "nominal") if nominal is not None else (None, "explicit")


def _by_pronoun(text: Tagged, index: int, persons: Persons, recent: str | None) -> Name | None:
    """Only „er“ and a „sie“ that is one person; better nobody than somebody else."""
    gender = {"er": "masc", "sie": "fem"}.get(text.folded[index])
    if gender is None or (gender == "fem" and _is_plural_subject(text, index)):
        return None
    return persons.by_pronoun(gender, index, recent)


def _is_plural_subject(text: Tagged, index: int) -> bool:
    near = [i for i in (index - 1, index + 1) if 0 <= i < len(text.tags) and text.is_finite(i)]
    return any("sg" not in verb_numbers(text.folded[i]) for i in near)


def _by_role(text: Tagged, where: Range, persons: Persons) -> Name | None:
    first, end = where
    nouns = [i for i in range(first, end) if text.tags[i] == "NN"]
    if len(nouns) != 1 or text.folded[first] not in ("der", "die", "dieser", "diese"):
        return None
    return persons.by_role(text.folded[nouns[0]], first)


def _kind(text: Tagged, first: int, end: int, name: Name | None) -> SpeakerKind:
    if name is not None:
        return "person"
    if text.tags[first] == "PPER":
        return "person" if text.folded[first] in ("er", "sie", "ich") else "unknown"
    head = next((i for i in range(first, end) if text.tags[i] in ("NN", "NE")), None)
    if head is None:
        return "unknown"
    return kind_of_noun(text, head)


def _is_anonymous(text: Tagged, first: int, end: int, kind: SpeakerKind) -> bool:
    """Nobody could be asked: „ein Beamter“, „Experten“, „Augenzeugen“."""
    if kind not in ("person", "group"):
        return text.folded[end - 1].endswith("kreise") or text.folded[end - 1].endswith("kreisen")
    if text.folded[first] in ("ein", "eine", "einer", "mehrere", "einige", "viele", "zwei"):
        return not any(text.tags[i] == "NE" for i in range(first, end))
    return text.tags[first] in ("NN", "ADJA") and kind == "group"


def _role(text: Tagged, first: int, end: int, kind: SpeakerKind) -> str | None:
    if kind != "person" or text.tags[first] == "PPER":
        return None
    return next((text.words[i] for i in range(first, end) if text.tags[i] == "NN"), None)
