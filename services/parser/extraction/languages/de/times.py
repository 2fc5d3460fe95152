"""When: points in time, and what they say as a value that a date of publication can complete.

Values: `2026`, `2026-03`, `2026-03-24`, `--03`, `--03-24` (a year is missing), `W-7` (a Sunday),
`D-1` (yesterday), `Y-1` (the year before). What needs more than that has none.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from services.parser.extraction.findings import Range, Ranges
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.tagged import Tagged

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("januar", "jänner"),
            ("februar",),
            ("märz",),
            ("april",),
            ("mai",),
            ("juni",),
            ("juli",),
            ("august",),
            ("september",),
            ("oktober",),
            ("november",),
            ("dezember",),
        ),
        start=1,
    )
    for name in names
}
_WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("montag",),
            ("dienstag",),
            ("mittwoch",),
            ("donnerstag",),
            ("freitag",),
            ("samstag", "sonnabend"),
            ("sonntag",),
        ),
        start=1,
    )
    for name in names
}
_PARTS: Final = ("abend", "morgen", "nachmittag", "vormittag", "mittag", "nacht", "früh")
_DAYS: Final = {"heute": "D0", "gestern": "D-1", "vorgestern": "D-2"}
_BEFORE: Final = frozenset({"APPR", "APPRART", "ART", "ADJA", "CARD", "PDAT", "ADV"})
_NEXT: Final = ("kommenden", "kommender", "nächsten", "nächster", "kommendem", "nächstem")
_LAST: Final = ("vergangenen", "letzten", "vorigen", "vergangenem", "letztem")
_THIS: Final = ("diesem", "dieses", "laufenden")
_REACHING: Final = ("seit", "bis", "ab")
_YEAR_RANGE: Final = range(1900, 2100)
_WORDS: Final = frozenset({*_DAYS, *_MONTHS, "jahr", *words.TIME_NOUNS})


class Time(NamedTuple):
    """`value` is None where the words alone do not tell."""

    place: Range
    value: str | None


def times_in(text: Tagged, ranges: Ranges) -> list[Time]:
    found: list[Time] = []
    for first, end in ranges:
        within = enumerate(text.folded[first:end], first)
        after = first
        for index in [i for i, word in within if word in _WORDS or word.isdigit()]:
            time = _time(text, index, first, end) if index >= after else None
            if time is not None and (not found or time.place[0] >= found[-1].place[1]):
                found.append(_without_reach(text, time))
                after = time.place[1]
    return found


def _without_reach(text: Tagged, time: Time) -> Time:
    """„seit August“ says how long, not when."""
    return time._replace(value=None) if text.folded[time.place[0]] in _REACHING else time


def _time(text: Tagged, index: int, first: int, end: int) -> Time | None:
    word = text.folded[index]
    if word in _DAYS:
        return Time((index, index + 1), _DAYS[word])
    if (year := _year(text, index, end)) is not None:
        return Time((_start(text, index, first), index + 1), str(year))
    is_noun = text.tags[index] in ("NN", "NE", "ADV")
    if word in _MONTHS and is_noun:
        return _month(text, index, first, end)
    if word == "jahr" and index + 1 < end and (year := _year(text, index + 1, end)) is not None:
        return Time((_start(text, index, first), index + 2), str(year))
    return _named(text, index, first) if word in words.TIME_NOUNS and is_noun else None


def _named(text: Tagged, index: int, first: int) -> Time:
    """Weekdays, and years as „vergangenes Jahr“, „Vorjahr“."""
    start = _start(text, index, first)
    said = text.folded[start : index + 1]
    day = _weekday(said[-1])
    if day is None:
        return Time((start, index + 1), _relative(said))
    return Time((start, index + 1), None if _points_ahead(said) else f"W-{day}")


def _month(text: Tagged, index: int, first: int, end: int) -> Time:
    month = _MONTHS[text.folded[index]]
    day = _day(text.words[index - 1]) if index > first else None
    start = _start(text, index, first)
    year = _number(text.words[index + 1]) if index + 1 < end else None
    is_dated = year is not None and year in _YEAR_RANGE
    head = f"{year}-{month:02}" if is_dated else f"--{month:02}"
    value = head if day is None else f"{head}-{day:02}"
    return Time((start, index + (2 if is_dated else 1)), value)


def _day(word: str) -> int | None:
    number = _number(word.removesuffix("."))
    return number if number is not None and 1 <= number <= 31 else None


def _number(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 4 else None


def _year(text: Tagged, index: int, end: int) -> int | None:
    """A bare year: no noun that it could count behind it."""
    number = _number(text.words[index])
    if number is None or number not in _YEAR_RANGE:
        return None
    before = text.folded[index - 1] if index else ""
    if before in ("jahr", "jahre", "jahres", "seit", "bis", "ende", "anfang", "mitte", "sommer"):
        return number
    follows = text.tags[index + 1] if index + 1 < end else ""
    return None if follows in ("NN", "ADJA", "NE") else number


def _weekday(word: str) -> int | None:
    for part in _PARTS:
        word = word.removesuffix(part) if word != part else word
    return _WEEKDAYS.get(word)


def _points_ahead(said: list[str]) -> bool:
    return any(word in _NEXT for word in said)


def _relative(said: list[str]) -> str | None:
    if said[-1] in ("vorjahr", "vorjahres"):
        return "Y-1"
    if said[-1] not in ("jahr", "jahres"):
        return None
    if any(word in _LAST for word in said):
        return "Y-1"
    return "Y0" if any(word in _THIS for word in said) else None


def _start(text: Tagged, index: int, first: int) -> int:
    start = index
    while start > first and text.tags[start - 1] in _BEFORE:
        start -= 1
    return start
