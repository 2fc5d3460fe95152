"""Quotation marks, paired: every style, nested, mixed, and the ones that nobody closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from services.parser.extraction.segmentation.tokens import Token

# What may close which opener, the usual one first.
_CLOSERS: Final = {
    "„": '“”"',
    "“": '”"',
    "”": "”",  # Swedish habit; seen in agency copy
    '"': '"',
    "»": "«",
    "«": "»",
    "‚": "‘’'",
    "‘": "’",
    "›": "‹",
    "‹": "›",
    ",,": '“”"',
    "''": "''",
}
_MARKS: Final = frozenset('„“”"»«‚‘›‹') | {",,", "''"}
_SINGLE: Final = frozenset("‚‘›‹")
_SEARCH_DEPTH: Final = 6  # nobody nests deeper, and the search stays linear


class Quoted(NamedTuple):
    """`opening` and `closing` are token indices; an unclosed quote ends after its last token."""

    opening: int
    closing: int
    closed: bool
    depth: int


def quoted_in(text: str, tokens: Sequence[Token], first: int, end: int) -> list[Quoted]:
    """The pairs within one paragraph, outer before inner."""
    open_marks: list[int] = []
    pairs: list[Quoted] = []
    for index in range(first, end):
        token = tokens[index]
        if token.text not in _MARKS and token.text not in ("’", "'"):
            continue
        opener = _matching(tokens, open_marks, token)
        if opener is not None and not _opens_again(text, tokens, index, open_marks):
            while open_marks[-1] != opener:
                open_marks.pop()
            open_marks.pop()
            pairs.append(Quoted(opener, index, closed=True, depth=len(open_marks)))
        elif token.text in _CLOSERS and _may_open(text, token):
            open_marks.append(index)
    return sorted(pairs + _continued(tokens, open_marks, pairs, (first, end)))


def _matching(tokens: Sequence[Token], open_marks: list[int], token: Token) -> int | None:
    for opener in reversed(open_marks[-_SEARCH_DEPTH:]):
        if token.text in _CLOSERS[tokens[opener].text]:
            return opener
    return None


def _opens_again(text: str, tokens: Sequence[Token], index: int, open_marks: list[int]) -> bool:
    """A straight mark after a blank and before a word opens; so does the “ of English texts."""
    token = tokens[index]
    if token.text not in ('"', "“", "”") or tokens[open_marks[-1]].text != "“" != token.text:
        return False
    return _blank_before(text, token) and not _blank_after(text, token)


def _may_open(text: str, token: Token) -> bool:
    if token.text in ("„", ",,"):
        return True
    if token.text == "''":
        return not _blank_after(text, token)
    return not _blank_after(text, token) and (_blank_before(text, token) or token.text in "»«›‹‚")


def _blank_before(text: str, token: Token) -> bool:
    return token.start == 0 or text[token.start - 1].isspace() or text[token.start - 1] in "([–—„»"


def _blank_after(text: str, token: Token) -> bool:
    return token.end >= len(text) or text[token.end].isspace()


def _continued(
    tokens: Sequence[Token], open_marks: list[int], pairs: list[Quoted], paragraph: tuple[int, int]
) -> list[Quoted]:
    """Never closed, and at the start of a paragraph or behind a colon: it quotes the rest."""
    first, end = paragraph
    for mark in open_marks[:1]:
        opens = mark == first or tokens[mark - 1].text == ":"
        if opens and end - mark > 1 and not any(pair.closing > mark for pair in pairs):
            return [Quoted(mark, end, closed=False, depth=0)]
    return []
