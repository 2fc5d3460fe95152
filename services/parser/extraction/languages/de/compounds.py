"""Words that are in no dictionary because German makes them as it goes."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from services.parser.extraction.languages.de.dictionary import (
    VERBAL,
    Features,
    Lexeme,
    is_base,
    is_noun,
    lexicon,
    listed,
)

LINKERS: Final = ("", "s", "es", "n", "en", "er")
RARE_LINKERS: Final = ("e", "ens")  # else „Bundesamt“ would be „Bund|e|samt“
SHORTEST_CERTAIN_HEAD: Final = 5  # below („-rat“, „-tag“, „-amt“), the first part must be known
_UNKNOWN: Final = 2


@lru_cache(maxsize=1 << 13)
def compound(form: str) -> tuple[Lexeme, ...]:
    """„Verteidigungsminister“ inflects as „Minister“, „NATO-Sprecherin“ as „Sprecherin“."""
    modifier, hyphen, head = form.rpartition("-")
    if hyphen and head:
        found = _of_those(listed(head), lambda f: f.pos not in VERBAL) or compound(head)
        return tuple(x._replace(prefix=modifier + hyphen + x.prefix) for x in found)
    if not form[:1].isupper() or form.isupper():
        return ()
    heads = _heads(form)
    if not heads:
        return ()
    at = min(heads, key=lambda head: _doubt(form[:head]))
    certain = len(form) - at >= SHORTEST_CERTAIN_HEAD or _doubt(form[:at]) < _UNKNOWN
    return _joined(form[:at], form[at:].capitalize(), _is_noun) if certain else ()


def has_known_parts(form: str) -> bool:
    """Both halves are words and nothing odd lies between: „Heidelbeersauce“, not „Nebensja“."""
    return any(_doubt(form[:at]) == 0 for at in _heads(form))


@lru_cache(maxsize=1 << 12)
def particle_verb(form: str) -> tuple[Lexeme, ...]:
    """„hinzufügte“: a known particle before a known verb, in a combination that is not listed."""
    for at in range(len(form) - 3, 1, -1):
        if form[:at] in lexicon().particle_verbs:
            verbs = _with_zu(form[:at], form[at:]) or _joined(form[:at], form[at:], _is_simple_verb)
            if verbs:
                return verbs
    return ()


def _with_zu(particle: str, rest: str) -> tuple[Lexeme, ...]:
    """„voran|zu|treiben“, which is not „voran|zutreiben“."""
    if not rest.startswith("zu"):
        return ()
    return tuple(
        lexeme._replace(features=tuple(f._replace(form="zu_infinitive") for f in lexeme.features))
        for lexeme in _joined(particle, rest[2:], _is_infinitive)
    )


@lru_cache(maxsize=1 << 10)
def _heads(form: str) -> list[int]:
    """Where a noun may begin that ends the form."""
    return [at for at in range(3, len(form) - 2) if is_noun(form[at:].capitalize())]


@lru_cache(maxsize=1 << 10)
def _doubt(modifier: str) -> int:
    """0 when a known word and a usual linker make the first part, 2 when nothing is known."""
    if _is_linked(modifier, LINKERS):
        return 0
    return 1 if _is_linked(modifier, RARE_LINKERS) else _UNKNOWN


def _is_linked(modifier: str, linkers: tuple[str, ...]) -> bool:
    stems = (modifier.removesuffix(linker) for linker in linkers if modifier.endswith(linker))
    return any(is_base(stem) or is_base(stem + "e") for stem in stems if len(stem) > 2)


def _is_noun(features: Features) -> bool:
    return features.pos == "noun"


def _is_simple_verb(features: Features) -> bool:
    return features.pos == "verb" and features.kind != "joined"


def _is_infinitive(features: Features) -> bool:
    return features.pos == "verb" and features.form == "infinitive"


def _joined(prefix: str, tail: str, wanted: Callable[[Features], bool]) -> tuple[Lexeme, ...]:
    return tuple(
        lexeme._replace(prefix=prefix, capital=False) for lexeme in _of_those(listed(tail), wanted)
    )


def _of_those(lexemes: Iterable[Lexeme], wanted: Callable[[Features], bool]) -> tuple[Lexeme, ...]:
    kept = ((lexeme, tuple(filter(wanted, lexeme.features))) for lexeme in lexemes)
    return tuple(
        lexeme._replace(features=features, poses=frozenset(f.pos for f in features))
        for lexeme, features in kept
        if features
    )
