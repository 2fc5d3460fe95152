"""Where the findings lie in a text, and the text cut at their edges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from services.local.rendering.numbers import as_read
from services.parser.extraction import Extraction, Quote, Speaker, model

Kind: TypeAlias = Literal["quote", "speaker", "cue", "frame", "addressee", "claim", "number"]

# what could turn the reading direction, hide, or drive something; joiners of emoji may stay
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One kind of finding over one span; `number` is its place among the quotes or claims.

    `note` is what pointing at it tells.
    """

    start: int
    end: int
    kind: Kind
    number: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text between two edges, with every mark that lies over it."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def seen(text: str) -> str:
    """Without anything that is not seen and yet does something."""
    return _UNSEEN.sub("\ufffd", text)


def marks_of(found: Extraction) -> list[Mark]:
    quotes = [mark for n, quote in enumerate(found.quotes) for mark in _of_quote(quote, n)]
    claims = [mark for n, claim in enumerate(found.claims) for mark in _of_claim(claim, n)]
    return [*quotes, *claims]


def _of_claim(claim: model.Claim, number: int) -> Iterator[Mark]:
    yield from (Mark(s, e, "claim", number) for s, e in claim.spans)
    for quantity in claim.quantities:
        note = f"read as {as_read(quantity)}"
        yield from (Mark(s, e, "number", number, note) for s, e in quantity.spans)


def _of_quote(quote: Quote, number: int) -> Iterator[Mark]:
    parts: tuple[tuple[Kind, Iterable[tuple[int, int]]], ...] = (
        ("quote", quote.spans),
        ("frame", quote.frame.spans if quote.frame else ()),
        ("speaker", quote.speaker.spans if quote.speaker else ()),
        ("cue", quote.cue.spans if quote.cue else ()),
        ("addressee", quote.addressee.spans if quote.addressee else ()),
    )
    yield from (Mark(s, e, kind, number) for kind, spans in parts for s, e in spans if e > s)


def pieces(marks: Iterable[Mark], start: int, end: int) -> Iterator[Piece]:
    """The stretch from `start` to `end`, cut at every edge of a mark; cost grows with the marks."""
    inside = sorted((m for m in marks if m.start < end and m.end > start), key=lambda m: m.start)
    edges = sorted({start, end, *(e for m in inside for e in (m.start, m.end) if start < e < end)})
    open_marks: list[Mark] = []
    at = 0
    for left, right in pairwise(edges):
        while at < len(inside) and inside[at].start <= left:
            open_marks.append(inside[at])
            at += 1
        open_marks = [mark for mark in open_marks if mark.end > left]
        yield Piece(left, right, tuple(open_marks))


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Every line that is not empty."""
    for match in re.finditer(r"[^\r\n]*\S[^\r\n]*", text):
        yield match.span()


def who(speaker: Speaker | None) -> str:
    if speaker is None:
        return "nobody named"
    return speaker.name or speaker.mention


def depths(quotes: Iterable[Quote]) -> list[int]:
    """How deep each quote is nested in others."""
    found: list[int] = []
    for quote in quotes:
        outer = quote.nested_in
        found.append(0 if outer is None or outer >= len(found) else found[outer] + 1)
    return found
