"""To whom it was said: „dem Sender“, „gegenüber der Zeitung“, „forderte die Regierung auf“."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from services.parser.extraction.findings import Range, Ranges
from services.parser.extraction.languages.de.agreement import features_of
from services.parser.extraction.languages.de.cues import CueSite
from services.parser.extraction.languages.de.kinds import kind_of_noun
from services.parser.extraction.languages.de.morphology import Agreement, agreements
from services.parser.extraction.languages.de.phrases import phrase_end
from services.parser.extraction.languages.de.subjects import subject_of
from services.parser.extraction.languages.de.tagged import Tagged
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
        "bitten um",
        "warnen vor",
        "auffordern zu",
        "aufrufen zu",
    ]
)
_WITH_DATIVE: Final = frozenset(
    [
        *("vorwerfen", "vorhalten", "unterstellen", "nachsagen", "bescheinigen", "attestieren"),
        *("raten", "empfehlen", "antworten", "versprechen", "drohen", "androhen", "danken"),
        *("zusichern", "zusagen", "versichern", "befehlen", "entgegnen", "erwidern", "anbieten"),
        *("sagen", "mitteilen", "erzählen", "gestehen", "verraten", "zurufen", "abraten"),
    ]
)
_TWO_OBJECTS: Final = frozenset(
    ["vorwerfen", "vorhalten", "unterstellen", "nachsagen", "bescheinigen", "attestieren", "raten"]
)  # „Klien wurde vorgeworfen, …“
_FROM: Final = frozenset({"fordern", "verlangen", "erwarten", "wünschen", "einfordern"})
_AT: Final = frozenset({"appellieren", "schreiben", "richten", "wenden", "wenden sich", "mailen"})
_TALKS: Final = (
    *("interview", "interviews", "gespräch", "telefonat", "telefongespräch", "unterhaltung"),
    *("diskussion", "chat", "videotelefonat"),
)
_DATIVE_PRONOUNS: Final = frozenset({"ihm", "ihr", "ihnen", "mir", "uns", "dir", "euch"})
_ACCUSATIVE_PRONOUNS: Final = frozenset({"ihn", "sie", "mich", "uns", "dich", "euch"})
_SILENT: Final = frozenset({"think", "according_to", "none"})
_VOICES: Final = frozenset({"person", "group", "organization"})
_HEARERS: Final = ("presse", "medien", "öffentlichkeit", "publikum", "menge", "kameras")


def addressee_of(site: CueSite) -> Ranges:
    if site.entry.category in _SILENT:
        return ()
    subject = _own_subject(site)
    joined = dative_in_subject(site, subject)
    if joined is not None:
        return (joined,)
    if site.group.passive and site.entry.lemma in _WITH_ACCUSATIVE | _TWO_OBJECTS:
        return () if subject is None else (subject,)
    found = towards(site.text, site.clause.tokens(), site.clause.end)
    found = found or _prepositional(site, subject) or _object(site, subject)
    return () if found is None else (found,)


def hearer_of(site: CueSite) -> Ranges:
    """Of an act without its words: only where the verb takes somebody, or a preposition tells."""
    text, found = site.text, addressee_of(site)
    if not found:
        return ()
    first, end = found[0]
    is_told = (
        text.tags[first - 1] in ("APPR", "APPRART") or "gegenüber" in text.folded[end : end + 1]
    )
    if is_told:
        return found
    takes = site.entry.lemma.partition(" ")[0] in _WITH_ACCUSATIVE | _WITH_DATIVE
    return found if takes and _hears(text, first, end) else ()


def _own_subject(site: CueSite) -> Range | None:
    """„Er sprach und | forderte die Regierung auf“: whose subject stands before has none."""
    clause, text = site.clause, site.text
    carries = clause.kind == "v1" and clause.coordinated and clause.finite is not None
    if carries and text.tags[(clause.finite or 0) + 1 : (clause.finite or 0) + 2] != ["PPER"]:
        return None
    return subject_of(text, clause)


def dative_in_subject(site: CueSite, subject: Range | None) -> Range | None:
    """„warf die Staatsanwaltschaft | Ertel vor“: the name is whom it hits."""
    text = site.text
    if subject is None or site.entry.lemma not in _TWO_OBJECTS or site.group.passive:
        return None
    first, end = subject
    start = end
    while start > first and text.tags[start - 1] == "NE":
        start -= 1
    if start in (first, end) or text.tags[start - 1] != "NN":
        return None
    is_office = kind_of_noun(text, start - 1) in ("organization", "group", "document")
    return (start, end) if is_office else None


def towards(text: Tagged, tokens: Iterable[int], limit: int) -> Range | None:
    """„gegenüber dem Sender“, „dem Sender gegenüber“, „im Gespräch mit dem Sender“"""
    for index in tokens:
        word = text.folded[index]
        if word == "gegenüber" and not _is_attitude(text, index - 1):
            return _behind(text, index, limit) or _in_front(text, index)
        if word.endswith(_TALKS) and text.tags[index] == "NN":
            found = _partner(text, index, limit)
            if found is not None:
                return found
    return None


def without_hearer(text: Tagged, source: Range) -> tuple[Range, Ranges]:
    """„Angaben der Sprecherin | gegenüber dem Kurier“: the source, and to whom it spoke."""
    first, end = source
    at = next(
        (i for i in range(first + 1, end + 1) if text.folded[i : i + 1] == ["gegenüber"]), None
    )
    if at is None:
        return source, ()
    found = _behind(text, at, len(text.folded))
    return ((first, at), ()) if found is None else ((first, at), (found,))


def _is_attitude(text: Tagged, before: int) -> bool:
    """„die Haltung gegenüber der PKK“"""
    return before >= 0 and text.tags[before] == "NN" and kind_of_noun(text, before) not in _VOICES


def _behind(text: Tagged, index: int, limit: int) -> Range | None:
    end = phrase_end(text, index + 1, limit)
    return None if end is None else (index + 1, end)


def _in_front(text: Tagged, index: int) -> Range | None:
    for first in range(max(0, index - 6), index):
        is_start = text.tags[first] in ("ART", "PPOSAT", "PDAT", "PPER", "NE")
        if is_start and phrase_end(text, first, index) == index:
            return (first, index)
    return None


def _partner(text: Tagged, index: int, limit: int) -> Range | None:
    """„im Interview | mit der Zeitung“, „im Interview | der Zeitung“"""
    after = index + 1
    if after >= limit:
        return None
    if text.folded[after] in ("mit", "gegenüber"):
        return _behind(text, after, limit)
    if text.folded[after] in ("der", "des", "von"):
        first = after + (text.folded[after] == "von")
        end = phrase_end(text, first, limit)
        return (first, end) if end is not None and _hears(text, first, end) else None
    return None


# --- prepositions of the verb --------------------------------------------------------------------


def _prepositional(site: CueSite, subject: Range | None) -> Range | None:
    """„sagte zu ihm“, „vor Journalisten“, „appellierte an die Lehrer“, „forderte vom Land“"""
    text, clause = site.text, site.clause
    inside = range(*subject) if subject is not None else range(0)
    for index in clause.tokens():
        if text.tags[index] not in ("APPR", "APPRART") or index in inside:
            continue
        if not _is_wanted(site, text.folded[index]) or _is_owner(text, index):
            continue
        end = phrase_end(text, index + 1, clause.end)
        appeals = site.entry.lemma.startswith("appellieren")
        if end is not None and (appeals or _hears(text, index + 1, end)):
            return (index + 1, end)
    return None


def _is_owner(text: Tagged, index: int) -> bool:
    """„forderte den Rücktritt | von Huber“"""
    return text.folded[index] in ("von", "vom") and text.tags[index - 1] == "NN"


def _is_wanted(site: CueSite, preposition: str) -> bool:
    lemma = site.entry.lemma.split(" ")[0]
    if preposition in ("von", "vom"):
        return lemma in _FROM and not site.group.passive
    if preposition == "an":
        return lemma in _AT
    if preposition in ("zu", "zum", "zur"):
        return lemma in ("sagen", "sprechen", "meinen")
    return preposition == "vor" and lemma not in ("warnen", "drohen")


def _hears(text: Tagged, first: int, end: int) -> bool:
    """Somebody who can listen, no thing and no time."""
    if text.folded[end - 1] in TIME_NOUNS:
        return False
    if text.tags[first] == "PPER":
        return text.folded[first] in _DATIVE_PRONOUNS
    if text.folded[end - 1].endswith("gericht"):
        return False  # „vor Gericht“ is a place
    if text.folded[end - 1].endswith(_HEARERS) or text.words[end - 1] in '“”"«':
        return True
    head = next((i for i in range(first, end) if text.tags[i] in ("NN", "NE")), None)
    if head is None:
        return False
    return text.tags[head] == "NE" or kind_of_noun(text, head) in _VOICES


# --- objects -------------------------------------------------------------------------------------


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
    if any(text.folded[i] in TIME_NOUNS for i in range(first, end)):
        return False
    if text.folded[first - 1] in ("als", "wie") or text.folded[end : end + 1] == ["zufolge"]:
        return False
    if text.tags[first] == "PPER":
        pronouns = _DATIVE_PRONOUNS if case == "dat" else _ACCUSATIVE_PRONOUNS
        return text.folded[first] in pronouns
    cases = _cases(text, first, end)
    if case == "acc":
        return not cases or "acc" in cases
    if site.entry.lemma in _WITH_DATIVE and _hears(text, first, end):
        return "dat" in cases and "nom" not in cases if cases else _follows_verb(site, first)
    return "dat" in cases and not cases & {"nom", "acc"}


def _follows_verb(site: CueSite, first: int) -> bool:
    """„Ein Sprecher sagte Reuters, …“: a bare name, where the subject has no place any more."""
    finite, clause = site.clause.finite, site.clause
    return finite is not None and first == finite + 1 and clause.first < finite


def _cases(text: Tagged, first: int, end: int) -> set[str]:
    """Article and noun agree in gender as well: „der Zeitung“ is no nominative."""
    head = next((i for i in range(first, end) if text.tags[i] == "NN"), None)
    if head is not None and text.tags[first] in ("ART", "PPOSAT", "PDAT"):
        noun = agreements(text.words[head])
        shared = {a.case for a in agreements(text.words[first], initial=True) if _agrees(a, noun)}
        if shared:
            return set(shared)
    return {case for case, _ in features_of(text, first, end)}


def _agrees(article: Agreement, nouns: frozenset[Agreement]) -> bool:
    return any(
        article[:2] == noun[:2] and (not article.gender or noun.gender in ("", article.gender))
        for noun in nouns
    )
