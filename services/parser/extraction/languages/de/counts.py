"""What a number counts or measures, as concept keys.

Of people and things: the noun, what happened to it, where they are from. Of a measure: its symbol,
and all that the claim is about, since nothing says which of its words is measured. At the end `um`
marks a difference and `davon` a part.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from services.parser.extraction.languages.de.propositions import Proposition
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.units import is_measure
from services.parser.extraction.languages.de.vocabulary import (
    origin_key,
    state_key,
    vocabulary,
    word_key,
)
from services.parser.extraction.model import Quantity

CHANGE: Final = "um"
"""Key of a difference: „um 3 Prozent“ is no level, „weitere 12“ no total."""
PART: Final = "davon"
"""Key of a part: „davon neun Frauen“, „unter den Toten zwei Kinder“."""
_PERSON: Final = "mensch"
_ATTEND: Final = "teilnehmen"
_PARTITIVE: Final = frozenset(["davon", "darunter", "hiervon", "wovon", "denen"])
_PART_REACH: Final = 5
_LOOK_BACK: Final = 600  # characters that hold as many words
_ORIGIN: Final = ("ische", "ischen", "ischer", "isches", "ischem", "er")
_ENDINGS: Final = ("en", "em", "er", "es", "e")
_MORE: Final = ("weitere", "weiteren", "weiterer", "zusätzliche", "zusätzlichen", "neue", "neuen")


def counted(
    text: Tagged,
    quantities: Sequence[Quantity],
    proposition: Proposition,
    about: Sequence[str],
    head: str | None,
) -> tuple[Quantity, ...]:
    """The quantities with `counts` filled in; `head` is the main verb of the clause."""
    return tuple(
        quantity._replace(
            counts=_counts(
                text, quantity, about, _verb_behind(text, quantity, proposition) or head
            ),
        )
        for quantity in quantities
    )


def _counts(
    text: Tagged, quantity: Quantity, about: Sequence[str], verb: str | None
) -> tuple[str, ...]:
    states = vocabulary().running | {_ATTEND}
    if quantity.unit is None:
        found = [_PERSON, verb] if verb is not None and verb in states else []
    elif is_measure(quantity.unit):
        found = [quantity.unit, *(key for key in about if key[0].islower())]
    else:
        fate = _state_beside(quantity) or verb
        found = [*_noun_and_fate(_noun_key(quantity.unit), fate, about), *_origins(quantity)]
    kept = tuple(dict.fromkeys(found))
    return (*kept, *_markers(text, quantity)) if kept else ()


def _noun_and_fate(noun: str, verb: str | None, about: Sequence[str]) -> list[str]:
    """„40 Tote“ are people that died; „12 Menschen“ took part where a demonstration is told of."""
    states = vocabulary().running | {_ATTEND}
    if noun in states:
        return [_PERSON, noun]
    if noun in vocabulary().generic:
        verb = next((key for key in (verb, *about) if key in states), verb)
    return [noun] if verb is None else [noun, verb]


def _state_beside(quantity: Quantity) -> str | None:
    """„sieben verletzten Badegästen“"""
    words = [word for word in quantity.surface.split() if word.islower() and word.isalpha()]
    keys = (state_key(word) for word in (_uninflected(word) for word in words))
    return next((key for key in keys if key in vocabulary().running), None)


def _uninflected(adjective: str) -> str:
    return next((adjective.removesuffix(e) for e in _ENDINGS if adjective.endswith(e)), adjective)


def _origins(quantity: Quantity) -> list[str]:
    """„12.000 nordkoreanische Soldaten“ are not those of another country."""
    words = quantity.surface.split()
    return [key for word in words if word.endswith(_ORIGIN) and (key := origin_key(word))]


def _noun_key(unit: str) -> str:
    """Of a counted noun even the emptiest says what is counted: „300 Fälle“."""
    return word_key(unit, "NN") or unit.lower()


def _markers(text: Tagged, quantity: Quantity) -> list[str]:
    start = quantity.spans[0].start
    before = text.document.text[max(0, start - _LOOK_BACK) : start].rstrip()
    surface = quantity.surface.lower().split()
    is_change = before.endswith((" um", "Um")) or any(word in surface for word in _MORE)
    last = before.rsplit(maxsplit=_PART_REACH)[-_PART_REACH:]
    said = [word.lower() for word in last]
    is_part = any(word.strip(",(") in _PARTITIVE for word in said) or "unter den" in " ".join(said)
    return [*([CHANGE] if is_change else []), *([PART] if is_part else [])]


def _verb_behind(text: Tagged, quantity: Quantity, proposition: Proposition) -> str | None:
    """„12 Menschen getötet und 30 verletzt“: the verb that stands next behind the number."""
    end = quantity.spans[-1].end
    mains = [
        index
        for index in proposition.clause.tokens()
        if text.tags[index] == "VVPP" and text.document.tokens.starts[index] >= end
    ]
    return word_key(text.folded[mains[0]], "VVPP") if len(mains) > 1 else None
