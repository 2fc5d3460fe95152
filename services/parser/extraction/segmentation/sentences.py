"""Paragraphs and sentences; what stands between quotation marks does not end the outer sentence."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from services.parser.extraction.segmentation.marks import Quoted, quoted_in
from services.parser.extraction.segmentation.tokens import Token

_FINAL: Final = frozenset({".", "!", "?", "…", "..", "..."})
_BREAK: Final = re.compile(r"[\n\r\u2028\u2029\u0085]")
_START: Final = attrgetter("start")
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


def paragraphs_in(text: str, tokens: Sequence[Token]) -> tuple[Paragraph, ...]:
    cuts = [bisect_left(tokens, found.start(), key=_START) for found in _BREAK.finditer(text)]
    bounds = itertools.pairwise((0, *cuts, len(tokens)))
    return tuple(_paragraph(text, tokens, first, end) for first, end in bounds if end > first)


def _paragraph(text: str, tokens: Sequence[Token], first: int, end: int) -> Paragraph:
    quoted = tuple(quoted_in(text, tokens, first, end))
    is_heading = end - first <= 16 and not any(
        tokens[index].text in _FINAL or tokens[index].text in ("“", ":", '"', "«", "»")
        for index in range(max(first, end - 2), end)
    )
    return Paragraph(first, end, quoted, is_heading)


def sentences_in(tokens: Sequence[Token], paragraphs: Sequence[Paragraph]) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(first, end, number)
        for number, paragraph in enumerate(paragraphs)
        for first, end in _cut(tokens, paragraph)
    )


def _cut(tokens: Sequence[Token], paragraph: Paragraph) -> list[tuple[int, int]]:
    inside = _outer_closings(paragraph)
    found: list[tuple[int, int]] = []
    first = index = _after_stamp(tokens, paragraph)
    if first > paragraph.first:
        found.append((paragraph.first, first))
    while index < paragraph.end:
        closing = inside.get(index)
        if closing is not None:
            index = closing
            ends = _ends_after_quote(tokens, index, paragraph.end)
        else:
            ends = tokens[index].text in _FINAL and _starts_new(tokens, index + 1, paragraph.end)
        index += 1
        if ends or index - first >= _MAX_TOKENS:
            found.append((first, index))
            first = index
    if first < paragraph.end:
        found.append((first, paragraph.end))
    return found


def _after_stamp(tokens: Sequence[Token], paragraph: Paragraph) -> int:
    """„+++ 16:42 Uhr +++ | Die Straße bleibt gesperrt“: the time of an entry is no part of it."""
    index, has_time = paragraph.first, False
    if tokens[index].text[0] not in "+0123456789":
        return index
    while index < paragraph.end and index - paragraph.first < _STAMP:
        word = tokens[index].text
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


def _ends_after_quote(tokens: Sequence[Token], closing: int, end: int) -> bool:
    """„… fertig.“ Dann ging er: the sentence ended inside the marks."""
    before = tokens[closing - 1].text if closing > 0 else ""
    if before not in _FINAL:
        return False
    if closing + 1 >= end:
        return True
    after = tokens[closing + 1].text
    return after[0].isupper() or after in '„“»"‚›'


def _starts_new(tokens: Sequence[Token], index: int, end: int) -> bool:
    if index >= end:
        return True
    after = tokens[index].text
    if after[0].islower():
        return after != after.lower() and "-" not in after  # „… im Angebot. eBay hält …“
    return not (after in (",", ";", ")", "]", ":") or after in _FINAL)
