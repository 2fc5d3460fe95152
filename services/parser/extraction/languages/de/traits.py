"""Gender and age of a person, as far as the words around the name tell them."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.languages.de.first_names import gender_of_first_name
from services.parser.extraction.languages.de.kinds import is_person_noun
from services.parser.extraction.languages.de.morphology import agreements
from services.parser.extraction.languages.de.tagged import Tagged

FORMS_OF_ADDRESS: Final = {"frau": "fem", "herr": "masc", "herrn": "masc"}


def gender_of(text: Tagged, first: int, role: tuple[int, int] | None) -> str:
    """By form of address, by the role (its start and its noun), by the first name."""
    before = text.folded[first - 1] if first else ""
    if before in FORMS_OF_ADDRESS:
        return FORMS_OF_ADDRESS[before]
    own = gender_of_first_name(text.words[first])
    if role is None or not is_person_noun(text.folded[role[1]]):
        return own
    start, head = role
    noun = text.folded[head]
    if noun.endswith(("in", "frau", "lady")):
        return "fem"
    if noun.endswith(("person", "mitglied", "opfer", "kind", "fachkraft")):
        return own
    if noun.endswith(("e", "en", "er")) and _is_nominalised(text.words[head]):
        return _article_gender(text, start) or own
    return "masc"


def _is_nominalised(noun: str) -> bool:
    genders = {a.gender for a in agreements(noun) if a.gender}
    return "fem" in genders and "masc" in genders


def _article_gender(text: Tagged, first: int) -> str:
    before = text.folded[first - 1] if first else ""
    return {"die": "fem", "eine": "fem", "ein": "masc", "dem": "masc", "des": "masc"}.get(
        before, "masc" if before == "der" and not _follows_noun(text, first - 1) else ""
    )


def _follows_noun(text: Tagged, article: int) -> bool:
    """„Angaben der Vorsitzenden“: „der“ may be a genitive or dative of „die“."""
    return article > 0 and text.tags[article - 1] in ("NN", "NE", "APPR")


def age_of(text: Tagged, first: int, end: int) -> str:
    """„Silke Odenthal (41)“, „der 41-jährige Paul Kern“, „Paul Kern, 41, …“"""
    if end + 1 < len(text.words) and text.words[end] in ("(", ",") and _is_age(text.words[end + 1]):
        return text.words[end + 1]
    for index in range(max(0, first - 4), first):
        number, _, rest = text.folded[index].partition("-")
        if rest.startswith("jährig") and _is_age(number):
            return number
    return ""


def _is_age(word: str) -> bool:
    return word.isdigit() and len(word) <= 3
