"""To whom it was said: „dem Sender“, „gegenüber der Zeitung“, „forderte die Regierung auf“."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.findings import Range, Ranges
from services.parser.extraction.languages.de.agreement import features_of
from services.parser.extraction.languages.de.cues import CueSite
from services.parser.extraction.languages.de.phrases import phrase_end
from services.parser.extraction.languages.de.subjects import subject_of
from services.parser.extraction.languages.de.words import TIME_NOUNS

_WITH_ACCUSATIVE: Final = frozenset(
    [
        "auffordern",
        "bitten",
        "warnen",
        "fragen",
        "beschuldigen",
        "bezichtigen",
        "aufrufen",
        "mahnen",
        "ermahnen",
        "anweisen",
        "beauftragen",
        "drängen",
        "informieren",
        "informieren darüber",
        "unterrichten darüber",
        "ersuchen",
    ]
)
_DATIVE_PRONOUNS: Final = frozenset({"ihm", "ihnen", "mir", "uns"})
_SILENT: Final = frozenset({"think", "according_to", "none"})


def addressee_of(site: CueSite) -> Ranges:
    if site.entry.category in _SILENT:
        return ()
    subject = _subject(site)
    if site.entry.lemma in _WITH_ACCUSATIVE and site.group.passive:
        return () if subject is None else (subject,)
    found = _towards(site) or _object(site, subject)
    return () if found is None else (found,)


def _subject(site: CueSite) -> Range | None:
    return subject_of(site.text, site.clause)


def _towards(site: CueSite) -> Range | None:
    for index in site.clause.tokens():
        if site.text.folded[index] == "gegenüber":
            end = phrase_end(site.text, index + 1, site.clause.end)
            if end is not None:
                return (index + 1, end)
    return None


def _object(site: CueSite, subject: Range | None) -> Range | None:
    """The phrase without a preposition, besides the subject, in the case the verb wants."""
    text, clause = site.text, site.clause
    case = "acc" if site.entry.lemma in _WITH_ACCUSATIVE else "dat"
    index = clause.first
    while index < clause.end:
        if subject is not None and subject[0] <= index < subject[1]:
            index = subject[1]
            continue
        if text.tags[index] in ("APPR", "APPRART"):
            index = phrase_end(text, index + 1, clause.end) or index + 1
            continue
        end = phrase_end(text, index, clause.end)
        if end is not None and _is_in(site, index, end, case):
            return (index, end)
        index = end or index + 1
    return None


def _is_in(site: CueSite, first: int, end: int, case: str) -> bool:
    text = site.text
    if text.folded[end - 1] in TIME_NOUNS:
        return False
    if text.tags[first] == "PPER":
        return case == "dat" and text.folded[first] in _DATIVE_PRONOUNS
    cases = {found for found, _ in features_of(text, first, end)}
    if case == "acc":
        return not cases or "acc" in cases
    return "dat" in cases and not cases & {"nom", "acc"}
