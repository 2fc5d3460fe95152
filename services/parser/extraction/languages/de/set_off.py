"""The name that stands behind a phrase, set off from it: „die Sprecherin | im Rat, Eva Kern,“."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.languages.de.persons import Persons
from services.parser.extraction.languages.de.roles import Name
from services.parser.extraction.languages.de.tagged import Tagged

_REACH: Final = 10  # tokens from the end of a cut-off phrase to the name behind its comma
_OF_PHRASE: Final = frozenset({"APPR", "APPRART", "ART", "NN", "NE", "ADJA", "FM", "CARD"})
_CLOSING: Final = frozenset({",", ".", ":", "“", "(", "!", "?"})


def name_behind(text: Tagged, persons: Persons, end: int) -> Name | None:
    for index in range(end, min(end + _REACH, len(text.words) - 1)):
        if text.words[index] == ",":
            found = persons.at(index + 1)
            return found if found is not None and _closes(text, persons, index + 1) else None
        found = persons.at(index) if index > end else None
        if found is not None:
            return found if text.tags[index - 1] in ("NN", "NE") else None
        if text.tags[index] not in _OF_PHRASE:
            return None
    return None


def _closes(text: Tagged, persons: Persons, first: int) -> bool:
    """An apposition ends with a comma or the sentence: „…, Eva Kern und Otto Brand“ lists."""
    name = persons.place_of(first)
    assert name is not None
    after = text.words[name.end] if name.end < len(text.words) else "."
    return after in _CLOSING or text.is_finite(name.end)
