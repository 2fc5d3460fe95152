"""Sentences cut at their delimiters, at forgotten commas and at coordinators."""

from __future__ import annotations

import itertools
from typing import Final

from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.segment import Segment
from services.parser.extraction.languages.de.segment_kinds import (
    classify,
    has_zu,
    opens_subordinate,
)
from services.parser.extraction.languages.de.tagged import Tagged

_PHRASE_STARTS: Final = frozenset({"ART", "PPOSAT", "APPR", "APPRART", "NN", "NE", "ADJA", "PRF"})
_DELIMITERS: Final = frozenset({",", ";", ":", "–", "—", "-", "−"})


def segments_in(text: Tagged, first: int, end: int) -> list[Segment]:
    return [part for whole in _cut(text, first, end) for part in _classified(text, whole)]


def _cut(text: Tagged, first: int, end: int) -> list[Segment]:
    """Cut at commas, colons and dashes outside brackets; an utterance in marks is a segment."""
    found: list[Segment] = []
    start, delimiter = first, ""
    index = first
    utterances, all_words = text.utterances, text.words
    while index < end:
        if index in utterances:
            utterance = utterances[index]
            _add(found, text, start, index, delimiter)
            stop = min(utterance.closing + 1, end)
            found.append(Segment(index, stop, delimiter, "quote"))
            start, delimiter = stop, ""
            index = stop
            continue
        if all_words[index] in _DELIMITERS and not (text.aside[index] or _is_range(text, index)):
            _add(found, text, start, index, delimiter)
            start, delimiter = index + 1, all_words[index]
        index += 1
    _add(found, text, start, end, delimiter)
    return found


def _is_range(text: Tagged, index: int) -> bool:
    """„10–20 Boote“: a dash between numbers, without blanks, cuts nothing."""
    tokens = text.document.tokens
    return (
        0 < index < len(text.words) - 1
        and text.words[index - 1][-1].isdigit()
        and text.words[index + 1][0].isdigit()
        and tokens.ends[index - 1] == tokens.starts[index]
        and tokens.ends[index] == tokens.starts[index + 1]
    )


def _add(found: list[Segment], text: Tagged, first: int, end: int, delimiter: str) -> None:
    while end > first and text.words[end - 1] in (".", "!", "?", "…", "..."):
        end -= 1
    for index in range(first, end):
        if text.is_word(index):
            found.append(Segment(first, end, delimiter))
            return


def _classified(text: Tagged, segment: Segment) -> list[Segment]:
    if segment.kind == "quote":
        return [segment]
    parts = _split(text, segment)
    for number, part in enumerate(parts):
        classify(text, part, parts[number - 1] if number else None)
    return parts


def _split(text: Tagged, segment: Segment) -> list[Segment]:
    finites = text.finites_in(segment.first, segment.end)
    if not finites:
        return [segment]  # no verb, nothing to cut at
    return [
        part
        for piece in _split_at_missing_comma(text, segment, finites[0])
        for part in _split_at_coordinators(text, piece, finites)
    ]


def _split_at_missing_comma(text: Tagged, segment: Segment, finite: int) -> list[Segment]:
    """„hat angekündigt | die Preise zu erhöhen“, „räumte ein | dass …“: the comma was forgotten."""
    if opens_subordinate(text, segment.first, segment.end):
        return [segment]
    cut = _missing_comma(text, segment, finite)
    if cut is None:
        return [segment]
    return [
        Segment(segment.first, cut, segment.delimiter),
        Segment(cut, segment.end, ","),
    ]


def _missing_comma(text: Tagged, segment: Segment, finite: int) -> int | None:
    for index in range(finite + 1, segment.end - 2):
        tag = text.tags[index]
        if tag == "KOUS" and text.folded[index] in words.COMPLEMENTISERS:
            return index if text.folded[index - 1] not in ("so", "ohne") else None
        closed = tag in ("VVPP", "PTKVZ") and text.tags[index + 1] in _PHRASE_STARTS
        if closed and not text.aside[index] and has_zu(text, segment):
            return index + 1
    return None


def _split_at_coordinators(text: Tagged, segment: Segment, finites: list[int]) -> list[Segment]:
    """„erklärte er | und betonte“: both sides have a finite verb of their own."""
    own = [i for i in finites if segment.first <= i < segment.end]
    if len(own) < 2:
        return [segment]
    parts, start = [], segment.first
    for left, right in itertools.pairwise(own):
        cut = _coordinator_between(text, left, right)
        if cut is not None and cut > start:
            delimiter = segment.delimiter if start == segment.first else ""
            parts.append(Segment(start, cut, delimiter))
            start = cut
    delimiter = segment.delimiter if start == segment.first else ""
    parts.append(Segment(start, segment.end, delimiter))
    return parts


def _coordinator_between(text: Tagged, left: int, right: int) -> int | None:
    """The last coordinator between two finite verbs that starts a clause, not a list of nouns."""
    for index in range(left + 1, right):
        if text.folded[index] not in words.COORDINATORS or text.aside[index]:
            continue
        if text.in_marks[index]:
            continue  # „sei „klug und fair““ is one clause
        if index + 1 == right or index == left + 1:
            return index
        if not _joins_nouns(text, index, right):
            return index
    return None


def _joins_nouns(text: Tagged, index: int, right: int) -> bool:
    """„traf Müller und Schulz“, „Müller und Schulz sagten“: a bare noun on both sides."""
    before = index > 0 and text.is_noun(index - 1)
    after = text.is_noun(index + 1) or text.tags[index + 1] in ("ADJA", "CARD", "TRUNC")
    more = any(text.folded[i] in words.COORDINATORS for i in range(index + 1, right))
    return before and after and more
