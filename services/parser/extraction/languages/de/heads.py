"""The noun of a phrase, over articles, adjectives, numbers and embedded attributes."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.agreement import PRENOMINAL
from services.parser.extraction.languages.de.tagged import Tagged

STARTERS: Final = PRENOMINAL | {"NN", "NE", "FM", "XY"}
OPENING: Final = frozenset('„“»«"‚›')
_MAX_TITLE: Final = 8


def head_of(text: Tagged, first: int, limit: int) -> int | None:
    """The first noun of the phrase, over articles, adjectives and numbers."""
    index = first
    while index < limit:
        tag = text.tags[index]
        if text.is_noun(index):
            return index
        if text.words[index] in OPENING:
            return title_end(text, index, limit)
        if tag in PRENOMINAL or _between_adjectives(text, index, limit):
            index += 1
            continue
        if index > first and text.words[index][0].isupper():
            return index
        embedded = _over_attribute(text, first, index, limit)
        if embedded is not None:
            index = embedded
            continue
        return (
            index - 1
            if index > first and tag not in ("ADV", "APPR") and _nominalised(text, index - 1)
            else None
        )
    return index - 1 if index > first and _nominalised(text, index - 1) else None


def _over_attribute(text: Tagged, first: int, index: int, limit: int) -> int | None:
    """„der für Europa zuständige | Minister“: from the article over to the adjective."""
    if text.tags[first] not in ("ART", "PDAT", "PPOSAT") or index == first:
        return None
    for later in range(index, min(limit, index + 9)):
        if text.tags[later] in ("VVFIN", "VAFIN", "VMFIN", "$,", "$.") or text.words[later] == ",":
            return None
        if (
            later > index
            and text.tags[later] == "ADJA"
            and later + 1 < limit
            and (text.is_noun(later + 1) or text.tags[later + 1] == "ADJA")
        ):
            return later
    return None


def _nominalised(text: Tagged, index: int) -> bool:
    return text.words[index][0].isupper() and text.tags[index] in ("ADJA", "TRUNC", "CARD", "XY")


def _between_adjectives(text: Tagged, index: int, limit: int) -> bool:
    if index + 1 >= limit:
        return False
    following = text.tags[index + 1]
    if (
        text.tags[index] in ("ADJD", "ADV", "PTKNEG")
        or text.folded[index] in words.ADVERBS_BEFORE_NOUN
    ):
        return following in ("ADJA", "CARD") or (
            following in ("ADJD", "ADV") and _later_adjective(text, index, limit)
        )
    if text.tags[index] == "KON" or text.words[index] == ",":
        return following == "ADJA" and text.tags[index - 1] == "ADJA"
    return False


def _later_adjective(text: Tagged, index: int, limit: int) -> bool:
    return index + 2 < limit and text.tags[index + 2] == "ADJA"


def title_end(text: Tagged, index: int, limit: int) -> int | None:
    quoted = text.document.quoted.get(index)
    if quoted is None or quoted.closing - index > _MAX_TITLE or quoted.closing >= limit:
        return None
    return quoted.closing
