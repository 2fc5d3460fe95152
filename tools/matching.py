"""Quotes as the measure sees them, and which of two readings of one text are the same quote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from services.parser.extraction import Quote, Speaker
from tools.annotation import Annotation

SAME: Final = 0.8  # F1 of the code points from which two spans are one quote

Points: TypeAlias = frozenset[int]
Named: TypeAlias = Literal["right", "null", "wrong"]

_TITLES: Final = ("dr.", "prof.", "sir", "lord", "lady", "dame", "doktor", "professor")


class Voice(NamedTuple):
    """Who speaks: the code points of each mention that would do, and each name."""

    mentions: tuple[Points, ...]
    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A quote, annotated or found."""

    type: str
    points: Points
    voice: Voice | None
    text: str
    optional: bool = False
    confidence: str = ""
    rule: str = ""


class Pair(NamedTuple):
    gold: Reading
    found: Reading
    overlap: float


def annotated(quote: Annotation) -> Reading:
    speaker = quote["speaker"]
    voice = speaker and Voice(
        tuple(frozenset(range(m["start"], m["end"])) for m in speaker["mentions"]),
        speaker["kind"],
        tuple(speaker["names"]),
    )
    text = " … ".join(span["exact"] for span in quote["spans"])
    points = _points((span["start"], span["end"]) for span in quote["spans"])
    return Reading(quote["type"], points, voice, text, quote["optional"])


def found(quote: Quote) -> Reading:
    return Reading(
        quote.type,
        _points(quote.spans),
        _voice(quote.speaker),
        quote.text,
        confidence=quote.confidence,
        rule=quote.rule,
    )


def _voice(speaker: Speaker | None) -> Voice | None:
    if speaker is None:
        return None
    names = (speaker.name,) if speaker.name else ()
    return Voice((_points(speaker.spans),), speaker.kind, names)


def _points(spans: Iterable[tuple[int, int]]) -> Points:
    return frozenset(point for start, end in spans for point in range(start, end))


def overlap(left: Points, right: Points) -> float:
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def pairs(gold: Sequence[Reading], others: Sequence[Reading]) -> list[Pair]:
    """One to one, best overlap first; of two equal ones that of the same type."""
    candidates = [
        (round(same, 6), one.type == other.type, not one.optional, i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(others)
        if (same := overlap(one.points, other.points)) >= SAME
    ]
    candidates.sort(key=lambda c: (-c[0], not c[1], not c[2], c[3], c[4]))
    taken: tuple[set[int], set[int]] = (set(), set())
    chosen: list[Pair] = []
    for same, _, _, i, j in candidates:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            chosen.append(Pair(gold[i], others[j], same))
    return chosen


def mention_met(gold: Voice | None, other: Voice | None) -> bool:
    """The mentions share a code point; where nobody is named, nobody must be."""
    if gold is None or other is None:
        return gold is other
    return any(mine & theirs for mine in gold.mentions for theirs in other.mentions)


def named(gold: Voice, other: Voice | None) -> Named:
    """A part of the right name („Merkel“ for Angela Merkel) is no answer, and no wrong one."""
    given = [_words(name) for name in other.names] if other else []
    known = [_words(name) for name in gold.names]
    if not given:
        return "null" if known else "right"
    if any(name in known for name in given):
        return "right"
    parts = {word for name in known for word in name}
    return "null" if all(set(name) <= parts for name in given) and known else "wrong"


def _words(name: str) -> tuple[str, ...]:
    return tuple(word for word in name.casefold().split() if word not in _TITLES)


def speaker_right(gold: Voice | None, other: Voice | None) -> bool:
    """A known person by name; anybody else by the mention, and without a name."""
    if gold is None or other is None:
        return gold is other
    if named(gold, other) != "right":
        return False
    return bool(gold.names) or mention_met(gold, other)


def speaker_not_wrong(gold: Voice | None, other: Voice | None) -> bool:
    """Right, or the right mention with its person left open."""
    if speaker_right(gold, other):
        return True
    return gold is not None and mention_met(gold, other) and named(gold, other) == "null"
