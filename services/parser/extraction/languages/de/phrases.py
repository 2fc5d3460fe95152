"""Noun phrases: where they end, which case they may be, and which of them is the subject."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from services.parser.extraction.findings import Range
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.clauses import Clause
from services.parser.extraction.languages.de.morphology import agreements, readings
from services.parser.extraction.languages.de.tagged import Tagged

_PRENOMINAL: Final = frozenset({"ART", "PDAT", "PIAT", "PPOSAT", "CARD", "ADJA", "TRUNC", "PRELAT", "PWAT"})
_STARTERS: Final = _PRENOMINAL | {"NN", "NE", "FM", "XY"}
_PRONOUNS: Final = frozenset({"PPER", "PDS", "PIS", "PPOSS"})
_OPENING: Final = frozenset("„“»«\"‚›")
_MAX_TITLE: Final = 8
_PLACE_PREPOSITIONS: Final = frozenset("in im aus am an bei beim".split())


def phrase_end(text: Tagged, first: int, limit: int, *, attributes: bool = True) -> int | None:
    """The end of the noun phrase that starts at `first`, or None if none does."""
    if first >= limit:
        return None
    if text.tags[first] in _PRONOUNS:
        return _after_pronoun(text, first, limit)
    head = _head(text, first, limit)
    if head is None:
        return None
    return _extended(text, first, head + 1, limit) if attributes else head + 1


def _after_pronoun(text: Tagged, first: int, limit: int) -> int:
    end = first + 1
    if text.tags[first] == "PIS" and end < limit and text.folded[end] in ("der", "von", "des", "aus"):
        more = _genitive_or_of(text, end, limit)
        return more or end
    return end


def _head(text: Tagged, first: int, limit: int) -> int | None:
    """The first noun of the phrase, over articles, adjectives and numbers."""
    index = first
    while index < limit:
        tag = text.tags[index]
        if text.is_noun(index):
            return index
        if text.words[index] in _OPENING:
            return _title_end(text, index, limit)
        if tag in _PRENOMINAL or _between_adjectives(text, index, limit):
            index += 1
            continue
        if index > first and text.words[index][0].isupper():
            return index
        embedded = _over_attribute(text, first, index, limit)
        if embedded is not None:
            index = embedded
            continue
        return index - 1 if index > first and tag not in ("ADV", "APPR") and _nominalised(text, index - 1) else None
    return index - 1 if index > first and _nominalised(text, index - 1) else None


def _over_attribute(text: Tagged, first: int, index: int, limit: int) -> int | None:
    """„der für Europa zuständige | Minister“: from the article over to the adjective."""
    if text.tags[first] not in ("ART", "PDAT", "PPOSAT") or index == first:
        return None
    for later in range(index, min(limit, index + 9)):
        if text.tags[later] in ("VVFIN", "VAFIN", "VMFIN", "$,", "$.") or text.words[later] == ",":
            return None
        if later > index and text.tags[later] == "ADJA" and later + 1 < limit and (
            text.is_noun(later + 1) or text.tags[later + 1] == "ADJA"
        ):
            return later
    return None


def _nominalised(text: Tagged, index: int) -> bool:
    return text.words[index][0].isupper() and text.tags[index] in ("ADJA", "TRUNC", "CARD", "XY")


def _between_adjectives(text: Tagged, index: int, limit: int) -> bool:
    if index + 1 >= limit:
        return False
    following = text.tags[index + 1]
    if text.tags[index] in ("ADJD", "ADV", "PTKNEG") or text.folded[index] in words.ADVERBS_BEFORE_NOUN:
        return following in ("ADJA", "CARD") or (following in ("ADJD", "ADV") and _later_adjective(text, index, limit))
    if text.tags[index] == "KON" or text.words[index] == ",":
        return following == "ADJA" and text.tags[index - 1] == "ADJA"
    return False


def _later_adjective(text: Tagged, index: int, limit: int) -> bool:
    return index + 2 < limit and text.tags[index + 2] == "ADJA"


def _title_end(text: Tagged, index: int, limit: int) -> int | None:
    quoted = text.document.quoted.get(index)
    if quoted is None or quoted.closing - index > _MAX_TITLE or quoted.closing >= limit:
        return None
    return quoted.closing


def _extended(text: Tagged, first: int, end: int, limit: int) -> int:
    """Names, genitives, brackets, titles and prepositional attributes that belong to the noun."""
    while end < limit:
        step = _step(text, first, end, limit)
        if step is None:
            return end
        end = step
    return end


def _step(text: Tagged, first: int, end: int, limit: int) -> int | None:
    word, folded = text.words[end], text.folded[end]
    if word == "(":
        return _bracket_end(text, end, limit)
    if text.is_noun(end):
        return end + 1
    if text.tags[end] in ("CARD", "XY") and word[0].isdigit():
        return None if end + 1 < limit and (text.is_noun(end + 1) or text.tags[end + 1] == "ADJA") else end + 1
    if word[0] == "-" and len(word) > 1:
        return end + 1
    if word in _OPENING:
        title = _title_end(text, end, limit)
        return None if title is None else title + 1
    if folded in words.NAME_PARTICLES and _inside_name(text, end, limit):
        return end + 1
    if folded in words.GENITIVE_STARTS or folded in ("von", "vom"):
        return _genitive_or_of(text, end, limit)
    if text.tags[end] == "ADJA" and text.tags[end - 1] == "NN":
        return _bare_genitive(text, end, limit)
    if folded in words.ATTRIBUTE_PREPOSITIONS:
        return _attribute_end(text, first, end, limit)
    if text.tags[end] == "KON" or folded in ("und", "sowie", "oder"):
        return _coordinated_end(text, end, limit)
    return None


def _bracket_end(text: Tagged, index: int, limit: int) -> int | None:
    for end in range(index + 1, min(limit, index + 40)):
        if text.words[end] == ")":
            return end + 1
    return None


def _inside_name(text: Tagged, index: int, limit: int) -> bool:
    """„Ursula von der Leyen“, „Abdalla al Badri“: a particle between two names."""
    after = index + 1
    if after < limit and text.folded[after] in words.NAME_PARTICLES:
        after += 1
    if after >= limit or not text.words[after][0].isupper():
        return False
    if text.folded[index] in ("der", "zu", "zum", "das", "den", "vom", "im", "des"):
        return text.folded[index - 1] in words.NAME_PARTICLES
    return text.tags[index - 1] == "NE" and text.tags[after] == "NE" and text.folded[index] != "und"


def _genitive_or_of(text: Tagged, index: int, limit: int) -> int | None:
    start = index + 1 if text.folded[index] in ("von", "vom", "aus") else index
    if start == index + 1 and start < limit and text.folded[start] in words.TIME_NOUNS:
        return None
    head = _head(text, start, limit)
    if head is None:
        return None
    if start == index and not _may_be(text, start, head + 1, "gen"):
        return None
    return head + 1


def _bare_genitive(text: Tagged, index: int, limit: int) -> int | None:
    """„Angaben israelischer Medien“"""
    if not text.folded[index].endswith("er"):
        return None
    head = _head(text, index, limit)
    return None if head is None else head + 1


def _attribute_end(text: Tagged, first: int, index: int, limit: int) -> int | None:
    """„Sprecher für Äußeres“, „Professor an der Universität Bonn“, „Polizei in Dortmund“."""
    head = _head(text, index + 1, limit)
    if head is None or any(text.folded[i] in words.TIME_NOUNS for i in range(index + 1, head + 1)):
        return None
    if text.folded[index] in ("für", "aus"):
        return head + 1 if text.tags[index - 1] == "NN" else None
    if text.folded[index] in _PLACE_PREPOSITIONS and (text.tags[index - 1] == "NN") and (
        text.tags[head] == "NE" or is_office(text.folded[index - 1])
    ):
        return head + 1
    return None


_OFFICES: Final = (
    "sprecher", "sprecherin", "professor", "professorin", "experte", "expertin", "botschafter",
    "botschafterin", "korrespondent", "korrespondentin", "beauftragte", "beauftragter", "chef", "chefin",
    "leiter", "leiterin", "direktor", "direktorin", "obmann", "minister", "ministerin", "staatssekretär",
    "dozent", "forscher", "forscherin", "abgeordnete", "abgeordneter", "mitarbeiter", "wissenschaftler",
    "behörden", "behörde", "polizei", "gericht", "landgericht", "amtsgericht", "universität", "botschaft",
)


def is_office(noun: str) -> bool:
    return noun.endswith(_OFFICES)


def _coordinated_end(text: Tagged, index: int, limit: int) -> int | None:
    after = index + 1
    if after >= limit or not (text.tags[after] in _STARTERS or text.words[after] in _OPENING):
        return None
    head = _head(text, after, limit)
    return None if head is None else head + 1


def with_appositions(text: Tagged, first: int, end: int, clause: Clause) -> int:
    """„Frank Karl, Leiter der Abteilung X“: an apposition fills a whole piece after a comma."""
    for start, stop in clause.pieces:
        if start <= end or end + 1 < start:
            continue
        if end + 1 == start and text.words[end] == "," and _is_apposition(text, start, stop):
            end = stop
    return end


def _is_apposition(text: Tagged, start: int, stop: int) -> bool:
    end = phrase_end(text, start, stop)
    if end is None:
        return False
    return end == stop or text.is_finite(end)


# --- case and number -----------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def _features(word: str) -> frozenset[tuple[str, str]]:
    return frozenset((a.case, a.number) for a in agreements(word, initial=True))


def features_of(text: Tagged, first: int, end: int) -> frozenset[tuple[str, str]]:
    """Case and number that article, adjectives and noun agree on; empty means unknown."""
    found: frozenset[tuple[str, str]] = frozenset()
    for index in range(first, end):
        tag = text.tags[index]
        if tag in ("NE", "FM"):
            break
        mine = _features(text.words[index]) if tag in _PRENOMINAL or tag in ("NN", *_PRONOUNS) else frozenset()
        if tag in ("CARD",):
            continue
        if mine:
            found = (found & mine) or found if found else mine
        if tag == "NN":
            break
    return found


def _may_be(text: Tagged, first: int, end: int, case: str) -> bool:
    found = features_of(text, first, end)
    return not found or any(case == c for c, _ in found)


def may_be_subject(text: Tagged, first: int, end: int, finite: int | None) -> bool:
    """Nominative, and the number of the verb."""
    if text.tags[first] == "PPER":
        return text.folded[first] in words.PRONOUNS_NOMINATIVE
    found = features_of(text, first, end)
    if not found:
        return True
    numbers = {number for case, number in found if case == "nom"}
    if not numbers:
        return False
    if finite is None or any(text.folded[i] in ("und", "sowie") or text.tags[i] == "CARD" for i in range(first, end)):
        return True
    wanted = verb_numbers(text.folded[finite])
    return not wanted or bool(wanted & numbers) or "" in numbers


@lru_cache(maxsize=4096)
def verb_numbers(form: str) -> frozenset[str]:
    return frozenset(r.number for r in readings(form) if r.person == "3")


# --- the subject ---------------------------------------------------------------------------------


def subject_of(text: Tagged, clause: Clause, *, skip_prefield: bool = False) -> Range | None:
    """The phrase that does the speaking, by position, case and number."""
    if clause.finite is None:
        return None
    if clause.kind == "v2" and not skip_prefield:
        return _before_verb(text, clause) or _after_verb(text, clause)
    if clause.kind in ("v1", "v2"):
        return _after_verb(text, clause)
    return _after_opener(text, clause)


def _before_verb(text: Tagged, clause: Clause) -> Range | None:
    finite = clause.finite
    assert finite is not None
    start = clause.first
    while start < finite and (
        text.folded[start] in words.COORDINATORS or text.folded[start] in words.FOCUS or not text.is_nominal(start)
        and text.tags[start] in ("ADV", "KON") and start + 1 < finite and text.tags[start + 1] in _STARTERS and False
    ):
        start += 1
    end = phrase_end(text, start, finite)
    if end is None and start < finite and text.tags[start] == "ART" and text.is_noun(finite - 1):
        end = finite  # one constituent, however long its attribute
    if end is None or not may_be_subject(text, start, end, finite):
        return None
    whole = _prefield_end(text, clause, end, finite)
    if whole is None or _pronoun_follows(text, finite):
        return None
    if is_thing(text, start, end) and _person_follows(text, finite, clause):
        return None
    return (start, whole)


def _prefield_end(text: Tagged, clause: Clause, end: int, finite: int) -> int | None:
    """All of the prefield is one constituent: attributes and appositions belong to the subject."""
    relative = next((i for i in range(end, finite) if text.words[i] == ","), None)
    if relative is None:
        return finite if finite - end <= 12 else end
    pieces = [piece for piece in clause.pieces if piece[0] > end and piece[0] < finite]
    stop = relative
    for first, last in pieces:
        last = min(last, finite)
        if first == stop + 1 and _is_apposition(text, first, last) and last > first:
            stop = last
        elif first == stop + 1 and first < finite and last > first and not text.is_finite(first):
            stop = last
        else:
            break
    return stop


def _pronoun_follows(text: Tagged, finite: int) -> bool:
    after = finite + 1
    return after < len(text.tags) and text.tags[after] in ("PPER", "PIS") and text.folded[after] in ("er", "wir", "ich", "man", "du")


_THINGS: Final = ("ung", "heit", "keit", "tion", "schaft", "nis", "tät", "ismus", "plan", "gesetz", "urteil", "vorwurf", "vorwürfe", "idee", "forderung", "antrag")


def is_thing(text: Tagged, first: int, end: int) -> bool:
    nouns = [i for i in range(first, end) if text.tags[i] in ("NN", "NE")]
    if not nouns or any(text.tags[i] == "NE" for i in nouns[:1]):
        return False
    return text.folded[nouns[0]].removesuffix("en").endswith(_THINGS) and text.folded[nouns[0]] not in (
        "regierung", "zeitung", "verwaltung", "bundesregierung", "kommission", "fraktion", "gewerkschaft", "organisation", "opposition", "polizei",
        "staatsanwaltschaft", "gesellschaft", "koalition", "bevölkerung", "stiftung", "leitung", "union", "vereinigung", "delegation", "mannschaft",
    ) and not text.folded[nouns[0]].endswith(("regierung", "zeitung", "kommission", "anwaltschaft", "fraktion", "gesellschaft", "schaft", "stiftung", "leitung", "vertretung", "verwaltung", "organisation", "union"))


def _person_follows(text: Tagged, finite: int, clause: Clause) -> bool:
    after = finite + 1
    if after >= clause.end:
        return False
    end = phrase_end(text, after, clause.end)
    return end is not None and text.tags[after] != "PRF" and may_be_subject(text, after, end, finite) and (
        any(text.tags[i] == "NE" for i in range(after, end)) or text.folded[after] in ("der", "sie")
    )


def _after_verb(text: Tagged, clause: Clause) -> Range | None:
    assert clause.finite is not None
    return _first_subject(text, clause, clause.finite + 1)


def _after_opener(text: Tagged, clause: Clause) -> Range | None:
    start = clause.first if clause.opener is None else clause.opener
    if clause.kind == "rel" and text.tags[start] in ("PRELS", "ART", "PDS") and text.folded[start] in ("der", "die", "das", "welche", "welcher"):
        later = _first_subject(text, clause, start + 1)
        if later is None:
            return (start, start + 1)
        return later
    if clause.kind == "rel" and text.tags[start] in ("APPR", "APPRART"):
        start += 1
    return _first_subject(text, clause, start + (clause.opener is not None))


def _first_subject(text: Tagged, clause: Clause, start: int) -> Range | None:
    index = start
    while index < clause.end:
        tag = text.tags[index]
        if not text.is_word(index) and text.words[index] not in _OPENING:
            return None
        if tag in ("APPR", "APPRART"):
            end = phrase_end(text, index + 1, clause.end)
            index = end if end is not None and tag else index + 1
            continue
        end = phrase_end(text, index, clause.end)
        if end is None:
            if tag in ("VVPP", "VVINF", "PTKVZ", "KON", "KOUS") and index > start + 1:
                return None
            index += 1
            continue
        if text.folded[index] not in words.PRONOUNS_OBLIQUE or tag == "ART" or text.is_noun(end - 1):
            if may_be_subject(text, index, end, clause.finite) and not _is_time(text, index, end):
                return (index, with_appositions(text, index, end, clause))
        index = end
    return None


def _is_time(text: Tagged, first: int, end: int) -> bool:
    return text.folded[end - 1] in words.TIME_NOUNS and text.tags[first] not in ("NE",)
