"""For a terminal: numbered quotes in colour, folded to its width, and who said them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from services.local.rendering.marks import Mark, Piece, marks_of, paragraphs, pieces, who
from services.local.terminal import Style, columns, cut, folded, neutral, padded
from services.parser.extraction import Extraction, Quote, Trial

_WHO: Final = 26  # columns
_LEAST: Final = 20  # columns for the words, on however narrow a terminal
_NUMBER: Final = 4
_RESET: Final = "\x1b[0m"
_CODED: Final = re.compile(r"\x1b\[(\d+)m([^\x1b]*)\x1b\[0m")


def ansi(text: str, found: Extraction, style: Style, width: int = 80) -> str:
    marks = marks_of(found)
    body = "\n\n".join(
        _folded(style, text, pieces(marks, start, end), width) for start, end in paragraphs(text)
    )
    return f"{body}\n\n{summary(found, style, width)}"


def summary(found: Extraction, style: Style, width: int = 80) -> str:
    """Who said it, how, in which words; quotes in quotes are set in."""
    lines = [line for n, quote in enumerate(found.quotes) for line in _row(n, quote, style, width)]
    lines.append(style.dim(f"{len(found.quotes)} quotes, {len(found.claims)} claims"))
    return "\n".join(lines)


def _row(number: int, quote: Quote, style: Style, width: int) -> Iterator[str]:
    room = max(_LEAST, width - _NUMBER - _WHO - 2)
    shift = "  " if quote.nested_in is not None else ""
    words = folded(f"{quote.text}", room - len(shift))
    label = padded(f"{number + 1}", _NUMBER)
    name = padded(cut(who(quote.speaker), _WHO), _WHO)
    yield f"{style.dim(label)}{style.bold(name)}  {shift}{words[0]}"
    about = f"{quote.type}, {quote.speech_act}, {quote.confidence}"
    left = " " * _NUMBER + style.dim(padded(cut(about, _WHO), _WHO)) + "  " + shift
    yield from (f"{left if n == 0 else _blank(shift)}{line}" for n, line in enumerate(words[1:]))
    if len(words) == 1:
        yield left.rstrip()


def _blank(shift: str) -> str:
    return " " * (_NUMBER + _WHO + 2) + shift


def explained(text: str, trials: Iterable[Trial], style: Style, width: int = 80) -> str:
    """Each sentence, and what each rule said to it; one that abstained shows its own example."""
    told = list(dict.fromkeys(trials))
    room = max(_LEAST, width - 38)
    lines: list[str] = []
    for where, group in groupby(told, key=lambda trial: trial.sentence):
        lines += ["", *map(style.bold, folded(text[where.start : where.end].strip(), width))]
        for trial in group:
            lines += _trial(trial, style, room)
    return "\n".join(lines).lstrip("\n")


def _trial(trial: Trial, style: Style, room: int) -> list[str]:
    if trial.answer is None:
        example = cut(trial.example, room)
        return [style.dim(f"  –  {trial.rule:<32} {neutral(example)}")]
    first, *more = folded(trial.answer, room)
    answer = [f"  ✓  {trial.rule:<32} {style.green(first)}"]
    return answer + [f"{'':<38}{style.green(line)}" for line in more]


# --- the text ------------------------------------------------------------------------------------


def _folded(style: Style, text: str, cut_text: Iterable[Piece], width: int) -> str:
    """Broken at blanks; colours take no room."""
    out: list[str] = []
    column = 0
    glued = True
    for piece in cut_text:
        opened = [m.number + 1 for m in piece.marks if m.kind == "quote" and m.start == piece.start]
        words = neutral(text[piece.start : piece.end])
        for n, word in enumerate(words.split(" ")):
            glued = glued and n == 0
            sign = "".join(f"[{number}]" for number in opened) if n == 0 else ""
            column = _put(out, column, (sign, word, glued, width), style, piece.marks)
            glued = False
        glued = True
    return _merged("".join(out).strip(" "))


def _merged(painted: str) -> str:
    """One code for a run of words, not one for each."""
    parts = _CODED.split(painted)  # plain, code, word, plain, code, word, …
    out, last = [parts[0]], ""
    for plain, code, word in zip(parts[3::3], parts[1::3], parts[2::3], strict=True):
        if code == last and out[-1].isspace():
            gap, closed = out.pop(), out.pop()
            out += [f"{closed[: -len(_RESET)]}{gap}{word}{_RESET}", plain]
        else:
            out += [f"\x1b[{code}m{word}{_RESET}", plain]
        last = code
    return "".join(out)


def _put(
    out: list[str],
    column: int,
    what: tuple[str, str, bool, int],
    style: Style,
    marks: tuple[Mark, ...],
) -> int:
    sign, word, glued, width = what
    size = columns(sign + word)
    blank = 0 if glued or column == 0 else 1
    if column and not glued and column + blank + size > width:
        out.append("\n")
        column = blank = 0
    out.append(" " * blank + (style.dim(sign) if sign else "") + _painted(style, word, marks))
    return column + blank + size


def _painted(style: Style, word: str, marks: tuple[Mark, ...]) -> str:
    kinds = {mark.kind for mark in marks}
    if not word or not kinds:
        return word
    if "speaker" in kinds:
        return style.bold(word)
    if "cue" in kinds:
        return style.yellow(word)
    if "addressee" in kinds:
        return style.cyan(word)
    return style.green(word) if "quote" in kinds else word
