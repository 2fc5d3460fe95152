"""Numbers that count nothing: dates, years, clock times, ages, results, ranks."""

from __future__ import annotations

from typing import Final, NamedTuple

from services.parser.extraction.languages.de.morphology import noun_features
from services.parser.extraction.languages.de.tagged import Tagged

_NOT_COUNTED: Final = frozenset(
    [
        "uhr",
        "januar",
        "jänner",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ]
)


_BEFORE_ORDINAL: Final = frozenset(
    [
        "platz",
        "rang",
        "artikel",
        "art.",
        "paragraf",
        "paragraph",
        "§",
        "absatz",
        "abs.",
        "kapitel",
        "seite",
        "nummer",
        "nr.",
        "band",
        "teil",
        "klasse",
        "gleis",
        "linie",
        "tor",
        "zimmer",
        "raum",
        "jahr",
        "jahre",
        "jahrgang",
        "anfang",
        "ende",
        "mitte",
        "sommer",
        "winter",
        "herbst",
        "frühjahr",
        "gruppe",
        "kategorie",
        "stufe",
        "liga",
        "formel",
        "hartz",
        "agenda",
        "windows",
    ]
)


class Number(NamedTuple):
    """`first` and `end` are tokens, the multiplier included; `least` and `unit` stood in one word
    with it („10-20“, „5km“).
    """

    first: int
    end: int
    value: float
    factor: float = 1.0
    least: float | None = None
    unit: str | None = None


def is_no_quantity(text: Tagged, number: Number, end: int) -> bool:
    before = text.folded[number.first - 1] if number.first else ""
    after = text.folded[number.end] if number.end < end else ""
    if after.startswith("-") and len(after) > 1:
        return True  # „der 10.000-Meter-Lauf“
    if before in _BEFORE_ORDINAL or after in _NOT_COUNTED or before in ("§", "/", "-"):
        return True
    is_year = (
        text.words[number.first].isdigit()
        and 1000 <= number.value <= 2100
        and number.end == number.first + 1
    )
    if is_year and not _counts_behind(text, number):
        return True
    return (
        is_year and before in ("im", "seit", "von", "vom", "bis", "ab", "um", "in")
    ) or before in _NOT_COUNTED


def _counts_behind(text: Tagged, number: Number) -> bool:
    """„2002 Vorstandsvorsitzender“ is a year, „2002 Vorsitzende“ may be a count."""
    if number.end >= len(text.tags) or text.tags[number.end] not in ("NN", "ADJA"):
        return False
    features = noun_features(text.words[number.end])
    return text.tags[number.end] == "ADJA" or not features.numbers or "pl" in features.numbers


def stands_alone(text: Tagged, number: Number, end: int) -> bool:
    """A bare number counts where its noun is plain from what was said before."""
    if (
        text.words[number.first].isdigit()
        and number.value < 13
        and not (
            number.first
            and text.folded[number.first - 1] in ("weitere", "rund", "etwa", "nur", "mindestens")
        )
    ):
        return False
    after = text.folded[number.end] if number.end < end else ""
    if after in ("weitere", "weiteren", "davon"):
        return True
    return (
        number.value >= 13
        and after not in ("mal", ".", ":", "/")
        and "." in text.words[number.first]
    )


def is_age_or_date(text: Tagged, number: Number, stop: int, end: int) -> bool:
    unit = text.folded[stop - 1]
    after = text.folded[stop] if stop < end else ""
    if unit in ("jahre", "jahren") and after in (
        "alt",
        "alte",
        "alter",
        "alten",
        "später",
        "zuvor",
    ):
        return True
    before = text.folded[number.first - 1] if number.first else ""
    is_time = unit.startswith(("jahr", "monat", "woche", "tag", "stunde", "minute"))
    return (is_time and (before == "vor" or after in ("später", "zuvor", "nach"))) or (
        is_time
        and before == "von"
        and number.first > 1
        and text.folded[number.first - 2] == "alter"
    )
