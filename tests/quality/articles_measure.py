"""Tables on our own annotated articles: `python -m tests.quality.articles_measure [--errors]`.

Which quotes are found, who speaks, which person that is, and what `confidence` is worth. Quotes
marked optional count neither as missed nor as spurious. The guideline is docs/annotation.md.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from services.parser.extraction import extract
from tests.quality.articles.annotated import SECOND_PASS, articles
from tests.quality.articles.annotated import quotes as quotes_of
from tests.quality.articles.matching import (
    Pair,
    Reading,
    annotated,
    found,
    mention_met,
    named,
    pairs,
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

    def confidence(self, level: str) -> Score:
        """Hits: right span and right speaker. `gold` is all that was found, for the share."""
        right = sum(
            pair.found.confidence == level and speaker_right(pair.gold.voice, pair.found.voice)
            for pair in self._pairs()
        )
        counted = self._counted()
        return Score(right, sum(q.confidence == level for q in counted), len(counted))


def measured() -> Measure:
    return Measure(
        [
            Compared(
                name,
                tuple(annotated(quote) for quote in one["quotes"]),
                tuple(found(quote) for quote in extract(one["text"], "de").quotes),
            )
            for name, one in articles().items()
        ]
    )


def agreement() -> Measure:
    """The second pass, as if it had been found."""
    known = articles()
    return Measure(
        [
            Compared(
                path.stem,
                tuple(annotated(quote) for quote in known[path.stem]["quotes"]),
                tuple(_second(known[path.stem]["text"], path.read_text(encoding="utf-8"))),
            )
            for path in sorted(SECOND_PASS.glob("*.txt"))
        ]
    )


def _second(text: str, lines: str) -> Iterator[Reading]:
    return (quote for quote in map(annotated, quotes_of(text, lines)) if not quote.optional)


def table(measure: Measure) -> Iterator[str]:
    yield "| | P | R | F1 | annotated |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    yield _row("all, whatever the type", measure.quotes())
    for kind in TYPES:
        yield _row(kind, measure.of_type(kind))
    yield ""
    yield f"speaker's mention met, of matched quotes: {measure.mentions():.1%}"
    for known, label in ((True, "persons with a name"), (False, "persons without a name")):
        counts = measure.names(known=known)
        total = counts.total() or 1
        shares = ", ".join(f"{n} {counts[n] / total:.1%}" for n in ("right", "null", "wrong"))
        yield f"{label} ({counts.total()}): {shares}"


def confidence_table(measure: Measure) -> Iterator[str]:
    yield "| confidence | share | precision | quotes |"
    yield "| --- | ---: | ---: | ---: |"
    for level in LEVELS:
        score = measure.confidence(level)
        share = score.found / score.gold if score.gold else 0.0
        yield f"| {level} | {share:.1%} | {score.precision:.1%} | {score.found} |"


def _row(label: str, score: Score) -> str:
    numbers = " | ".join(f"{100 * n:.1f}" for n in (score.precision, score.recall, score.f1))
    return f"| {label} | {numbers} | {score.gold} |"


def errors(measure: Measure) -> Iterator[str]:
    for one in measure.compared:
        yield f"## {one.name}"
        yield from (f"missed   {_line(quote)}" for quote in one.missed)
        yield from (f"spurious {_line(quote)}" for quote in one.spurious)
        for pair in one.pairs:
            if pair.gold.type != pair.found.type:
                yield f"type     {pair.gold.type} → {_line(pair.found)}"
            if not speaker_right(pair.gold.voice, pair.found.voice):
                yield f"speaker  {_names(pair.gold)} → {_line(pair.found)}"


def _line(quote: Reading) -> str:
    told = f"{quote.rule} {quote.confidence}".strip()
    return f"[{quote.type}] {quote.text!r} ({_names(quote)}) {told}"


def _names(quote: Reading) -> str:
    return "nobody" if quote.voice is None else "/".join(quote.voice.names) or quote.voice.kind


def main() -> None:
    measure = measured()
    print("\n".join((*table(measure), "", *confidence_table(measure), "", "Wrong names:")))
    for name, pair in measure.wrong_names():
        print(f"- {name}: {_names(pair.gold)} → {_names(pair.found)}: {pair.found.text[:60]!r}")
    print("\nSecond pass against first:\n")
    print("\n".join(table(agreement())))
    if "--errors" in sys.argv:
        print("\n".join(errors(measure)))


if __name__ == "__main__":
    main()
