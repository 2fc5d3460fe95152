"""Paragraphs and sentences; what stands between quotation marks does not end the outer sentence."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from services.parser.extraction.segmentation.marks import Quoted, quoted_in
from services.parser.extraction.segmentation.tokens import Tokens

_FINAL: Final = frozenset({".", "!", "?", "…", "..", "..."})
_NO_HEADING: Final = _FINAL | {"“", ":", '"', "«", "»"}
_BREAK: Final = re.compile(r"[\n\r\u2028\u2029\u0085]")
_TIME: Final = re.compile(r"[0-2]?\d[.:][0-5]\d")
_STAMP: Final = 12  # tokens
_STAMP_WORDS: Final = frozenset({"+", "|", "–", "-", "—", ":", "Uhr", "++", "+++", ","})
_MAX_TOKENS: Final = 400  # a „sentence“ beyond this is a table or noise; it is cut


class Paragraph(NamedTuple):
    first: int
    end: int
    quoted: tuple[Quoted, ...]
    is_heading: bool


class Sentence(NamedTuple):
    first: int
    end: int
    paragraph: int


def paragraphs_in(text: str, tokens: Tokens) -> tuple[Paragraph, ...]:
    cuts = [bisect_left(tokens.starts, found.start()) for found in _BREAK.finditer(text)]
    bounds = itertools.pairwise((0, *cuts, len(tokens.words)))
    return tuple(_paragraph(text, tokens, first, end) for first, end in bounds if end > first)


def _paragraph(text: str, tokens: Tokens, first: int, end: int) -> Paragraph:
    quoted = tuple(quoted_in(text, tokens, first, end))
    is_heading = end - first <= 16 and _NO_HEADING.isdisjoint(
        tokens.words[max(first, end - 2) : end]
    )
    return Paragraph(first, end, quoted, is_heading)


def sentences_in(words: Sequence[str], paragraphs: Sequence[Paragraph]) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(first, end, number)
        for number, paragraph in enumerate(paragraphs)
        for first, end in _cut(words, paragraph)
    )


def _cut(words: Sequence[str], paragraph: Paragraph) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    first = _after_stamp(words, paragraph)
    if first > paragraph.first:
        found.append((paragraph.first, first))
    for place, behind, ends in _stops(words, paragraph, first):
        while place - first >= _MAX_TOKENS:
            found.append((first, first + _MAX_TOKENS))
            first += _MAX_TOKENS
        if behind > first and (ends or behind - first >= _MAX_TOKENS):
            found.append((first, behind))
            first = behind
    return found


def _stops(
    words: Sequence[str], paragraph: Paragraph, first: int
) -> Iterator[tuple[int, int, bool]]:
    """Full stops and pairs of marks: the place, the one behind it, whether a sentence ends there.

    The end of the paragraph is the last of them.
    """
    end, closings = paragraph.end, _outer_closings(paragraph)
    within = enumerate(words[first:end], first)
    behind = first
    for place in [i for i, word in within if word in _FINAL or i in closings]:
        if place < behind:
            continue  # inside marks
        closing = closings.get(place)
        behind = (place if closing is None else closing) + 1
        if closing is None:
            yield place, behind, _starts_new(words, behind, end)
        else:
            yield place, behind, _ends_after_quote(words, closing, end)
    yield end, end, True


def _after_stamp(words: Sequence[str], paragraph: Paragraph) -> int:
    """„+++ 16:42 Uhr +++ | Die Straße bleibt gesperrt“: the time of an entry is no part of it."""
    index, has_time = paragraph.first, False
    if words[index][0] not in "+0123456789":
        return index
    while index < paragraph.end and index - paragraph.first < _STAMP:
        word = words[index]
        if _TIME.fullmatch(word):
            has_time = True
        elif word not in _STAMP_WORDS:
            break
        index += 1
    return index if has_time and index < paragraph.end else paragraph.first


def _outer_closings(paragraph: Paragraph) -> dict[int, int]:
    return {
        quoted.opening: min(quoted.closing, paragraph.end - 1)
        for quoted in paragraph.quoted
        if quoted.depth == 0
    }


def _ends_after_quote(words: Sequence[str], closing: int, end: int) -> bool:
    """„… fertig.“ Dann ging er: the sentence ended inside the marks."""
    before = words[closing - 1] if closing > 0 else ""
    if before not in _FINAL:
        return False
    if closing + 1 >= end:
        return True
    after = words[closing + 1]
    return after[0].isupper() or after in '„“»"‚›'


def _starts_new(words: Sequence[str], index: int, end: int) -> bool:
    if index >= end:
        return True
    after = words[index]
    if after[0].islower():
        return after != after.lower() and "-" not in after  # „… im Angebot. eBay hält …“
    return not (after in (",", ";", ")", "]", ":") or after in _FINAL)
