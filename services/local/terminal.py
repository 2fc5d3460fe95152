"""Text for people: neutralised, measured in columns, folded to a width."""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, TextIO

# C0 and C1 controls, bidi controls and marks, line separators, U+FEFF: none may reach a terminal
_CONTROLS: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


def neutral(text: str) -> str:
    """On one line, without anything that could drive a terminal or turn the reading direction."""
    return _CONTROLS.sub("\ufffd", re.sub(r"\s", " ", text))


def columns(text: str) -> int:
    """How wide it is on a terminal."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def folded(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, broken at blanks, and inside a word only if it must be."""
    lines = [""]
    for word in neutral(text).split():
        for piece in _pieces(word, width):
            room = width - columns(lines[-1])
            if not lines[-1]:
                lines[-1] = piece
            elif columns(piece) + 1 <= room:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, width: int) -> Iterator[str]:
    piece = ""
    for character in word:
        if piece and columns(piece) + _width(character) > width:
            yield piece
            piece = ""
        piece += character
    yield piece


def cut(text: str, width: int) -> str:
    """At most `width` columns, with an ellipsis where something is missing."""
    text = neutral(text)
    if columns(text) <= width:
        return text
    while columns(text) > width - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def padded(text: str, width: int) -> str:
    return text + " " * max(0, width - columns(text))


def table(rows: Sequence[Sequence[str]], widths: Sequence[int], *, between: str = "  ") -> str:
    """Each cell folded into its column; rows as tall as their tallest cell."""
    return "\n".join(line for row in rows for line in _row(row, widths, between))


def _row(row: Sequence[str], widths: Sequence[int], between: str) -> Iterator[str]:
    cells = [folded(cell, width) for cell, width in zip(row, widths, strict=True)]
    for place in range(max(map(len, cells))):
        parts = [
            padded(lines[place] if place < len(lines) else "", width)
            for lines, width in zip(cells, widths, strict=True)
        ]
        yield between.join(parts).rstrip()


class Style:
    """ANSI colours where they are wanted: a terminal that has not asked for none (`NO_COLOR`)."""

    def __init__(self, *, enabled: bool) -> None:
        self.enabled = enabled

    @classmethod
    def of(cls, stream: TextIO) -> Style:
        return cls(enabled=stream.isatty() and "NO_COLOR" not in os.environ)

    def _sgr(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.enabled else text

    def bold(self, text: str) -> str:
        return self._sgr("1", text)

    def dim(self, text: str) -> str:
        return self._sgr("2", text)

    def green(self, text: str) -> str:
        return self._sgr("32", text)

    def yellow(self, text: str) -> str:
        return self._sgr("33", text)

    def red(self, text: str) -> str:
        return self._sgr("31", text)

    def cyan(self, text: str) -> str:
        return self._sgr("36", text)

    def link(self, text: str, url: str) -> str:
        """A hyperlink (OSC 8) where the terminal can show one; else the words alone."""
        return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\" if self.enabled else text


def terminal_width(stream: TextIO = sys.stdout) -> int:
    """80 where nobody looks; at most 120, as long lines read badly."""
    return min(120, shutil.get_terminal_size((80, 24)).columns) if stream.isatty() else 80
