"""Quotation marks, paired: every style, nested, mixed, and the ones that nobody closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from services.parser.extraction.segmentation.tokens import Tokens

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
_SIGNS: Final = _MARKS | {"’", "'"}  # these two open nothing
_SINGLE: Final = frozenset("‚‘›‹")
_SEARCH_DEPTH: Final = 6  # nobody nests deeper, and the search stays linear


class Quoted(NamedTuple):
    """`opening` and `closing` are token indices; an unclosed quote ends after its last token."""

    opening: int
    closing: int
    closed: bool
    depth: int


def quoted_in(text: str, tokens: Tokens, first: int, end: int) -> list[Quoted]:
    """The pairs within one paragraph, outer before inner."""
    words = tokens.words
    open_marks: list[int] = []
    pairs: list[Quoted] = []
    for index in [i for i, word in enumerate(words[first:end], first) if word in _SIGNS]:
        opener = _matching(words, open_marks, words[index])
        if opener is not None and not _opens_again(text, tokens, index, open_marks):
            while open_marks[-1] != opener:
                open_marks.pop()
            open_marks.pop()
            pairs.append(Quoted(opener, index, closed=True, depth=len(open_marks)))
        elif words[index] in _CLOSERS and _may_open(text, tokens, index):
            open_marks.append(index)
    return sorted(pairs + _continued(words, open_marks, pairs, (first, end)))


def _matching(words: Sequence[str], open_marks: list[int], mark: str) -> int | None:
    for opener in reversed(open_marks[-_SEARCH_DEPTH:]):
        if mark in _CLOSERS[words[opener]]:
            return opener
    return None


def _opens_again(text: str, tokens: Tokens, index: int, open_marks: list[int]) -> bool:
    """A straight mark after a blank and before a word opens; so does the “ of English texts."""
    mark = tokens.words[index]
    if mark not in ('"', "“", "”") or tokens.words[open_marks[-1]] != "“" != mark:
        return False
    return _blank_before(text, tokens.starts[index]) and not _blank_after(text, tokens.ends[index])


def _may_open(text: str, tokens: Tokens, index: int) -> bool:
    mark = tokens.words[index]
    if mark in ("„", ",,"):
        return True
    if _blank_after(text, tokens.ends[index]):
        return False
    return mark in ("''", *"»«›‹‚") or _blank_before(text, tokens.starts[index])


def _blank_before(text: str, start: int) -> bool:
    return start == 0 or text[start - 1].isspace() or text[start - 1] in "([–—„»"


def _blank_after(text: str, end: int) -> bool:
    return end >= len(text) or text[end].isspace()


def _continued(
    words: Sequence[str], open_marks: list[int], pairs: list[Quoted], paragraph: tuple[int, int]
) -> list[Quoted]:
    """Never closed, and at the start of a paragraph or behind a colon: it quotes the rest."""
    first, end = paragraph
    for mark in open_marks[:1]:
        opens = mark == first or words[mark - 1] == ":"
        if opens and end - mark > 1 and not any(pair.closing > mark for pair in pairs):
            return [Quoted(mark, end, closed=False, depth=0)]
    return []
