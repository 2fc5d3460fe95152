"""The word lists of `lexicon/`, read once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple, cast

from services.parser.extraction.model import CueCategory

_FOLDER: Final = Path(__file__).parent / "lexicon"
_NO_VERBS: Final = frozenset({"von", "an", "in", "gegen"})
_ALL: Final = frozenset("dvwq")


class CueEntry(NamedTuple):
    """`governs`: d dass · v verb second · w question words · z infinitive · q direct · r phrase."""

    lemma: str
    needs: tuple[str, ...]  # in this order, next to each other; „sich“ may stand anywhere
    governs: frozenset[str]
    category: CueCategory


def lines(name: str) -> Iterator[str]:
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        word = line.partition("#")[0].strip()
        if word:
            yield word


@lru_cache(maxsize=1)
def speech_verbs() -> dict[str, tuple[CueEntry, ...]]:
    """By verb; the entry that needs the most other words comes first."""
    found: dict[str, list[CueEntry]] = {}
    category: CueCategory = "say"
    for line in lines("speech_verbs.txt"):
        if line.startswith("["):
            category = cast("CueCategory", line.strip("[]"))
            continue
        entry, verb = _entry(line, category)
        found.setdefault(verb, []).append(entry)
    return {
        verb: tuple(sorted(entries, key=lambda entry: -len(entry.needs)))
        for verb, entries in found.items()
    }


def _entry(line: str, category: CueCategory) -> tuple[CueEntry, str]:
    name, *letters = line.split()
    parts = name.split("_")
    verbs = [part for part in parts if _is_infinitive(part)]
    verb = verbs[-1] if verbs else parts[-1]
    needs = tuple(part.lower() for part in parts if part != verb)
    governs = frozenset("".join(letters)) or _ALL
    return CueEntry(name.replace("_", " "), needs, governs, category), verb


def _is_infinitive(part: str) -> bool:
    return part.endswith("n") and part.islower() and part[:2] != "da" and part not in _NO_VERBS


@lru_cache(maxsize=1)
def cue_nouns() -> dict[str, CueCategory]:
    return {
        noun: cast("CueCategory", category)
        for noun, category in (line.split() for line in lines("cue_nouns.txt"))
    }


@lru_cache(maxsize=16)
def word_list(name: str) -> frozenset[str]:
    return frozenset(lines(name))


@lru_cache(maxsize=4)
def classes(file: str) -> dict[str, frozenset[str]]:
    """The words of a file by the class they stand under, which [name] heads."""
    found: dict[str, set[str]] = {}
    name = ""
    for line in lines(file):
        if line.startswith("["):
            name = line.strip("[]")
        else:
            found.setdefault(name, set()).update(line.split())
    return {name: frozenset(words) for name, words in found.items()}


def closed_class(name: str) -> frozenset[str]:
    return classes("closed_classes.txt")[name]
