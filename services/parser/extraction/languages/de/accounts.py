"""Whose account it is: „nach eigenen Angaben“ the subject's, „dem Vernehmen nach“ nobody's."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.findings import Range, Ranges
from services.parser.extraction.languages.de.sources import AdpositionSite
from services.parser.extraction.languages.de.subjects import subject_of
from services.parser.extraction.languages.de.tagged import Tagged

_NOBODYS: Final = frozenset({"vernehmen", "den angaben", "allem anschein"})
_OWN: Final = ("eigen", "eigene", "eigenen", "eigener", "eigenem")


def teller(site: AdpositionSite, source: Range, frame: Range) -> Ranges:
    """The mention of who vouches: the source as it stands, the subject of the clause, or nobody."""
    text = site.text
    if any(text.folded[i] in _OWN for i in range(*source)):
        return _subject(site, frame)
    return () if _is_nobodys(text, *source) else (source,)


def _subject(site: AdpositionSite, frame: Range) -> Ranges:
    """„Nach eigenen Angaben hat die Feuerwehr …“; the frame is no part of the subject."""
    found = subject_of(site.text, site.clause)
    if found is None:
        return ()
    first, end = found
    if first < frame[0] < end:
        end = frame[0]
    return () if frame[0] <= first < frame[1] else ((first, end),)


def _is_nobodys(text: Tagged, first: int, end: int) -> bool:
    nouns = [i for i in range(first, end) if text.tags[i] in ("NN", "NE", "FM")]
    if not nouns:
        return False
    head = nouns[0]
    is_open = " ".join(text.folded[first : head + 1]).endswith(tuple(_NOBODYS))
    return is_open and head + 1 == end
