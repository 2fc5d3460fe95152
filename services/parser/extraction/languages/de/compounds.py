"""Words that are in no dictionary because German makes them as it goes."""

from functools import lru_cache
from typing import Final

from services.parser.extraction.languages.de.dictionary import (
    VERBAL,
    Reading,
    is_noun,
    lexicon,
    listed,
)

LINKERS: Final = ("", "s", "es", "n", "en", "er")
RARE_LINKERS: Final = ("e", "ens")  # else „Bundesamt“ would be „Bund|e|samt“
SHORTEST_CERTAIN_HEAD: Final = 5  # below („-rat“, „-tag“, „-amt“), the first part must be known
_UNKNOWN: Final = 2


@lru_cache(maxsize=1 << 13)
def compound_readings(form: str) -> tuple[Reading, ...]:
    """„Verteidigungsminister“ inflects as „Minister“, „NATO-Sprecherin“ as „Sprecherin“."""
    modifier, hyphen, head = form.rpartition("-")
    if hyphen and head:
        found = _nominal(head) or compound_readings(head)
        return _prefixed(modifier + hyphen, found, keep_capital=True)
    if not form[:1].isupper() or form.isupper():
        return ()
    heads = _heads(form)
    if not heads:
        return ()
    at = min(heads, key=lambda head: _doubt(form[:head]))
    certain = len(form) - at >= SHORTEST_CERTAIN_HEAD or _doubt(form[:at]) < _UNKNOWN
    return _prefixed(form[:at], _nouns(form[at:])) if certain else ()


def has_known_parts(form: str) -> bool:
    """Both halves are words and nothing odd lies between: „Heidelbeersauce“, not „Nebensja“."""
    return any(_doubt(form[:at]) == 0 for at in _heads(form))


@lru_cache(maxsize=1 << 12)
def particle_verb_readings(form: str) -> tuple[Reading, ...]:
    """„hinzufügte“: a known particle before a known verb, in a combination that is not listed."""
    for at in range(len(form) - 3, 1, -1):
        if form[:at] in lexicon().particle_verbs:
            with_zu = _with_zu(form[:at], form[at:])
            if with_zu:
                return with_zu
            verbs = tuple(r for r in listed(form[at:]) if r.pos == "verb" and r.kind != "joined")
            if verbs:
                return _prefixed(form[:at], verbs)
    return ()


def _with_zu(particle: str, rest: str) -> tuple[Reading, ...]:
    """„voran|zu|treiben“, which is not „voran|zutreiben“."""
    if not rest.startswith("zu"):
        return ()
    infinitives = (r for r in listed(rest[2:]) if r.pos == "verb" and r.form == "infinitive")
    return tuple(r._replace(lemma=particle + r.lemma, form="zu_infinitive") for r in infinitives)


@lru_cache(maxsize=1 << 10)
def _heads(form: str) -> list[int]:
    """Where a noun may begin that ends the form."""
    return [at for at in range(3, len(form) - 2) if is_noun(form[at:].capitalize())]


def _nouns(tail: str) -> tuple[Reading, ...]:
    return tuple(r for r in listed(tail.capitalize()) if r.pos == "noun")


def _doubt(modifier: str) -> int:
    """0 when a known word and a usual linker make the first part, 2 when nothing is known."""
    if _is_linked(modifier, LINKERS):
        return 0
    return 1 if _is_linked(modifier, RARE_LINKERS) else _UNKNOWN


def _is_linked(modifier: str, linkers: tuple[str, ...]) -> bool:
    stems = (modifier.removesuffix(linker) for linker in linkers if modifier.endswith(linker))
    return any(_is_base(stem) or _is_base(stem + "e") for stem in stems if len(stem) > 2)


def _is_base(stem: str) -> bool:
    return any(
        r.lemma == stem and r.pos in {"noun", "name", "adjective"}
        for r in (*listed(stem), *listed(stem.lower()))
    )


def _nominal(form: str) -> tuple[Reading, ...]:
    return tuple(r for r in listed(form) if r.pos not in VERBAL)


def _prefixed(
    prefix: str, readings: tuple[Reading, ...], *, keep_capital: bool = False
) -> tuple[Reading, ...]:
    lower = (lambda lemma: lemma) if keep_capital else str.lower
    return tuple(r._replace(lemma=prefix + lower(r.lemma)) for r in readings)
