"""What a claim is about: keys by which claims about the same thing are found.

Words are keys in small letters, names and places keep their capital. Words that name the same have
one key (`concepts.txt`); hedges, claimants and numbers have none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from services.parser.extraction.findings import Range, Ranges
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.clauses import Clause
from services.parser.extraction.languages.de.hedges import HEDGES
from services.parser.extraction.languages.de.propositions import Proposition
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.verbs import VerbGroup, verb_groups
from services.parser.extraction.languages.de.vocabulary import (
    government,
    is_place,
    name_key,
    noun_keys,
    origin_key,
    state_key,
    vocabulary,
    word_key,
)

_LOCAL: Final = frozenset(["in", "im", "aus", "nach", "bei", "um", "von", "vor", "durch", "nahe"])
_PLACE_WORDS: Final = frozenset(["wo", "wohin", "woher", "dort"])
_REACH: Final = 8  # words back to the antecedent of a relative word
_LEAD: Final = 3  # sentences that set the scene
_MOST_NAMES, _MOST_WORDS = 6, 14
_LOSES: Final = frozenset(["verloren", "verlor", "kostete", "gekostet", "kosteten"])
_VERBS: Final = frozenset(["VVFIN", "VVIMP", "VVINF", "VVIZU", "VVPP"])
_TELLING: Final = frozenset(["NE", "FM", "NN", "ADJA"]) | _VERBS
_SCENE: Final = frozenset(["NE", "NN", "ADJA"])  # in the first sentences
_OFTEN: Final = 3  # a name that stands so often in an article belongs to its setting


def about(text: Tagged, proposition: Proposition, head: str | None) -> tuple[str, ...]:
    """Nouns, names, adjectives of origin and main verbs, in the order of the text.

    The antecedent of a relative word stands first, the main verb (`head`) last.
    """
    found = list(_antecedent(text, proposition))
    for index in proposition.tokens():
        if text.tags[index] in _TELLING:
            found += _keys(text, index, proposition)
    generic = vocabulary().generic
    keys = dict.fromkeys(key for key in found if key != head and key not in generic)
    return (*keys, head) if head else tuple(keys)


def predicate(text: Tagged, clause: Clause) -> str | None:
    """What is said of it: the main verb, or the adjective beside *sein*; None if it is empty."""
    if _is_lost_life(text, clause):
        return "tot"
    groups = verb_groups(text, clause)
    if groups and (key := _main_verb(text, groups[-1])):
        return key
    return _predicative(text, clause)


def _main_verb(text: Tagged, group: VerbGroup) -> str | None:
    if len(group.lemmas) == 1:  # with its particle: „baut … ab“
        return word_key(next(iter(group.lemmas)), "VVINF")
    return word_key(text.folded[group.main], text.tags[group.main])


def _predicative(text: Tagged, clause: Clause) -> str | None:
    """„sind in Russland aktiv“, „sei verunreinigt“"""
    for index in reversed(list(clause.tokens())):
        if text.tags[index] in ("ADJD", "VVPP") and text.folded[index] not in HEDGES:
            return state_key(text.folded[index])
    return None


def _is_lost_life(text: Tagged, clause: Clause) -> bool:
    """„kamen ums Leben“, „verloren ihr Leben“, „kostete drei Menschen das Leben“"""
    if not any("leben" in text.folded[first:end] for first, end in clause.pieces):
        return False
    folded = [text.folded[index] for index in clause.tokens()]
    before = folded[folded.index("leben") - 1]
    return before == "ums" or (before in ("ihr", "das", "sein") and bool(_LOSES & set(folded)))


def _keys(text: Tagged, index: int, proposition: Proposition) -> tuple[str, ...]:
    tag = text.tags[index]
    if text.aside[index] or text.folded[index] in words.TIME_NOUNS:
        return ()
    if tag in ("NE", "FM"):
        return (_name(text, index),)
    if tag == "NN":
        return _noun(text, index)
    if tag == "ADJA":
        return _given(origin_key(text.words[index]))
    if _is_own(proposition.clause, index):
        return ()
    return _given(word_key(text.folded[index], tag))  # of a clause that hangs on it


def _is_own(clause: Clause, index: int) -> bool:
    return any(first <= index < end for first, end in clause.pieces)


def _given(key: str | None) -> tuple[str, ...]:
    return () if key is None else (key,)


def _noun(text: Tagged, index: int) -> tuple[str, ...]:
    word = text.words[index]
    if is_place(word) and text.document.tokens.starts[index] > 0:
        return (_name(text, index),)
    return noun_keys(word)


def _name(text: Tagged, index: int) -> str:
    word = text.words[index]
    governed = government(word)
    is_local = index > 0 and text.folded[index - 1] in _LOCAL
    return governed if governed and not is_local else name_key(word)


def _antecedent(text: Tagged, proposition: Proposition) -> Iterator[str]:
    """What a relative word stands for: „in Russland, wo …“, „die Soldaten, die …“."""
    first = proposition.ranges[0][0]
    opener = text.folded[first]
    wants_place = opener in _PLACE_WORDS
    if proposition.clause.kind not in ("rel", "w") or not (
        wants_place
        or opener in words.RELATIVES
        or text.folded[min(first + 1, len(text.folded) - 1)] in words.RELATIVES
    ):
        return
    for index in range(first - 1, max(-1, first - _REACH), -1):
        tag = text.tags[index]
        if tag == "NE" and (not wants_place or is_place(text.words[index])):
            yield _name(text, index)
            return
        if tag == "NN" and not wants_place:
            yield from _noun(text, index)
            if (
                index > 0
                and text.tags[index - 1] == "ADJA"
                and (o := origin_key(text.words[index - 1]))
            ):
                yield o
            return


def setting_of(text: Tagged) -> tuple[str, ...]:
    """Names and nouns of an article's first sentences, and the names it keeps returning to.

    They tell one event from another where a claim itself names no place: „12 Menschen starben“.
    """
    names: Counter[str] = Counter()
    nouns: Counter[str] = Counter()
    lead = text.analyses[min(_LEAD, len(text.analyses)) - 1].end if text.analyses else 0
    within = enumerate(text.tags)
    for index in [i for i, tag in within if tag == "NE" or (i < lead and tag in _SCENE)]:
        for key in _scene_keys(text, index):
            (names if key[0].isupper() else nouns)[key] += _OFTEN if index < lead else 1
    passed_over = vocabulary().common | vocabulary().generic | words.TIME_NOUNS
    often = {name: count for name, count in names.items() if count >= _OFTEN}
    telling = {noun: count for noun, count in nouns.items() if noun not in passed_over}
    return tuple(sorted([*_most(often, _MOST_NAMES), *_most(telling, _MOST_WORDS)]))


def _scene_keys(text: Tagged, index: int) -> tuple[str, ...]:
    tag = text.tags[index]
    if tag == "NE":
        return (_name(text, index),)
    return _noun(text, index) if tag == "NN" else _given(origin_key(text.words[index]))


def _most(counts: Mapping[str, int], limit: int) -> list[str]:
    return sorted(counts, key=lambda key: (-counts[key], key))[:limit]


def places_in(text: Tagged, ranges: Ranges) -> list[Range]:
    return [
        (i, i + 1)
        for first, end in ranges
        for i in range(first, end)
        if text.tags[i] == "NE" and is_place(text.words[i])
    ]
