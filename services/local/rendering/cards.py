"""What is told of a quote beside it, and the list of who said what."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from services.local.rendering.marks import seen, who
from services.parser.extraction import Extraction, Quote, Speaker

_COLOURS: Final = 8
_TYPES: Final = {
    "direct": "word for word",
    "indirect": "reported in a clause",
    "reported": "that they spoke, not how",
    "free_indirect": "hearsay, without a frame",
    "indirect_free_indirect": "goes on without a frame",
}


def shown(text: str) -> str:
    """Text from the web as text."""
    return escape(seen(text))


def voices(found: Extraction) -> dict[str, int]:
    """Everybody who speaks, by first appearance, with the number of a colour."""
    names = dict.fromkeys(who(quote.speaker) for quote in found.quotes)
    return {name: number % _COLOURS for number, name in enumerate(names)}


def card(quote: Quote, number: int) -> str:
    """Shown when the mark is pointed at or focused."""
    rows = "".join(f"<b>{shown(k)}</b> <span>{shown(v)}</span> " for k, v in told(quote))
    return f'<span class="card" id="d{number}" role="tooltip">{rows}</span>'


def told(quote: Quote) -> Iterator[tuple[str, str]]:
    speaker = quote.speaker
    yield "speaker", who(speaker)
    if speaker is not None:
        yield from _of_speaker(speaker)
    if quote.addressee is not None:
        yield "said to", quote.addressee.text
    partial = ", a fragment" if quote.partial else ""
    yield "how", f"{quote.type}{partial}: {_TYPES[quote.type]}"
    yield "speech act", quote.speech_act
    yield "medium", ", ".join(quote.medium) or "not told"
    if quote.cue is not None:
        yield "cue", f"{quote.cue.text} ({quote.cue.category})"
    yield "confidence", quote.confidence
    yield "rule", quote.rule


def _of_speaker(speaker: Speaker) -> Iterator[tuple[str, str]]:
    if speaker.name is not None and speaker.name != speaker.mention:
        yield "named here", speaker.mention
    if speaker.role:
        yield "role", speaker.role
    if speaker.affiliation:
        yield "for", speaker.affiliation
    yield "kind", f"{speaker.kind}, {speaker.resolution}"


# --- who said what -------------------------------------------------------------------------------


def by_speaker(found: Extraction) -> str:
    """One block for each voice, its quotes in the order of the text, each with a way back."""
    colours = voices(found)
    blocks = [_block(found, name, colour) for name, colour in colours.items()]
    return "".join(blocks) or '<p class="none">Nobody is quoted.</p>'


def _block(found: Extraction, name: str, colour: int) -> str:
    mine = [(n, quote) for n, quote in enumerate(found.quotes) if who(quote.speaker) == name]
    speaker = next((quote.speaker for _, quote in mine if quote.speaker), None)
    rows = "".join(_item(quote, number) for number, quote in mine)
    return (
        f'<section class="voice s{colour}"><h3>{shown(name)}</h3>'
        f'<p class="about">{shown(_about(speaker))}</p><ol>{rows}</ol></section>\n'
    )


def _about(speaker: Speaker | None) -> str:
    if speaker is None:
        return "the text names nobody"
    role = speaker.role or ""
    affiliation = speaker.affiliation if (speaker.affiliation or "") not in role else None
    parts = (role, affiliation, speaker.kind)
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _item(quote: Quote, number: int) -> str:
    nested = f" · in {quote.nested_in + 1}" if quote.nested_in is not None else ""
    facts = f"{quote.type.replace('_', ' ')} · {quote.speech_act} · {quote.confidence}{nested}"
    return (
        f'<li id="q{number}" value="{number + 1}" class="{quote.confidence}">'
        f'<a href="#t{number}" lang="de">{shown(quote.text)}</a>'
        f"<small>{shown(facts)} · <code>{shown(quote.rule)}</code></small></li>"
    )
