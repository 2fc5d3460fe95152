"""Speakers: name, role, affiliation and kind of a mention, and the person it resolves to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.full_names import Labels
from services.parser.extraction.languages.de.kinds import (
    STATEMENTS,
    is_statement,
    kind_of_noun,
    kind_of_word,
)
from services.parser.extraction.languages.de.mentions import Mentions
from services.parser.extraction.languages.de.morphology import name_kinds
from services.parser.extraction.languages.de.roles import Name, nominative
from services.parser.extraction.languages.de.sources import names_source
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.model import Speaker, SpeakerKind

_KINDS: Final[dict[str, SpeakerKind]] = {"PER": "person", "ORG": "organization"}
_PLACES: Final = frozenset({"country", "town", "region"})
_PRONOUNS: Final[dict[str, SpeakerKind]] = {"er": "person", "sie": "person", "ich": "person"}


def speakers_of(
    document: Document, text: Tagged, findings: Sequence[Finding]
) -> list[Speaker | None]:
    mentions = Mentions(document, text)
    found: list[Speaker | None] = []
    recent: Name | None = None
    for finding in findings:
        speaker = None
        if finding.speaker:
            speaker, name = _speaker(document, text, finding, mentions, recent)
            recent = name or recent
        found.append(speaker)
    return found


def _speaker(
    document: Document, text: Tagged, finding: Finding, mentions: Mentions, recent: Name | None
) -> tuple[Speaker, Name | None]:
    mention = document.mention(finding.speaker)
    first, end = finding.speaker[0]
    name, resolution = mentions.meant_by((first, end), recent)
    kind = _kind(text, first, end, name, mentions.labels)
    if finding.continued:
        resolution = "continued"
    if name is None and resolution == "explicit" and _is_anonymous(text, first, end, kind):
        resolution = "anonymous"
    speaker = Speaker(
        mention.text,
        mention.spans,
        name.text if name else None,
        name.role if name else _role(text, first, end, kind),
        name.affiliation if name else None,
        kind,
        resolution,
    )
    return speaker, name


def _kind(text: Tagged, first: int, end: int, name: Name | None, labels: Labels) -> SpeakerKind:
    if name is not None:
        return "person"
    if text.tags[first] == "PPER":
        return _PRONOUNS.get(text.folded[first], "unknown")
    head = _head(text, first, end)
    if head is not None and _owns(text, head, end):
        head += 1  # „Berlins | Bürgermeister“
    if head is None:
        return "organization" if _is_title(text, first, end) else "unknown"
    behind = _head(text, head + 1, end)
    if _is_said(text, head):  # „Angaben der Polizei“ and „Polizeiangaben“ are the police's
        return _of_account(text, head) if behind is None else _kind_at(text, behind, labels)
    known = _kind_at(text, head, labels)
    return "organization" if known == "unknown" and _is_title(text, first, end) else known


def _owns(text: Tagged, head: int, end: int) -> bool:
    is_genitive = text.tags[head] == "NE" and text.folded[head].endswith("s")
    return is_genitive and head + 1 < end and text.tags[head + 1] == "NN"


def _is_said(text: Tagged, head: int) -> bool:
    is_account = text.tags[head] == "NN" and names_source(text, head, head + 1)
    return is_account and (is_statement(text.folded[head]) or kind_of_noun(text, head) == "unknown")


def _of_account(text: Tagged, head: int) -> SpeakerKind:
    noun = text.folded[head]
    owner = next((noun[: -len(end)] for end in STATEMENTS if noun.endswith(end)), "")
    return kind_of_word(owner.strip("-")) if owner else "unknown"


def _kind_at(text: Tagged, head: int, labels: Labels) -> SpeakerKind:
    known = kind_of_noun(text, head)
    word = text.words[head]
    if known != "unknown":
        return known
    if len(word) > 1 and word.isupper():
        return "organization"
    if name_kinds(word) & _PLACES:  # „Paris lehnte ab“
        return "organization"
    return _KINDS.get(labels.at(head), known) if text.tags[head] == "NE" else known


def _is_title(text: Tagged, first: int, end: int) -> bool:
    """„tagesschau.example“, „die „Welt““"""
    if text.words[first] in '„“»"‚›' or text.words[end - 1] in '“”«"‘‹':
        return True
    return end - first == 1 and "." in text.words[first].strip(".")


def _head(text: Tagged, first: int, end: int) -> int | None:
    return next((i for i in range(first, end) if text.tags[i] in ("NN", "NE")), None)


def _is_anonymous(text: Tagged, first: int, end: int, kind: SpeakerKind) -> bool:
    """Nobody could be asked: „ein Beamter“, „Experten“, „Augenzeugen“."""
    if kind not in ("person", "group"):
        return text.folded[end - 1].endswith("kreise") or text.folded[end - 1].endswith("kreisen")
    if text.folded[first] in ("ein", "eine", "einer", "mehrere", "einige", "viele", "zwei"):
        return not any(text.tags[i] == "NE" for i in range(first, end))
    return text.tags[first] in ("NN", "ADJA") and kind == "group"


def _role(text: Tagged, first: int, end: int, kind: SpeakerKind) -> str | None:
    """„ein hochrangiger Beamter“ → hochrangiger Beamter"""
    if kind != "person" or text.tags[first] == "PPER":
        return None
    head = next((i for i in range(first, end) if text.tags[i] == "NN"), None)
    if head is None:
        return None
    start = head
    while start > first and text.tags[start - 1] == "ADJA":
        start -= 1
    return nominative(text.words[start : head + 1])
