"""An event on one line, for a terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import schemas
from schemas import Event
from services.local.terminal import Style, cut, padded

Paint: TypeAlias = Callable[[str], str]

WHO, HOW = 22, 20


@dataclass(frozen=True, slots=True)
class Row:
    """Three columns, each with the colour that it has on a terminal."""

    who: str
    how: str
    what: str
    paint_who: Paint = str
    paint_how: Paint = str
    paint_what: Paint = str

    def drawn(self, width: int) -> str:
        left, middle = padded(cut(self.who, WHO), WHO), padded(cut(self.how, HOW), HOW)
        right = cut(self.what, width - WHO - HOW - 4)
        return f"{self.paint_who(left)}  {self.paint_how(middle)}  {self.paint_what(right)}"


def line(event: Event, style: Style, width: int) -> str:
    """At most `width` columns. Denials are red, what is not certain is yellow."""
    return row(event, style).drawn(width)


def row(event: Event, style: Style) -> Row:
    match event:
        case schemas.QuoteExtracted():
            return of_quote(event, style)
        case schemas.ClaimExtracted():
            return of_claim(event, style)
        case schemas.ArticleParsed():
            counts = f"{event.quote_count} quotes, {event.claim_count} claims"
            return Row(event.outlet, counts, event.title or event.url, style.bold, style.dim)
        case schemas.PageFetched():
            return Row(event.outlet, event.media_type, event.url, style.bold, style.dim)
        case _:
            kind, reason = event.ce_type.removeprefix("wortlaut."), getattr(event, "reason", "")
            what = str(getattr(event, "url", event.article_id))
            return Row(kind, str(reason), what, style.dim, style.dim)


def of_quote(quote: schemas.QuoteExtracted, style: Style) -> Row:
    act = quote.speech_act
    how = act if quote.type == "direct" else f"{quote.type} {act}"
    paint = style.red if act == "denial" else style.dim
    words = style.green if quote.type == "direct" else str
    return Row(_who(quote.speaker), how, quote.text, style.bold, paint, words)


def of_claim(claim: schemas.ClaimExtracted, style: Style) -> Row:
    who = _who(claim.claimant) if claim.claimant else claim.attribution
    unsure = style.dim if claim.certainty == "certain" else style.yellow
    paint = style.red if claim.polarity == "negative" else unsure
    return Row(who, f"{claim.polarity}, {claim.certainty}", claim.text, style.bold, paint)


def _who(speaker: schemas.Speaker | None) -> str:
    return (speaker.name or speaker.mention) if speaker else "–"
