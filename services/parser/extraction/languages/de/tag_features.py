"""What the tagger and its training look at; both must see the same."""

from functools import cache, lru_cache
from typing import Final, NamedTuple

from services.parser.extraction.languages.de.clusters import cluster
from services.parser.extraction.languages.de.compounds import has_known_parts
from services.parser.extraction.languages.de.dictionary import word_classes

BOUNDARY: Final = ""  # the word before the first and after the last
_WERDEN: Final = frozenset(
    {"werde", "wirst", "wird", "werdet", "werden", "wurde", "wurden", "würde", "würden", "worden"}
)
_OPENERS: Final = {
    "KOUS": "s",
    "KOUI": "z",
    "PRELS": "r",
    "PRELAT": "r",
    "PWS": "w",
    "PWAV": "w",
    "PWAT": "w",
}
_FINITE: Final = {"VVFIN": "V", "VAFIN": "A", "VMFIN": "M"}
# a clause that has begun like this still wants: a finite verb at its end, one soon, or „zu“
_NEEDS: Final = {"s": "final", "r": "final", "w": "final", "": "second", "z": "zu"}
INITIAL_AFTER: Final = frozenset({BOUNDARY, ":", ".", "!", "?", "„", "»", "“", '"', "–"})
TURNS: Final = frozenset({"$,", "$.", *_OPENERS, *_FINITE})  # the tags that change a clause


NEAR_BRANCH: Final = (1 << 16) - 1  # so much of a word's path its neighbours look at


class Clause(NamedTuple):
    """What the words so far say about the verb that is to come."""

    opener: str  # s(ubordinating), z(u), r(elative), w(h), or nothing
    finite: str  # V(full), A(haben, sein), W(erden), M(odal), or nothing yet
    outer: str  # `state` of the clause before the last comma
    state: str  # opener and finite


START: Final = Clause("", "", "", "")


def after(clause: Clause, tag: str, word: str) -> Clause:
    if tag == "$,":
        return _clause("", "", clause.state)
    if tag == "$.":
        return START
    if tag in _OPENERS:
        return _clause(_OPENERS[tag], "", clause.outer)
    if tag in _FINITE:
        finite = "W" if tag == "VAFIN" and word.lower() in _WERDEN else _FINITE[tag]
        return _clause(clause.opener, finite, clause.outer)
    return clause


@cache
def _clause(opener: str, finite: str, outer: str) -> Clause:
    return Clause(opener, finite, outer, opener + finite)


def is_initial(previous: str) -> bool:
    """Whether a capital may be due to the place alone: at the start, after a colon, in a quote."""
    return previous in INITIAL_AFTER


def own_features(word: str, kinds: str, *, initial: bool) -> list[str]:
    """`kinds`: the candidate tags, as one string."""
    kind = shape(word) + ("^" if initial else "")
    return [
        *spelling_features(word),
        *class_features(kinds, kind, classes(word)),
        *path_features(own_path(word, initial=initial)),
    ]


def spelling_features(word: str) -> list[str]:
    lower = word.lower()
    return [f"w {lower}", *[f"s {lower[-n:]}" for n in (2, 3, 4, 5) if len(lower) > n]]


def class_features(kinds: str, kind: str, listed: str) -> list[str]:
    return [f"x {kind}", f"k {kinds}", f"kx {kinds} {kind}", f"l {listed}"]


def path_features(path: int | None) -> list[str]:
    return ["c"] if path is None else _branches(path, (4, 6, 10, 16, 40))


def own_path(word: str, *, initial: bool) -> int | None:
    """The word's place among the clusters; at the start of a sentence the small form's."""
    path = cluster(word)
    if path is None or (initial and word_classes(word.lower())):
        small = cluster(word.lower())
        return path if small is None else small
    return path


def classes(word: str) -> str:
    """What the dictionary says of it or of its small form."""
    return listing(word) or "|".join(word_classes(word.lower()))


def listing(word: str) -> str:
    """What the dictionary says of it, or that it is made of words."""
    classes = "|".join(word_classes(word))
    if not classes and word[0].isupper() and has_known_parts(word):
        return "compound"
    return classes


def near_features(word: str, kinds: str) -> list[str]:
    if word == BOUNDARY:
        return ["w"]
    return [near_word(word), *kin_features(kinds, shape(word), cluster(word))]


def near_word(word: str) -> str:
    return f"w {word.lower()}"


def kin_features(kinds: str, kind: str, path: int | None) -> list[str]:
    """What it says to its neighbours as one of many like it."""
    found = [f"k {kinds}", f"x {kind}"]
    return found if path is None else found + _branches(path, (6, 10, 16))


def _branches(path: int, depths: tuple[int, ...]) -> list[str]:
    return [f"c{bits} {path & ((1 << bits) - 1):x}" for bits in depths]


def history_features(before: str, previous: str, kinds: str) -> list[str]:
    """Of the two tags before."""
    return [
        f"t {previous}",
        f"tt {before} {previous}",
        f"tk {previous} {kinds}",
        f"ttk {before} {previous} {kinds}",
    ]


def clause_features(state: str, outer: str, kinds: str) -> list[str]:
    return [
        f"v {state}",
        f"vo {state}/{outer}",
        f"vk {state} {kinds}",
        f"vok {state}/{outer} {kinds}",
    ]


def right_features(previous: str, kinds: str, right: str) -> list[str]:
    """`right`: the candidates of the next word."""
    return [f"tkr {previous} {kinds} {right}"]


def verb_features(state: str, kinds: str, right: str, joined: str) -> list[str]:
    """`joined`: whether the clause's finite verb and this word make another (wies … zurück)."""
    needed = _NEEDS.get(state, "nothing")
    end = "end" if right in {"$,", "$."} else ""
    return [
        f"vkr {state} {kinds} {right}",
        f"j {joined}",
        f"jkr {joined} {kinds} {right}",
        f"e {needed} {end}",
        f"ek {needed} {end} {kinds}",
    ]


@lru_cache(maxsize=1 << 13)
def shape(word: str) -> str:
    if word.islower():
        return "a"
    if word.isupper():
        return "A" if len(word) > 1 else "B"
    if word[0].isupper():
        return "Aa-" if "-" in word else "Aa"
    return "1" if any(letter.isdigit() for letter in word) else "aA"
