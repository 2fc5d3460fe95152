"""Speakers: name, role, affiliation and kind of a mention, and the person it resolves to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Finding, Range
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.lexicon import word_list
from services.parser.extraction.languages.de.morphology import name_kinds, noun_features
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.model import Resolution, Speaker, SpeakerKind


class Name(NamedTuple):
    """A full name where it stands: `first` and `end` are tokens."""

    first: int
    end: int
    text: str
    role: str | None
    affiliation: str | None
    gender: str  # masc, fem or empty

    @property
    def surname(self) -> str:
        return self.text.rpartition(" ")[2]


_PLACES: Final = frozenset({"town", "country", "region", "water", "mountain", "place"})


def speakers_of(document: Document, text: Tagged, findings: Sequence[Finding]) -> list[Speaker | None]:
    names = names_in(document, text)
    found: list[Speaker | None] = []
    recent: Speaker | None = None
    for finding in findings:
        speaker = None
        if finding.speaker:
            speaker = _speaker(document, text, finding, names, recent)
        if speaker is not None and speaker.kind == "person" and speaker.name:
            recent = speaker
        found.append(speaker)
    return found


# --- names in the text ---------------------------------------------------------------------------


def names_in(document: Document, text: Tagged) -> list[Name]:
    found: list[Name] = []
    index = 0
    while index < len(text.words):
        end = _name_end(text, index)
        if end - index >= 2 and _is_person_name(text, index, end):
            found.append(_name(document, text, index, end))
        index = max(end, index + 1)
    return found


def _name_end(text: Tagged, index: int) -> int:
    end = index
    while end < len(text.words) and _is_name_part(text, end, index):
        end += 1
    while end > index and text.folded[end - 1] in words.NAME_PARTICLES:
        end -= 1
    return end


def _is_name_part(text: Tagged, index: int, first: int) -> bool:
    if text.tags[index] in ("NE", "FM") and text.words[index][0].isupper():
        return True
    if index > first and text.folded[index] in words.NAME_PARTICLES and text.words[index].islower():
        return index + 1 < len(text.words) and text.words[index + 1][0].isupper() and text.folded[index] not in ("der", "das", "und", "zum", "vom", "des") or (
            text.folded[index - 1] in words.NAME_PARTICLES
        )
    return index > first and len(text.words[index]) == 2 and text.words[index][1] == "." and text.words[index][0].isupper()


def _is_person_name(text: Tagged, first: int, end: int) -> bool:
    kinds = name_kinds(text.words[first])
    if "first_name" in kinds:
        return True
    if kinds & _PLACES or text.words[first].isupper():
        return False
    last = name_kinds(text.words[end - 1])
    return not last & _PLACES or "surname" in last or end - first >= 2 and _has_role(text, first)


def _has_role(text: Tagged, first: int) -> bool:
    return first > 0 and text.tags[first - 1] == "NN" and is_person_noun(text.folded[first - 1])


def _name(document: Document, text: Tagged, first: int, end: int) -> Name:
    start, stop = document.span(first, end)
    role_start = _role_start(text, first)
    role = " ".join(text.words[role_start:first]) or None
    affiliation = _bracket(text, end)
    return Name(first, end, document.text[start:stop], _nominative(role), affiliation, _gender(text, first, role_start))


def _role_start(text: Tagged, first: int) -> int:
    start = first
    while start > 0 and text.tags[start - 1] in ("NN", "ADJA", "TRUNC") and first - start < 5:
        start -= 1
    return start if start < first and text.tags[first - 1] == "NN" else first


def _nominative(role: str | None) -> str | None:
    """„russische UN-Botschafter“ → „russischer UN-Botschafter“, as it would stand without article."""
    if role is None or " " not in role:
        return role
    *adjectives, noun = role.split(" ")
    ending = "e" if noun.endswith("in") else "er"
    fixed = [word[: -len(_ending(word))] + ending if _ending(word) else word for word in adjectives]
    return " ".join([*fixed, noun])


def _ending(word: str) -> str:
    return next((e for e in ("em", "en", "er", "es", "e") if word.endswith(e) and word.islower()), "")


def _bracket(text: Tagged, end: int) -> str | None:
    if end + 2 < len(text.words) and text.words[end] == "(" and text.words[end + 2] == ")":
        inside = text.words[end + 1]
        return None if inside[0].isdigit() else inside
    return None


def _gender(text: Tagged, first: int, role_start: int) -> str:
    if role_start < first:
        return "fem" if text.folded[first - 1].endswith("in") else "masc"
    before = text.folded[first - 1] if first else ""
    return {"frau": "fem", "herr": "masc", "herrn": "masc"}.get(before, _first_name_gender(text.words[first]))


def _first_name_gender(name: str) -> str:
    genders = noun_features(name).genders
    return next(iter(genders)) if len(genders) == 1 else ""


# --- one mention ---------------------------------------------------------------------------------


def _speaker(
    document: Document, text: Tagged, finding: Finding, names: list[Name], recent: Speaker | None
) -> Speaker:
    mention = document.mention(finding.speaker)
    first, end = finding.speaker[0]
    name, resolution = _resolved(text, (first, end), names, recent)
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
    text: Tagged, where: Range, names: list[Name], recent: Speaker | None
) -> tuple[Name | None, Resolution]:
    first, end = where
    inside = next((name for name in names if first <= name.first and name.end <= end), None)
    if inside is not None:
        return _best_known(inside, names), "explicit"
    if end - first == 1 and text.tags[first] == "PPER":
        return _by_pronoun(text, first, names, recent), "pronoun"
    surname = _by_surname(text, where, names)
    if surname is not None:
        return surname, "explicit"
    nominal = _by_role(text, where, names)
    return (nominal, "nominal") if nominal is not None else (None, "explicit")


def _best_known(name: Name, names: list[Name]) -> Name:
    """The same person's first mention that tells a role."""
    if name.role:
        return name
    return next((n for n in names if n.text == name.text and n.role), name)


