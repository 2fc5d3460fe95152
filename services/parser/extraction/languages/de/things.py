"""Nouns that say nothing by themselves: „die Forderung“, unlike „die Regierung“."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.languages.de.tagged import Tagged

_THINGS: Final = (
    "ung",
    "heit",
    "keit",
    "tion",
    "schaft",
    "nis",
    "tät",
    "ismus",
    "plan",
    "gesetz",
    "urteil",
    "vorwurf",
    "vorwürfe",
    "idee",
    "forderung",
    "antrag",
)
_SPEAKING: Final = (
    "regierung",
    "zeitung",
    "kommission",
    "anwaltschaft",
    "fraktion",
    "gesellschaft",
    "schaft",
    "stiftung",
    "leitung",
    "vertretung",
    "verwaltung",
    "organisation",
    "union",
)
_ALSO_SPEAKING: Final = frozenset(
    {"opposition", "koalition", "bevölkerung", "vereinigung", "delegation"}
)


def is_thing(text: Tagged, first: int, end: int) -> bool:
    noun = next((i for i in range(first, end) if text.tags[i] in ("NN", "NE")), None)
    if noun is None or text.tags[noun] == "NE":
        return False
    word = text.folded[noun]
    if not word.removesuffix("en").endswith(_THINGS):
        return False
    return word not in _ALSO_SPEAKING and not word.endswith(_SPEAKING)
