"""What the annotated articles tell of the engine, and the two passes of each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from services.parser.extraction import extract
from tests.quality.articles.annotated import PASSES, articles
from tools.annotation import Annotation, quotes
from tools.matching import (
    Pair,
    Reading,
    annotated,
    found,
    mention_met,
    named,
    pairs,
    speaker_not_wrong,
    speaker_right,
)

TYPES: Final = ("direct", "indirect", "indirect_free_indirect", "free_indirect", "reported")
LEVELS: Final = ("high", "medium", "low")


@dataclass(frozen=True)
class Compared:
    """One article: what is annotated, what was found, and which belong together."""

    name: str
    gold: tuple[Reading, ...]
    found: tuple[Reading, ...]

    @cached_property
    def all_pairs(self) -> list[Pair]:
        return pairs(self.gold, self.found)

    @cached_property
    def pairs(self) -> list[Pair]:
        return [pair for pair in self.all_pairs if not pair.gold.optional]

    @property
    def counted(self) -> list[Reading]:
        """What was found, without what only an optional quote allows."""
        allowed = [pair.found for pair in self.all_pairs if pair.gold.optional]
        return [quote for quote in self.found if quote not in allowed]

    @property
    def required(self) -> list[Reading]:
        return [quote for quote in self.gold if not quote.optional]

    @property
    def missed(self) -> list[Reading]:
        met = [pair.gold for pair in self.pairs]
        return [quote for quote in self.required if quote not in met]

    @property
    def spurious(self) -> list[Reading]:
        met = [pair.found for pair in self.pairs]
        return [quote for quote in self.counted if quote not in met]


@dataclass(frozen=True)
class Score:
    hits: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        return self.hits / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.found + self.gold) if self.found + self.gold else 0.0


@dataclass(frozen=True)
class Trust:
    """What a level of confidence is worth; `right`: span and speaker, a known person by name."""

    all_found: int
    found: int
    right: int
    not_wrong: int

    @property
    def share(self) -> float:
        return self.found / self.all_found if self.all_found else 0.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def lenient(self) -> float:
        """A right mention whose person is left open counts as right."""
        return self.not_wrong / self.found if self.found else 0.0


@dataclass(frozen=True)
class Measure:
    compared: Sequence[Compared]

    def _pairs(self) -> Iterator[Pair]:
        return (pair for one in self.compared for pair in one.pairs)

    def _counted(self) -> list[Reading]:
        return [quote for one in self.compared for quote in one.counted]

    def _required(self) -> list[Reading]:
        return [quote for one in self.compared for quote in one.required]

    def quotes(self) -> Score:
        """Whatever their type."""
        hits = sum(1 for _ in self._pairs())
        return Score(hits, len(self._counted()), len(self._required()))

    def of_type(self, kind: str) -> Score:
        hits = sum(pair.gold.type == pair.found.type == kind for pair in self._pairs())
        return Score(
            hits,
            sum(quote.type == kind for quote in self._counted()),
            sum(quote.type == kind for quote in self._required()),
        )

    def mentions(self) -> float:
        """Of matched quotes: the share whose speaker's mention is met."""
        met = [mention_met(pair.gold.voice, pair.found.voice) for pair in self._pairs()]
        return sum(met) / len(met) if met else 0.0

    def names(self, *, known: bool) -> Counter[str]:
        """Of matched quotes by a person: right, null, wrong; `known`: the article names them."""
        return Counter(
            named(pair.gold.voice, pair.found.voice)
            for pair in self._pairs()
            if pair.gold.voice is not None
            and pair.gold.voice.kind == "person"
            and bool(pair.gold.voice.names) == known
        )

    def wrong_names(self) -> list[tuple[str, Pair]]:
        """Every name that is another person's, or given to somebody who has none."""
        return [
            (one.name, pair)
            for one in self.compared
            for pair in one.pairs
            if pair.found.voice is not None
            and (
                named(pair.gold.voice, pair.found.voice) == "wrong"
                if pair.gold.voice
                else pair.found.voice.names
            )
        ]

    def trust(self, level: str) -> Trust:
        counted = self._counted()
        voices = [
            (pair.gold.voice, pair.found.voice)
            for pair in self._pairs()
            if pair.found.confidence == level
        ]
        return Trust(
            len(counted),
            sum(quote.confidence == level for quote in counted),
            sum(speaker_right(*pair) for pair in voices),
            sum(speaker_not_wrong(*pair) for pair in voices),
        )


def measured(annotations: Mapping[str, Annotation]) -> Measure:
    return Measure(
        [
            Compared(
                name,
                tuple(annotated(quote) for quote in one["quotes"]),
                tuple(found(quote) for quote in extract(one["text"], "de").quotes),
            )
            for name, one in annotations.items()
        ]
    )


@dataclass(frozen=True)
class Agreement:
    """Two passes over the same texts, optional quotes left aside."""

    first: int
    second: int
    pairs: Sequence[Pair]

    @property
    def both(self) -> float:
        """Quotes that both passes have, as F1."""
        return 2 * len(self.pairs) / (self.first + self.second)

    @property
    def overlap(self) -> float:
        return sum(pair.overlap for pair in self.pairs) / len(self.pairs)

    @property
    def types(self) -> float:
        return sum(pair.gold.type == pair.found.type for pair in self.pairs) / len(self.pairs)

    @property
    def names(self) -> float:
        persons = [
            (pair.gold.voice, pair.found.voice)
            for pair in self.pairs
            if pair.gold.voice and pair.gold.voice.kind == "person"
        ]
        return sum(one == "right" for one in (named(*pair) for pair in persons)) / len(persons)


def agreement() -> Agreement:
    return agreement_of(articles(), PASSES)


def agreement_of(annotations: Mapping[str, Annotation], passes: Sequence[Path]) -> Agreement:
    texts = {name: one["text"] for name, one in annotations.items()}
    first, second = ({path.stem: _pass(texts, path) for path in p.glob("*.txt")} for p in passes)
    return Agreement(
        sum(map(len, first.values())),
        sum(map(len, second.values())),
        [pair for name in sorted(first) for pair in pairs(first[name], second[name])],
    )


def _pass(texts: Mapping[str, str], path: Path) -> list[Reading]:
    found_here = quotes(texts[path.stem], path.read_text(encoding="utf-8"))
    return [annotated(quote) for quote in found_here if not quote["optional"]]
