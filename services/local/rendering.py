"""An article with its quotes, cues, speakers and claims marked: for a terminal, for an editor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from services.parser.extraction import Extraction, Quote, Speaker, Trial

from .claim_marks import CSS, LEGEND, claim_marks, claim_row
from .terminal import Style, cut, neutral


@dataclass(frozen=True, slots=True)
class Mark:
    """One kind of finding over one span; `note` says more where there is room for it."""

    start: int
    end: int
    kind: str
    note: str


def ansi(text: str, found: Extraction) -> str:
    style = Style(enabled=True)
    body = "".join(_painted(style, piece, marks) for piece, marks in pieces(text, marks_of(found)))
    return f"{body}\n\n{summary(found, style)}"


def summary(found: Extraction, style: Style, width: int = 80) -> str:
    """One line a quote: who, how, what."""
    lines = [
        f"{style.bold(cut(_who(quote.speaker), 24)):<24}  "
        f"{style.dim(quote.type)}  {cut(quote.text, width)}"
        for quote in found.quotes
    ]
    lines.append(style.dim(f"{len(found.quotes)} quotes, {len(found.claims)} claims"))
    return "\n".join(lines)


def html(text: str, found: Extraction) -> str:
    """One self-contained page: nothing is loaded from anywhere."""
    body = "".join(_tagged(piece, marks) for piece, marks in pieces(text, marks_of(found)))
    paragraphs = "".join(f"<p>{part}</p>\n" for part in _paragraphs(body))
    rows = "".join(_quote_row(quote) for quote in found.quotes)
    claims = "".join(claim_row(claim) for claim in found.claims)
    return _PAGE.format(
        text=paragraphs, quotes=rows, claims=claims, style=_CSS + CSS, legend=LEGEND
    )


def explained(text: str, trials: Iterable[Trial], style: Style) -> str:
    """Each sentence, and what each rule said to it; one that abstained shows its own example."""
    lines: list[str] = []
    last = None
    for trial in dict.fromkeys(trials):
        if trial.sentence != last:
            last = trial.sentence
            sentence = neutral(text[trial.sentence.start : trial.sentence.end].strip())
            lines += ["", style.bold(sentence)]
        if trial.answer is None:
            lines.append(style.dim(f"  –  {trial.rule:<32} {neutral(trial.example)}"))
        else:
            lines.append(f"  ✓  {trial.rule:<32} {style.green(neutral(trial.answer))}")
    return "\n".join(lines).lstrip("\n")


def marks_of(found: Extraction) -> list[Mark]:
    claims = (Mark(*mark) for mark in claim_marks(found))
    return [*claims, *_quote_marks(found)]


def pieces(text: str, marks: list[Mark]) -> Iterator[tuple[str, list[Mark]]]:
    """The text cut at every edge of a mark, each piece with the marks that lie over it."""
    edges = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    for start, end in pairwise(edges):
        yield text[start:end], [m for m in marks if m.start <= start and end <= m.end]


def _quote_marks(found: Extraction) -> Iterator[Mark]:
    for quote in found.quotes:
        kind = "direct" if quote.type == "direct" else "indirect"
        note = f"{quote.type}, {quote.speech_act}: {_who(quote.speaker)}"
        yield from (Mark(s.start, s.end, kind, note) for s in quote.spans)
        if quote.speaker:
            yield from (Mark(s.start, s.end, "speaker", note) for s in quote.speaker.spans)
        if quote.cue:
            yield from (Mark(s.start, s.end, "cue", quote.cue.lemma) for s in quote.cue.spans)


def _who(speaker: Speaker | None) -> str:
    if speaker is None:
        return "nobody named"
    return speaker.name or speaker.mention


def _painted(style: Style, piece: str, marks: list[Mark]) -> str:
    shown = "\n".join(neutral(line) for line in piece.split("\n"))
    kinds = {mark.kind for mark in marks}
    if "speaker" in kinds:
        return style.bold(shown)
    if "cue" in kinds:
        return style.yellow(shown)
    if "direct" in kinds:
        return style.green(shown)
    return style.cyan(shown) if "indirect" in kinds else shown


def _tagged(piece: str, marks: list[Mark]) -> str:
    shown = escape(piece)
    if not marks:
        return shown
    kinds = " ".join(sorted({mark.kind for mark in marks}))
    notes = escape("; ".join(dict.fromkeys(mark.note for mark in marks)))  # on one line
    # a paragraph may end inside a mark: one element for each of its lines
    lines = shown.split("\n")
    return "\n".join(f'<mark class="{kinds}" title="{notes}">{x}</mark>' if x else x for x in lines)


def _paragraphs(body: str) -> list[str]:
    return [part for part in body.split("\n") if part.strip()]


def _quote_row(quote: Quote) -> str:
    role = quote.speaker.role if quote.speaker else None
    cells = (_who(quote.speaker), role or "", quote.type, quote.text, quote.speech_act)
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>\n"


_CSS: Final = """
:root { color-scheme: light dark; --direct: #bfe3c5; --indirect: #c8dcf5; --cue: #f6dc9c;
  --line: #8884; }
@media (prefers-color-scheme: dark) { :root { --direct: #1f5130; --indirect: #1f4066;
  --cue: #6b4e0e; } }
body { font: 17px/1.6 Georgia, serif; margin: 2rem auto; max-width: 46rem; padding: 0 1rem; }
mark { background: none; color: inherit; }
.direct { background: var(--direct); } .indirect { background: var(--indirect); }
.indirect.direct { background: var(--direct); } .cue { background: var(--cue); }
.speaker { font-weight: bold; }
h2 { font: bold 1rem/1.4 system-ui, sans-serif; margin: 2.5rem 0 .5rem; }
table { border-collapse: collapse; font: .85rem/1.4 system-ui, sans-serif; width: 100%; }
td, th { border-top: 1px solid var(--line); padding: .4rem .5rem .4rem 0; text-align: left;
  vertical-align: top; }
.legend { font: .85rem system-ui, sans-serif; } .legend mark { padding: .1rem .3rem; }
"""

_PAGE: Final = """<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Wortlaut: who said what</title>
<style>{style}</style>
</head>
<body>
<p class="legend"><mark class="direct">direct</mark> <mark class="indirect">indirect</mark>
<mark class="cue">cue</mark> <mark class="speaker">speaker</mark>
{legend}</p>
{text}
<h2>Who said what</h2>
<table>
<tr><th>Speaker</th><th>Role</th><th>Type</th><th>Words</th><th>Speech act</th></tr>
{quotes}</table>
<h2>What is claimed</h2>
<table>
<tr><th>Claimant</th><th>Polarity</th><th>Certainty</th><th>Claim</th><th>Numbers as read</th></tr>
{claims}</table>
</body>
</html>
"""
