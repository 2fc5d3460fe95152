"""Tags for every sentence of a document, and a second look where a main clause lost its verb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from services.parser.extraction.document import Document
from services.parser.extraction.languages.de.first_names import is_first_name
from services.parser.extraction.languages.de.lexicon import word_list
from services.parser.extraction.languages.de.morphology import (
    finite_moods,
    is_distinct_konjunktiv1,
    name_kinds,
    readings,
)
from services.parser.extraction.languages.de.particles import name_particles
from services.parser.extraction.languages.de.tagger import tag

_FINITE: Final = frozenset({"VVFIN", "VAFIN", "VMFIN"})
_MISTAKEN: Final = frozenset({"VVPP", "VVINF", "ADJD"})
_NO_NAMES: Final = frozenset({"ADV", "ADJD", "ADJA", "VVFIN", "VVPP", "VVIMP", "CARD", "ITJ", "FM"})
_ADDRESSES: Final = frozenset({"Frau", "Herr", "Herrn", "Dr.", "Prof."})
_PRETERITES: Final = ("ierte", "ierten")  # of verbs that are made as they are needed
_NO_VERBS: Final = frozenset({"ADV", "ADJD", "ADJA", "VVPP", "VVINF"})
_BESIDE: Final = frozenset({"VAFIN", "VMFIN", "VAPP", "PTKZU"})  # no second finite verb with them
_TURNS: Final = frozenset({",", ":", ";", "und", "oder", "„", "“"})
_CUTS: Final = frozenset({",", ":", ";", "–"})
_OPENERS: Final = frozenset({"KOUS", "PWAV", "PWS", "KOUI", "PRELS", "APPR", "KON"})


def tags_of(document: Document) -> list[str]:
    found: list[str] = []
    known: dict[tuple[str, ...], list[str]] = {}  # texts hardly repeat a sentence; lists do
    words, folded = document.words, document.folded
    for first, end, _ in document.sentences:
        sentence = tuple(words[first:end])
        tags = known.get(sentence)
        if tags is None:
            tags = known[sentence] = _tags_of(words[first:end], folded[first:end])
        found += tags
    name_particles(words, folded, found)
    return found


def _tags_of(words: list[str], folded: Sequence[str]) -> list[str]:
    """Of one sentence, by its words alone."""
    tags = tag(words)
    if folded[0] in word_list("connectives.txt") and tags[0] in ("NN", "NE", "ADJA"):
        tags[0] = "ADV"  # „Währenddessen forderten …“
    if len(tags) > 1:
        _look_again(words, folded, tags)
    return tags


def _look_again(words: list[str], folded: Sequence[str], tags: list[str]) -> None:
    """Each step looks at neighbours."""
    _name_first_names(words, tags)
    _take_first_verb(words, tags)
    _give_verb(words, tags)
    _one_finite_verb(words, tags)
    _give_konjunktiv(words, tags)
    _infinitives_behind_zu(tags)
    _owners(folded, tags)


def _give_verb(words: list[str], tags: list[str]) -> None:
    """„Die Zeugen gestanden ein, dass …“: a participle where only a finite verb can stand."""
    end = min(words.index(mark) if mark in words else len(words) for mark in (",", ":"))
    if end < 2 or tags[0] in _OPENERS or not _FINITE.isdisjoint(tags[:end]):
        return
    for index in range(1, end):
        taken_for = tags[index] in _MISTAKEN and finite_moods(words[index])
        is_unlisted = tags[index] in _NO_VERBS and words[index].endswith(_PRETERITES)
        if (taken_for or is_unlisted) and not _later_auxiliary(tags, end):
            tags[index] = "VVFIN"
            return


def _name_first_names(words: Sequence[str], tags: list[str]) -> None:
    """„sagte Rosa Thalmann“: a first name that is a common word as well."""
    if not _ADDRESSES.isdisjoint(words):
        _name_addressed(words, tags)
    for surname in [i for i, tag_ in enumerate(tags) if tag_ == "NE"]:
        index, word = surname - 1, words[surname - 1]
        if index >= 0 and tags[index] == "NN" and "-" in word and is_first_name(word):
            tags[index] = "NE"  # „Ralph-Thorsten Freihoff“
        if index < 0 or tags[index] not in _NO_NAMES or not word[0].isupper():
            continue
        follows_verb = index > 0 and tags[index - 1] in _FINITE and tags[index] in ("ADV", "ADJD")
        if follows_verb or "first_name" in name_kinds(word):
            tags[index] = "NE"


def _name_addressed(words: Sequence[str], tags: list[str]) -> None:
    """„Frau Kern“, „Dr. Kern“"""
    for index in range(len(tags) - 1):
        if words[index] in _ADDRESSES and tags[index + 1] == "NN":
            tags[index + 1] = "NE"


def _take_first_verb(words: Sequence[str], tags: list[str]) -> None:
    """„Vertraute der Insassen berichteten, …“: a noun that looks like a verb opens the clause."""
    if tags[0] != "VVFIN":
        return
    forms = {
        reading.form if reading.pos == "verb" else reading.pos
        for reading in readings(words[0], initial=True)
    }
    other = "NN" if "noun" in forms else "VVPP" if "past_participle" in forms else ""
    if not other:
        return
    for index in range(1, len(tags)):
        if tags[index] in ("$,", "$.", "KON", "KOUS", "$("):
            return
        if tags[index] in _FINITE:
            tags[0] = other
            return


def _one_finite_verb(words: Sequence[str], tags: list[str]) -> None:
    """„werde … sichern“, „beteiligt gewesen zu sein“: beside an auxiliary no second finite verb."""
    if "VVFIN" not in tags or _BESIDE.isdisjoint(tags):
        return
    auxiliary = False
    for index, tag_ in enumerate(tags):
        if words[index] in _TURNS:
            auxiliary = False
        elif tag_ in ("VAFIN", "VMFIN"):
            auxiliary = True
        elif tag_ == "VVFIN":
            follower = tags[index + 1] if index + 1 < len(tags) else "$."
            closes = follower in ("$.", "$,", "VAPP", "VAINF", "PTKZU") or words[
                index + 1 : index + 2
            ] == ["und"]
            before_zu = tags[index + 1 : index + 3] == [
                "VVPP",
                "PTKZU",
            ]  # „fallen gelassen zu haben“
            if ((auxiliary or follower in ("VAPP", "PTKZU")) and closes) or before_zu:
                tags[index] = _nonfinite(words[index]) or tag_


def _infinitives_behind_zu(tags: list[str]) -> None:
    """„gelogen zu haben“"""
    for index in range(1, len(tags)) if "PTKZU" in tags else ():
        if tags[index - 1] == "PTKZU" and tags[index] in _FINITE:
            tags[index] = tags[index][:2] + "INF"


def _owners(folded: Sequence[str], tags: list[str]) -> None:
    """„nach deren Angaben“: before a noun it is no pronoun of its own."""
    for index in range(len(tags) - 1) if "deren" in folded or "dessen" in folded else ():
        if folded[index] in ("deren", "dessen") and tags[index + 1] in ("NN", "ADJA"):
            tags[index] = "PRELAT"


def _give_konjunktiv(words: Sequence[str], tags: list[str]) -> None:
    """„sagte, die Zahl weise darauf hin“: a clause with a Konjunktiv needs no other verb."""
    first = 0
    for index in (*[i for i, word in enumerate(words) if word in _CUTS], len(tags)):
        lost = first < index and _FINITE.isdisjoint(tags[first:index])
        if lost and tags[first] not in _OPENERS:
            # at the start of a sentence a phrase may well have no verb, unless one closes it
            begin = first + 1 if first else max(index - 1, 1)
            _take_konjunktiv(words, tags, range(begin, index))
        first = index + 1


def _take_konjunktiv(words: Sequence[str], tags: list[str], places: range) -> None:
    for index in places:
        if tags[index] in _NO_VERBS and is_distinct_konjunktiv1(words[index]):
            tags[index] = "VVFIN"
            return


def _nonfinite(word: str) -> str | None:
    forms = {reading.form for reading in readings(word)}
    if "infinitive" in forms:
        return "VVINF"
    return "VVPP" if "past_participle" in forms else None


def _later_auxiliary(tags: Sequence[str], end: int) -> bool:
    """„Getragen von Hoffnung, kamen …“ has its verb behind the comma."""
    return end + 1 < len(tags) and tags[end + 1] in _FINITE
