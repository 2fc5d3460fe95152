"""A contested thing for people: both sides, at most 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import text_fragment
from services.local.terminal import Style, cut, folded, neutral, table

if TYPE_CHECKING:
    from services.store.contested import Contested, Side

WIDTHS: Final = (26, 52)
_WIDTH: Final = 80
_SAID: Final = {
    "conflict": "both cannot hold",
    "denial": "one denies it",
    "differs": "could both hold",
    "update": "later or corrected",
}
_SURENESS: Final = {"underspecified": "unconfirmed", "certain": ""}


def contest_lines(found: Contested, style: Style) -> str:
    about = " ".join(found.about)
    head = f"{found.status.upper()}, {_SAID[found.status]}: {about}"
    colour = style.red if found.status in ("conflict", "denial") else style.yellow
    return "\n".join(
        [colour(cut(head, _WIDTH)), _side(found.one, style), _side(found.other, style)]
    )


def _side(side: Side, style: Style) -> str:
    said = _said(side)
    words = folded(said, WIDTHS[1])[0]
    row = table([[_who(side), said]], WIDTHS)
    row = row.replace(words, style.link(words, text_fragment(side.url, side.text)), 1)
    place = cut(_place(side), WIDTHS[1])
    return f"{row}\n{' ' * (WIDTHS[0] + 2)}{style.dim(place)}"


def _who(side: Side) -> str:
    role = side.claimant_role
    return f"{side.who}, {role}" if role and role not in side.who else side.who


def _said(side: Side) -> str:
    doubt = _SURENESS.get(side.certainty, side.certainty)
    marks = ", ".join(mark for mark in (_stance(side), doubt) if mark)
    return f"{neutral(side.text)} [{marks}]" if marks else neutral(side.text)


def _stance(side: Side) -> str:
    return "denied" if side.surface is None and side.polarity == "negative" else ""


def _place(side: Side) -> str:
    others = f" and {side.outlets - 1} more" if side.outlets > 1 else ""
    return f"{side.claimed_at:%Y-%m-%d %H:%M} {side.outlet}{others}"
