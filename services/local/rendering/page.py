"""For an editor: one self-contained page. It loads nothing and runs nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Final

from services.local.rendering.cards import by_speaker, card, shown, voices
from services.local.rendering.claims import claim_classes, claims
from services.local.rendering.marks import (
    Mark,
    Piece,
    depths,
    marks_of,
    paragraphs,
    pieces,
    who,
)
from services.parser.extraction import Extraction, Quote

_HERE: Final = Path(__file__).parent
_TITLE: Final = 90  # characters of the first line
_ORDER: Final = ("frame", "quote", "speaker", "addressee", "cue", "claim", "number")


def html(text: str, found: Extraction, language: str = "de") -> str:
    page = Template((_HERE / "page.html").read_text(encoding="utf-8"))
    css = (_HERE / "page.css").read_text(encoding="utf-8")
    article = _Article(text, found)
    return page.substitute(
        title=shown(_title(text)),
        language=shown(language),
        style=css + _pointed_at(len(found.quotes)),
        counts=_counts(found),
        text=article.marked(),
        voices=by_speaker(found),
        claims=claims(found),
    )


def _title(text: str) -> str:
    first = next(iter(text.strip().splitlines()), "")
    return first if len(first) <= _TITLE else f"{first[: _TITLE - 1].rstrip()}…"


def _counts(found: Extraction) -> str:
    sure = Counter(quote.confidence for quote in found.quotes)
    levels = ", ".join(f"{sure[level]} {level}" for level in ("high", "medium", "low"))
    people = len({who(quote.speaker) for quote in found.quotes if quote.speaker})
    return (
        f"{len(found.quotes)} quotes ({levels}) by {people} voices, {len(found.claims)} claims. "
        "Point at a number, or reach it with the tab key."
    )


def _pointed_at(count: int) -> str:
    """All pieces of a quote light up together, without a script."""
    return "".join(
        f"#text:has(.q{n}:hover,.n{n}:focus) .q{n}{{--lit:var(--glow)}}\n"
        f"#text:has(.q{n}:hover) #d{n}{{display:block}}\n"
        for n in range(count)
    )


class _Article:
    def __init__(self, text: str, found: Extraction) -> None:
        self._text = text
        self._quotes = found.quotes
        self._claims = found.claims
        self._marks = sorted(marks_of(found), key=lambda mark: mark.start)
        self._depths = depths(found.quotes)
        self._colours = voices(found)
        self._first = {n: quote.spans[0].start for n, quote in enumerate(found.quotes)}

    def marked(self) -> str:
        return "".join(
            f"<p>{''.join(map(self._piece, pieces(over, start, end)))}</p>\n"
            for start, end, over in self._paragraphs()
        )

    def _paragraphs(self) -> Iterator[tuple[int, int, list[Mark]]]:
        """Each with the marks over it; the marks are walked once."""
        over: list[Mark] = []
        at = 0
        for start, end in paragraphs(self._text):
            over = [mark for mark in over if mark.end > start]
            while at < len(self._marks) and self._marks[at].start < end:
                over.append(self._marks[at])
                at += 1
            yield start, end, over

    def _piece(self, piece: Piece) -> str:
        words = shown(self._text[piece.start : piece.end])
        opened = [
            mark.number
            for mark in piece.marks
            if mark.kind == "quote" and piece.start == self._first[mark.number]
        ]
        numbers = "".join(self._number(number) for number in sorted(opened))
        if not piece.marks:
            return words
        notes = "; ".join(mark.note for mark in piece.marks if mark.note)
        told = f' title="{shown(notes)}"' if notes else ""
        return f'{numbers}<span class="{self._classes(piece)}"{told}>{words}</span>'

    def _classes(self, piece: Piece) -> str:
        kinds = {mark.kind for mark in piece.marks}
        names: list[str] = [kind for kind in _ORDER if kind in kinds]
        inside = [mark.number for mark in piece.marks if mark.kind == "quote"]
        names += [f"q{number}" for number in inside]
        names += self._claimed(piece)
        if inside:
            deepest = max(inside, key=lambda number: self._depths[number])
            names += [_style(self._quotes[deepest]), f"d{min(self._depths[deepest], 3)}"]
        return " ".join(names)

    def _claimed(self, piece: Piece) -> list[str]:
        """Of the innermost claim, which is the last that began."""
        over = [mark.number for mark in piece.marks if mark.kind == "claim"]
        return list(claim_classes(self._claims[over[-1]])) if over else []

    def _number(self, number: int) -> str:
        quote = self._quotes[number]
        colour = self._colours[who(quote.speaker)]
        label = f"Quote {number + 1}: {who(quote.speaker)}"
        return (
            f'<a class="n n{number} s{colour} {quote.confidence}" id="t{number}" href="#q{number}" '
            f'aria-label="{shown(label)}" aria-describedby="d{number}">{number + 1}'
            f"{card(quote, number)}</a>"
        )


def _style(quote: Quote) -> str:
    if quote.type == "direct":
        return "fragment" if quote.partial else "direct"
    return {"indirect": "indirect", "reported": "reported"}.get(quote.type, "free")
