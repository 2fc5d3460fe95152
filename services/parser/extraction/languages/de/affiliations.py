"""Whom a person stands for: the party in brackets, the office or firm that the role names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Range
from services.parser.extraction.languages.de.kinds import is_institution_noun
from services.parser.extraction.languages.de.lexicon import word_list
from services.parser.extraction.languages.de.phrases import phrase_end
from services.parser.extraction.languages.de.tagged import Tagged

Label: TypeAlias = Callable[[int], str]

_OF: Final = frozenset({"der", "des", "von", "vom", "bei", "beim"})
_TOPICAL: Final = ("experte", "expertin", "kenner", "kennerin", "beauftragte", "beauftragter")
_TOPICAL_HEADS: Final = (*_TOPICAL, "forscher", "forscherin", "korrespondent", "reporter", "fan")
_NO_PREFIX: Final = frozenset(
    {"ex", "vize", "co", "alt", "ober", "chef", "haupt", "interims", "no"}
)
_NOT_BRACKETED: Final = frozenset({"foto", "bild", "archiv", "links", "rechts", "mitte", "l", "r"})


def affiliation_of(
    document: Document,
    text: Tagged,
    behind: Range,
    role: tuple[int, int, int] | None,
    label: Label,
) -> str | None:
    """`behind`: the name's end, and the end of a bracket there; `role`: first, end and head."""
    found = _bracketed(document, text, behind) or _after_name(document, text, behind[1], label)
    if found or role is None:
        return found
    first, end, head = role
    return _prefixed(text.words[head]) or _owner(document, text, (head + 1, end), label, first)


def _bracketed(document: Document, text: Tagged, behind: Range) -> str | None:
    """„(SPD)“, „(Bündnis 90/Die Grünen)“, „(52, CDU)“; a number alone is an age."""
    end, stop = behind
    inside = list(range(end + 1, stop - 1))
    while inside and (
        text.words[inside[0]][0].isdigit() or text.words[inside[0]] in (",", "Jahre")
    ):
        inside.pop(0)
    if not inside or not text.words[inside[0]][0].isupper():
        return None
    if text.folded[inside[0]] in _NOT_BRACKETED or any(text.words[i] in ":;" for i in inside):
        return None
    start, last = document.span(inside[0], inside[-1] + 1)
    return document.text[start:last].partition(",")[0]


def _after_name(document: Document, text: Tagged, end: int, label: Label) -> str | None:
    """„Joe Stork von HRW“, „Ken Rice vom Institut für Astronomie“, „Max Huber, CSU,“"""
    if end + 1 >= len(text.words):
        return None
    if text.folded[end] in ("von", "vom", "bei"):
        return _institution(document, text, end + 1, len(text.words), label)
    word = text.words[end + 1]
    is_party = text.words[end] == "," and word.isupper() and len(word) > 1 and word.isalpha()
    return word if is_party and text.words[end + 2 : end + 3] in ([","], ["."]) else None


def _prefixed(noun: str) -> str | None:
    """„SPD-Politiker“, „Air-France-Chef“, „Grünen-Chefin“; „China-Experte“ tells a topic."""
    prefix, _, head = noun.rpartition("-")
    if not prefix or not head[0].isupper() or head.lower().endswith(_TOPICAL_HEADS):
        return None
    parts = [part for part in prefix.split("-") if part.lower() not in _NO_PREFIX]
    while parts and parts[-1].lower() in word_list("bodies.txt"):
        parts.pop()  # „SPD-Fraktionschef“ is of the SPD
    return "-".join(parts) or None


def _owner(document: Document, text: Tagged, where: Range, label: Label, role: int) -> str | None:
    """„Sprecher der Bahn“, „Chef der Firma Scaled“, „Berlins Bürgermeister“."""
    first, end = where
    if first < end and text.folded[first] in _OF:
        return _institution(document, text, first + 1, end, label)
    while role > 0 and text.tags[role - 1] == "ADJA" and text.words[role - 1][0].isupper():
        role -= 1  # „Berlins | Regierender Bürgermeister“
    if role > 0 and text.tags[role - 1] == "NE" and text.words[role - 1].endswith("s"):
        return text.words[role - 1].removesuffix("s")
    return None


def _institution(
    document: Document, text: Tagged, first: int, limit: int, label: Label
) -> str | None:
    """The phrase without its article, if what it names can have people."""
    if first < limit and text.tags[first] == "ART":
        first += 1
    end = phrase_end(text, first, min(limit, first + 12))
    if end is None:
        return None
    nouns = [i for i in range(first, end) if text.tags[i] in ("NN", "NE", "FM", "ADJA")]
    if not any(_has_people(text, i, label) for i in nouns):
        return None
    start, stop = document.span(first, end)
    return document.text[start:stop]


def _has_people(text: Tagged, index: int, label: Label) -> bool:
    word = text.words[index]
    if text.tags[index] == "NN" and is_institution_noun(word.lower()):
        return True
    if word.isupper() and len(word) > 1:
        return True
    return word.lower() in word_list("parties.txt") or (
        text.tags[index] in ("NE", "FM") and label(index) in ("ORG", "LOC")
    )
