"""How claims show in a marked text: by certainty and polarity, with their numbers as read."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final, NamedTuple

from services.parser.extraction import Extraction, model

CSS: Final = """\
.claim { border-bottom: 2px solid var(--claim); }
.certainty-probable { border-bottom-style: dashed; }
.certainty-possible { border-bottom-style: dotted; }
.certainty-underspecified { border-bottom-style: double; border-bottom-width: 4px; }
.polarity-negative { border-bottom-color: var(--denied); }
.polarity-underspecified { border-bottom-color: var(--line); }
.number { font-variant-numeric: tabular-nums; outline: 1px solid var(--line); }
tr.polarity-negative td:nth-child(2) { color: var(--denied); font-weight: bold; }
tr.certainty-possible td:nth-child(3),
tr.certainty-underspecified td:nth-child(3) { font-style: italic; }
:root { --claim: #3b6ea5; --denied: #c0392b; }
@media (prefers-color-scheme: dark) { :root { --claim: #8ab4e8; --denied: #ff8a7a; } }
"""
LEGEND: Final = """\
<mark class="claim certainty-certain">claim, certain</mark>
<mark class="claim certainty-probable">probable</mark>
<mark class="claim certainty-possible">possible</mark>
<mark class="claim certainty-underspecified">unconfirmed</mark>
<mark class="claim polarity-negative">denied or negated</mark>
<mark class="number">number</mark>"""
_WORDS: Final = {
    "eq": "",
    "approx": "about",
    "at_least": "at least",
    "at_most": "at most",
    "more_than": "more than",
    "less_than": "less than",
    "range": "",
}


class ClaimMark(NamedTuple):
    start: int
    end: int
    kind: str
    note: str


def claim_marks(found: Extraction) -> Iterator[ClaimMark]:
    """Several over one span: each kind is a class of its own."""
    for claim in found.claims:
        note = f"claim: {_who(claim)}, {claim.polarity}, {claim.certainty}"
        for kind in ("claim", *_kinds(claim)):
            yield from (ClaimMark(s.start, s.end, kind, note) for s in claim.spans)
        for quantity in claim.quantities:
            read = f"number: {as_read(quantity)}"
            yield from (ClaimMark(s.start, s.end, "number", read) for s in quantity.spans)


def claim_row(claim: model.Claim) -> str:
    numbers = "; ".join(f"{q.surface} ({as_read(q)})" for q in claim.quantities)
    cells = (_who(claim), claim.polarity, claim.certainty, claim.text, numbers)
    shown = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr class="{" ".join(_kinds(claim))}">{shown}</tr>\n'


def as_read(quantity: model.Quantity) -> str:
    """„bis zu 12.000 Soldaten“ is `at most 12000 Soldaten`."""
    bounds = (quantity.value, quantity.min, quantity.max)
    number = next((_plain(b) for b in bounds if b is not None), "?")
    if quantity.min is not None and quantity.max is not None and quantity.value is None:
        number = f"{_plain(quantity.min)}–{_plain(quantity.max)}"
    parts = (_WORDS[quantity.comparator], number, quantity.unit)
    return " ".join(part for part in parts if part)


def _plain(number: float) -> str:
    return f"{number:.15g}"


def _kinds(claim: model.Claim) -> tuple[str, str]:
    return f"certainty-{claim.certainty}", f"polarity-{claim.polarity}"


def _who(claim: model.Claim) -> str:
    """The claimant; where nobody is named, whether the author says it or passes it on."""
    if claim.claimant is None:
        return claim.attribution
    return claim.claimant.name or claim.claimant.mention
