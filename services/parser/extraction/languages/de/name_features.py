"""What the name finder and its training look at; both must see the same."""

from typing import Final

from services.parser.extraction.languages.de.clusters import cluster
from services.parser.extraction.languages.de.dictionary import word_classes
from services.parser.extraction.languages.de.tag_features import BOUNDARY, listing, shape

OUTSIDE: Final = "O"
STARTS: Final = ("B-LOC", "B-ORG", "B-OTH", "B-PER")
_OPEN_TAGS: Final = frozenset({"NE", "NN", "FM", "ADJA", "XY", "TRUNC", "CARD", "ADJD", "VVFIN"})


def labels_of(word: str, tag: str, previous: str) -> tuple[str, ...]:
    """A name begins with a capital; whatever follows may go on with it."""
    possible = [OUTSIDE]
    if tag in _OPEN_TAGS and any(letter.isupper() for letter in word):
        possible += STARTS
    if previous != OUTSIDE:
        possible.append("I-" + previous[2:])
    return tuple(possible)


def own_features(word: str, tag: str, *, initial: bool) -> list[str]:
    lower = word.lower()
    kind = shape(word) + ("^" if initial else "")
    tag = coarse(tag)
    found = [f"w {lower}", f"x {kind}", f"t {tag}", f"tx {tag} {kind}", f"g {gazetteer(word)}"]
    found += [f"s {lower[-length:]}" for length in (2, 3, 4) if len(lower) > length]
    found += [f"p {lower[:length]}" for length in (3, 5) if len(lower) > length]
    found.append("l " + listing(word))
    if "-" in word:
        parts = lower.split("-")
        found += [f"h {parts[0]}", f"e {parts[-1]}"]
    return found + _paths(name_path(word), (4, 6, 8, 10, 12, 16, 40))


def near_features(word: str, tag: str) -> list[str]:
    if word == BOUNDARY:
        return ["w"]
    return [*near_spelling(word), *kin_features(coarse(tag), shape(word), *kin_of(word))]


def near_spelling(word: str) -> list[str]:
    found = [f"w {word.lower()}"]
    return found if shape(word) == "a" else [*found, f"s {word[-3:].lower()}"]


def kin_of(word: str) -> tuple[str, int | None]:
    """What it shares with many words: the kinds of name it can be, and its cluster."""
    path = name_path(word)
    return gazetteer(word) if shape(word) != "a" else "", None if path is None else path & 0xFFFF


def kin_features(tag: str, kind: str, listed: str, path: int | None) -> list[str]:
    """What it says to its neighbours as one of many like it; `tag` is `coarse`."""
    found = [f"t {tag}", f"x {kind}", f"tx {tag} {kind}"]
    if kind != "a":
        found.append(f"g {listed}")
    return found + _paths(path, (6, 10, 16))


def history_features(before: str, previous: str, key: str, around: str) -> list[str]:
    """Of the two labels before; `key`: what of the word matters beside them (`history_key`)."""
    path = key.rpartition(" ")[2]
    return [
        f"b {previous}",
        f"bb {before} {previous}",
        f"bk {previous} {key}",
        f"bp {previous} {path}",
        f"ba {previous} {around}",
        f"ak {around} {key}",
    ]


def pair_features(left: str, right: str, side: str) -> list[str]:
    """Of a word beside its neighbour: the keys of both; `side`: where the neighbour stands."""
    paths = f"{left.rpartition(' ')[2]} {right.rpartition(' ')[2]}"
    return [f"{side} {left} {right}", f"{side}c {paths}"]


def history_key(word: str, tag: str) -> str:
    if word == BOUNDARY:
        return BOUNDARY
    path = cluster(word)
    return f"{coarse(tag)} {gazetteer(word)} {'' if path is None else format(path & 1023, 'x')}"


def coarse(tag: str) -> str:
    """NE or NN is not believed: the tagger has learned it from the very sentences learned here."""
    return "N" if tag in {"NE", "NN", "FM"} else tag


def gazetteer(word: str) -> str:
    """`name_kinds`, from what is cheaper to read."""
    classes = word_classes(word) or (word_classes(word[:-1]) if word.endswith("s") else ())
    return ",".join(code[len("name::") :] for code in classes if code.startswith("name:"))


def name_path(word: str) -> int | None:
    path = cluster(word)
    if path is None and word.endswith("s"):  # „Nebensjas“, „Selenskyjs“
        path = cluster(word[:-1])
    return path


def _paths(path: int | None, depths: tuple[int, ...]) -> list[str]:
    if path is None:
        return ["c"]
    return [f"c{bits} {path & ((1 << bits) - 1):x}" for bits in depths]
