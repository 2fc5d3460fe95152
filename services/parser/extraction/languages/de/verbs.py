"""The verb of a clause: finite form, participle or infinitive, separated particle, voice."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from services.parser.extraction.languages.de.clauses import Clause
from services.parser.extraction.languages.de.lexicon import speech_verbs
from services.parser.extraction.languages.de.morphology import joins, verb_lemmas
from services.parser.extraction.languages.de.tagged import Tagged

_AUXILIARIES: Final = frozenset({"haben", "sein", "werden"})
_WEAK_ENDS: Final = ("te", "ten", "t", "e", "en")
_PARTICIPLES: Final = frozenset({"VVPP", "VAPP", "VMPP"})
_INFINITIVES: Final = frozenset({"VVINF", "VVIZU"})
_MAIN_FORMS: Final = _PARTICIPLES | _INFINITIVES


class VerbGroup(NamedTuple):
    """`tokens` are all its words in text order; `lemmas` what the main verb may be a form of."""

    tokens: tuple[int, ...]
    lemmas: frozenset[str]
    main: int
    passive: bool


def verb_groups(text: Tagged, clause: Clause) -> list[VerbGroup]:
    """The main verb, or several where participles are coordinated („kritisiert und gefordert“)."""
    if clause.verbs is None:
        clause.verbs = _groups(text, clause)
    return clause.verbs


def _groups(text: Tagged, clause: Clause) -> list[VerbGroup]:
    finite = clause.finite
    if finite is None:
        return _infinitive_group(text, clause)
    auxiliary = finite_lemmas(text.folded[finite])
    if text.tags[finite] in ("VAFIN", "VMFIN") or auxiliary & _AUXILIARIES:
        found = [_compound(text, clause, finite, main) for main in _mains(text, clause)]
        if found:
            return found
    return [_simple(text, clause, finite)]


def _mains(text: Tagged, clause: Clause) -> list[int]:
    return [
        i
        for i in clause.tokens()
        if text.tags[i] in _MAIN_FORMS
        and _may_close(clause, i)
        and not text.aside[i]
        and text.folded[i]
        not in ("worden", "geworden", "werden", "haben", "sein", "können", "wollen")
    ]


def _may_close(clause: Clause, index: int) -> bool:
    """„Die Halle, genannt Dom, hat geöffnet“: a participle apposed is none of the verb's."""
    first, end = clause.pieces[-1]
    own = next((p for p in clause.pieces if p[0] <= (clause.finite or 0) < p[1]), (first, end))
    return first <= index < end or own[0] <= index < own[1]


def _compound(text: Tagged, clause: Clause, finite: int, main: int) -> VerbGroup:
    lemmas = finite_lemmas(text.folded[main])
    last = {text.folded[i] for i in range(main + 1, min(main + 3, clause.end))}
    is_participle = text.tags[main] in _PARTICIPLES
    werden = "werden" in finite_lemmas(text.folded[finite])
    passive = is_participle and (werden or bool(last & {"worden", "werden"}))
    tokens = [finite, main]
    tokens += [
        i
        for i in range(main + 1, min(main + 3, clause.end))
        if text.folded[i] in ("worden", "werden", "haben")
    ]
    return VerbGroup(tuple(sorted(set(tokens))), lemmas, main, passive)


def _simple(text: Tagged, clause: Clause, finite: int) -> VerbGroup:
    lemmas = finite_lemmas(text.folded[finite])
    if clause.kind in ("v1", "v2"):
        particle = _particle(text, clause, finite)
        if particle is not None:
            joined = joins(text.folded[finite], text.folded[particle])
            if joined:
                return VerbGroup((finite, particle), frozenset({joined}), finite, passive=False)
            lemmas = frozenset(text.folded[particle] + lemma for lemma in lemmas)
            return VerbGroup((finite, particle), lemmas, finite, passive=False)
    return VerbGroup((finite,), lemmas, finite, passive=False)


def simple_group(text: Tagged, clause: Clause) -> VerbGroup:
    """The finite verb alone, whatever stands at the end of the clause."""
    finite = clause.finite
    assert finite is not None
    return VerbGroup((finite,), finite_lemmas(text.folded[finite]), finite, passive=False)


def _particle(text: Tagged, clause: Clause, finite: int) -> int | None:
    """The separated prefix: in the last place of a piece, or tagged so."""
    for first, end in reversed(clause.pieces):
        for index in range(end - 1, max(first, finite + 1) - 1, -1):
            if text.aside[index]:
                continue
            if text.tags[index] == "PTKVZ":
                return index
            if (
                index == end - 1
                and joins(text.folded[finite], text.folded[index])
                and text.tags[index] != "NN"
            ):
                return index
    return None


def _infinitive_group(text: Tagged, clause: Clause) -> list[VerbGroup]:
    for index in reversed(list(clause.tokens())):
        if text.tags[index] == "VVIZU":
            return [VerbGroup((index,), finite_lemmas(text.folded[index]), index, passive=False)]
        if text.tags[index] == "VVINF" and text.folded[index - 1] == "zu":
            return [
                VerbGroup(
                    (index - 1, index), finite_lemmas(text.folded[index]), index, passive=False
                )
            ]
    return []


@lru_cache(maxsize=8192)
def finite_lemmas(form: str) -> frozenset[str]:
    return verb_lemmas(form) or _weak_lemmas(form)


def _weak_lemmas(form: str) -> frozenset[str]:
    """„höhnte“: of a verb the dictionary lacks, but the list of speech verbs has."""
    stems = [form.removesuffix(end) for end in _WEAK_ENDS if form.endswith(end)]
    verbs = (stem + end for stem in stems for end in ("en", "n"))  # „ermuntern“ has no „e“
    return frozenset(verb for verb in verbs if verb in speech_verbs())