def _by_surname(text: Tagged, where: Range, names: list[Name]) -> Name | None:
    for index in range(*where):
        if text.tags[index] not in ("NE", "NN", "FM"):
            continue
        found = [n for n in names if n.surname == text.words[index] or n.surname == text.words[index].removesuffix("s")]
        if found:
            earlier = [n for n in found if n.first <= index] or found
            return _best_known(earlier[-1], names)
    return None


def _by_pronoun(text: Tagged, index: int, names: list[Name], recent: Speaker | None) -> Name | None:
    gender = {"er": "masc", "sie": "fem"}.get(text.folded[index])
    if gender is None:
        return None
    before = [n for n in names if n.end <= index and n.gender in ("", gender)]
    if recent is not None and recent.name:
        same = [n for n in before if n.text == recent.name]
        if same and before[-1].first - same[-1].first < 60:
            return _best_known(same[-1], names)
    return _best_known(before[-1], names) if before else None


def _by_role(text: Tagged, where: Range, names: list[Name]) -> Name | None:
    """„der Minister“ is the last one whose role ends so."""
    first, end = where
    nouns = [i for i in range(first, end) if text.tags[i] == "NN"]
    if len(nouns) != 1 or text.folded[first] not in ("der", "die", "dieser", "diese"):
        return None
    noun = text.folded[nouns[0]]
    fitting = [n for n in names if n.end <= first and n.role and n.role.lower().endswith(noun)]
    return fitting[-1] if fitting else None


def _kind(text: Tagged, first: int, end: int, name: Name | None) -> SpeakerKind:
    if name is not None:
        return "person"
    if text.tags[first] in ("PPER",):
        return "person" if text.folded[first] in ("er", "sie", "ich") else "unknown"
    head = next((i for i in range(first, end) if text.tags[i] in ("NN", "NE")), None)
    if head is None:
        return "unknown"
    return _kind_of_noun(text, head)


def _kind_of_noun(text: Tagged, head: int) -> SpeakerKind:
    noun = text.folded[head]
    if noun.endswith(tuple(word_list("documents.txt"))):
        return "document"
    if noun.endswith(tuple(word_list("organizations.txt"))):
        return "organization"
    if is_person_noun(noun):
        return "group" if _is_plural(text, head) else "person"
    if text.tags[head] == "NE":
        return "organization" if text.words[head].isupper() else "unknown"
    return "unknown"


def _is_plural(text: Tagged, head: int) -> bool:
    before = text.folded[head - 1] if head else ""
    if before in ("ein", "eine", "der", "einer", "eines"):
        return False
    numbers = noun_features(text.words[head]).numbers
    return "pl" in numbers


def is_person_noun(noun: str) -> bool:
    return noun.endswith(tuple(word_list("persons.txt")))


def is_voice(text: Tagged, first: int, end: int) -> bool:
    """Somebody who can speak: a name, a person, an organisation."""
    if any(text.tags[i] == "NE" for i in range(first, end)):
        return True
    head = next((i for i in range(first, end) if text.tags[i] == "NN"), None)
    return head is not None and _kind_of_noun(text, head) in ("person", "group", "organization")


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
