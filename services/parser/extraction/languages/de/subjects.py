"""The subject of a clause, by position, case and number: who does the speaking."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.findings import Range
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.agreement import may_be_subject, verb_numbers
from services.parser.extraction.languages.de.clauses import Clause
from services.parser.extraction.languages.de.heads import OPENING
from services.parser.extraction.languages.de.kinds import is_person_noun
from services.parser.extraction.languages.de.morphology import noun_features
from services.parser.extraction.languages.de.phrases import phrase_end
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.things import is_thing

_CONTRASTS: Final = frozenset(
    [
        "dagegen",
        "hingegen",
        "aber",
        "jedoch",
        "indes",
        "indessen",
        "allerdings",
        "wiederum",
        "selber",
    ]
)
_BEHIND: Final = frozenset({"APPR", "APPRART", "ADV", "PAV"})
_OPENS_SUBJECT: Final = frozenset({"ART", "NN", "NE", "FM", "PIAT", "PPOSAT", "ADJA", "PIS", "PDS"})


def subject_of(text: Tagged, clause: Clause, *, skip_prefield: bool = False) -> Range | None:
    """The phrase that does the speaking, by position, case and number."""
    if clause.finite is None:
        return None
    known = clause.subjects
    if known is None:
        known = clause.subjects = {}
    if skip_prefield not in known:
        known[skip_prefield] = _subject(text, clause, skip_prefield=skip_prefield)
    return known[skip_prefield]


def _subject(text: Tagged, clause: Clause, *, skip_prefield: bool) -> Range | None:
    if clause.kind == "v2" and not (skip_prefield or _is_adverbial(text, clause)):
        found = _before_verb(text, clause) or _after_verb(text, clause)
        return found or _prefield(text, clause)
    if clause.kind in ("v1", "v2"):
        return _after_verb(text, clause)
    return _after_opener(text, clause)


def _is_adverbial(text: Tagged, clause: Clause) -> bool:
    """„Als Zeugen nannte er“, „Zusammen mit X fordert Y“, „X betreffend schloss Y“."""
    first, last = clause.first, (clause.finite or 1) - 1
    opener = text.folded[first]
    if opener in ("zusammen", "gemeinsam"):
        return text.folded[first + 1] == "mit"
    return opener == "als" or text.folded[last] == "betreffend"


def _before_verb(text: Tagged, clause: Clause) -> Range | None:
    finite = clause.finite
    assert finite is not None
    start = clause.first
    while start < finite and (
        text.folded[start] in words.COORDINATORS or text.folded[start] in words.FOCUS
    ):
        start += 1
    end = phrase_end(text, start, finite)
    if end is None and start < finite and text.tags[start] == "ART" and text.is_noun(finite - 1):
        end = finite  # one constituent, however long its attribute
    if end is None or not may_be_subject(text, start, end, finite):
        return None
    if _is_time(text, start, end):
        return None
    whole = _prefield_end(text, clause, end, finite)
    if whole is None or _pronoun_follows(text, finite):
        return None
    if is_thing(text, start, end) and _person_follows(text, finite, clause):
        return None
    return (start, whole)


def _prefield(text: Tagged, clause: Clause) -> Range | None:
    """„Die taz vermutet“, „Ärzte ohne Grenzen sagte“: nothing else there can be the subject."""
    first, finite = clause.first, clause.finite
    assert finite is not None
    while first < finite and text.folded[first] in words.COORDINATORS | words.FOCUS:
        first += 1
    end = next((i for i in range(first, finite) if text.words[i] == ","), finite)
    if first >= finite or text.tags[first] not in _OPENS_SUBJECT or _is_time(text, first, end):
        return None
    if text.tags[first] in ("ART", "PDAT") and text.folded[first] in words.ARTICLES_NOT_NOMINATIVE:
        return None
    return (first, _prefield_end(text, clause, end, finite) or end)


def _prefield_end(text: Tagged, clause: Clause, end: int, finite: int) -> int | None:
    """All of the prefield is one constituent: attributes and appositions belong to the subject."""
    relative = next((i for i in range(end, finite) if text.words[i] == ","), None)
    if relative is None:
        return _without_contrast(text, end, finite) if finite - end <= 12 else end
    pieces = [piece for piece in clause.pieces if piece[0] > end and piece[0] < finite]
    stop = relative
    for first, until in pieces:
        last = min(until, finite)
        if (first == stop + 1 and _is_apposition(text, first, last) and last > first) or (
            first == stop + 1 and first < finite and last > first and not text.is_finite(first)
        ):
            stop = last
        else:
            break
    return stop


def _without_contrast(text: Tagged, end: int, finite: int) -> int:
    """„Die Opposition dagegen | fordert …“"""
    stop = finite
    while stop > end and text.folded[stop - 1] in _CONTRASTS:
        stop -= 1
    return stop


def _pronoun_follows(text: Tagged, finite: int) -> bool:
    after = finite + 1
    return (
        after < len(text.tags)
        and text.tags[after] in ("PPER", "PIS")
        and text.folded[after] in ("er", "wir", "ich", "man", "du")
    )


def _person_follows(text: Tagged, finite: int, clause: Clause) -> bool:
    after = finite + 1
    if after >= clause.end:
        return False
    end = phrase_end(text, after, clause.end)
    return (
        end is not None
        and text.tags[after] != "PRF"
        and may_be_subject(text, after, end, finite)
        and (
            any(text.tags[i] == "NE" or is_person_noun(text.folded[i]) for i in range(after, end))
            or text.folded[after] == "sie"
        )
    )


def _after_verb(text: Tagged, clause: Clause) -> Range | None:
    assert clause.finite is not None
    return _first_subject(text, clause, clause.finite + 1)


def _after_opener(text: Tagged, clause: Clause) -> Range | None:
    start = clause.first if clause.opener is None else clause.opener
    if (
        clause.kind == "rel"
        and text.tags[start] in ("PRELS", "ART", "PDS")
        and text.folded[start] in ("der", "die", "das", "welche", "welcher")
    ):
        later = _first_subject(text, clause, start + 1)
        is_object = later is not None and text.folded[later[0]] == text.folded[start] == "der"
        if later is None or is_object or _agrees_with_antecedent(text, start, clause.finite):
            return (start, start + 1)
        return later
    if clause.kind == "rel" and text.tags[start] in ("APPR", "APPRART"):
        start += 1
    return _first_subject(text, clause, start + (clause.opener is not None))


def _agrees_with_antecedent(text: Tagged, start: int, finite: int | None) -> bool:
    """„der Richter, der die Klage abwies“: only a masculine noun has „der“ as its subject."""
    if text.folded[start] != "der" or start < 2 or finite is None:
        return False
    features = noun_features(text.words[start - 2])
    return features.genders == {"masc"} and "sg" in verb_numbers(text.folded[finite])


def _first_subject(text: Tagged, clause: Clause, start: int) -> Range | None:
    index = start
    while index < clause.end:
        tag = text.tags[index]
        if not text.is_word(index) and text.words[index] not in OPENING:
            return None
        if tag in ("APPR", "APPRART"):
            end = phrase_end(text, index + 1, clause.end)
            index = end if end is not None and tag else index + 1
            continue
        end = phrase_end(text, index, clause.end) or _small_noun_end(text, index, clause.end)
        if end is None:
            if tag in ("VVPP", "VVINF", "PTKVZ", "KON", "KOUS") and index > start + 1:
                return None
            index += 1
            continue
        if (
            (
                text.folded[index] not in words.PRONOUNS_OBLIQUE
                or tag == "ART"
                or text.is_noun(end - 1)
            )
            and may_be_subject(text, index, end, clause.finite)
            and not _is_time(text, index, end)
        ):
            return (index, with_appositions(text, end, clause))
        index = end
    return None


def _small_noun_end(text: Tagged, index: int, limit: int) -> int | None:
    """„sagte der 81-jährige“: an adjective that stands for the person."""
    after = index + 1
    if "." in text.words[index][1:-1] and text.words[index][0].isalpha():
        return index + 1  # „nachrichten.example“
    if text.tags[index] != "ART" or after >= limit or text.tags[after] != "ADJA":
        return None
    return after + 1


def _is_time(text: Tagged, first: int, end: int) -> bool:
    last = end - 2 if text.words[end - 1].isdigit() and end - first > 1 else end - 1
    return text.folded[last] in words.TIME_NOUNS and text.tags[first] != "NE"


def with_appositions(text: Tagged, end: int, clause: Clause) -> int:
    """„Frank Karl, Leiter der Abteilung X“: an apposition fills a whole piece after a comma."""
    for start, stop in clause.pieces:
        if start <= end or end + 1 < start:
            continue
        if end + 1 == start and text.words[end] == ",":
            apposed = _apposition_end(text, start, stop)
            end = apposed if apposed is not None else end
    return end


def _apposition_end(text: Tagged, start: int, stop: int) -> int | None:
    """„…, sagte Karl, Leiter des Amtes am Montag“: a time or place behind it is not its own."""
    end = phrase_end(text, start, stop)
    if end is None:
        return None
    return end if end == stop or text.is_finite(end) or text.tags[end] in _BEHIND else None


def _is_apposition(text: Tagged, start: int, stop: int) -> bool:
    end = phrase_end(text, start, stop)
    if end is None:
        return False
    return end == stop or text.is_finite(end)
