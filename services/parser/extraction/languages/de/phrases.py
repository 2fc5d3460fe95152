"""Noun phrases: where they end."""

from __future__ import annotations

from services.parser.extraction.languages.de.agreement import PRONOUNS
from services.parser.extraction.languages.de.attributes import extended, genitive_or_of
from services.parser.extraction.languages.de.heads import head_of
from services.parser.extraction.languages.de.tagged import Tagged


def phrase_end(text: Tagged, first: int, limit: int, *, attributes: bool = True) -> int | None:
    """The end of the noun phrase that starts at `first`, or None if none does."""
    if first >= limit:
        return None
    if text.tags[first] in PRONOUNS:
        return _after_pronoun(text, first, limit)
    head = head_of(text, first, limit)
    if head is None:
        return None
    return extended(text, head + 1, limit) if attributes else head + 1


def _after_pronoun(text: Tagged, first: int, limit: int) -> int:
    end = first + 1
    if (
        text.tags[first] == "PIS"
        and end < limit
        and text.folded[end] in ("der", "von", "des", "aus")
    ):
        more = genitive_or_of(text, end, limit)
        return more or end
    return end
