"""Voices on the articles of benchmarks/training/statements.

`python -m tests.quality.voices_measure`

Of the quotes that annotation and engine both have: the person's name (right, left open, somebody
else's), the kind of the voice, whom it speaks to. With `--errors` every difference. The articles
are read while rules are written: these are the numbers of a development set.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from services.parser.extraction import Quote, extract
from tools.annotation import Annotation, article
from tools.matching import Voice, annotated, found, named, pairs

FOLDER: Final = Path(__file__).parents[2] / "benchmarks" / "training" / "statements"


@dataclass
class Tally:
    known: Counter[str] = field(default_factory=Counter)
    nameless: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    addressees: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def take(self, name: str, annotation: Annotation) -> None:
        quotes = extract(annotation["text"], "de").quotes
        gold = [annotated(quote) for quote in annotation["quotes"]]
        mine = [found(quote) for quote in quotes]
        for pair in pairs(gold, mine):
            if not pair.gold.optional:
                meant = annotation["quotes"][_place(gold, pair.gold)]
                quote = quotes[_place(mine, pair.found)]
                self._voice(name, pair.gold.voice, pair.found.voice, quote)
                self._addressee(meant.get("addressee"), quote)

    def _voice(self, name: str, gold: Voice | None, mine: Voice | None, quote: Quote) -> None:
        is_person = gold is not None and gold.kind == "person"
        if gold is None or not is_person:
            told = "wrong" if mine is not None and mine.names else "right"
            self.others[told] += 1
        else:
            told = named(gold, mine)
            (self.known if gold.names else self.nameless)[told] += 1
        if gold is not None and mine is not None:
            self.kinds["right" if gold.kind == mine.kind else "wrong"] += 1
        if told != "right":
            wanted = "/".join(gold.names) if gold else "nobody"
            given = "/".join(mine.names) if mine else "nobody"
            self.errors.append(f"{name}: {told}: {wanted} → {given}: {quote.text[:60]!r}")

    def _addressee(self, gold: Annotation | None, quote: Quote) -> None:
        mine = (
            {i for span in quote.addressee.spans for i in range(*span)}
            if quote.addressee
            else set()
        )
        wanted = set(range(gold["start"], gold["end"])) if gold else set()
        if wanted or mine:
            self.addressees["met" if wanted & mine else "missed" if wanted else "spurious"] += 1


def _place(readings: Sequence[object], one: object) -> int:
    return next(n for n, reading in enumerate(readings) if reading is one)


def rows(tally: Tally) -> Iterator[str]:
    for label, counts in (
        ("persons with a name", tally.known),
        ("persons without a name", tally.nameless),
        ("organisations, groups, texts, nobody", tally.others),
        ("kind of the voice", tally.kinds),
        ("addressees", tally.addressees),
    ):
        total = counts.total() or 1
        shares = ", ".join(f"{name} {n / total:.1%}" for name, n in counts.most_common())
        yield f"{label} ({counts.total()}): {shares}"


def main() -> None:
    tally = Tally()
    for source in sorted(FOLDER.glob("*.txt")):
        tally.take(source.stem, article(source.read_text(encoding="utf-8")))
    print("\n".join((*rows(tally), *(tally.errors if "--errors" in sys.argv else ()))))


if __name__ == "__main__":
    main()
