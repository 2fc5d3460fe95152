"""Tables on our own annotated articles: `python -m tests.quality.articles_measure [--errors]`.

Which quotes are found, who speaks, which person that is, and what `confidence` is worth. Quotes
marked optional count neither as missed nor as spurious. The guideline is docs/annotation.md.
`--unseen`: on the articles kept back, from which nothing is learned; their errors are not shown.
`--fresh`: on our own texts, written before the engine saw them, by form too, and on the half of
them whose errors nobody who writes rules has read; no errors either.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from tests.quality.articles.annotated import FRESH_PASSES, articles, fresh, unread, unseen
from tests.quality.articles.scores import (
    LEVELS,
    TYPES,
    Agreement,
    Measure,
    Score,
    agreement,
    agreement_of,
    measured,
)
from tools.annotation import Annotation
from tools.matching import Reading, speaker_right


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
    yield "| confidence | share | right | right or person left open | quotes |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for level in LEVELS:
        trust = measure.trust(level)
        numbers = f"{trust.share:.1%} | {trust.precision:.1%} | {trust.lenient:.1%}"
        yield f"| {level} | {numbers} | {trust.found} |"


def forms_table(annotations: Mapping[str, Annotation], measure: Measure) -> Iterator[str]:
    yield "| form | articles | P | R | F1 | annotated | mention met |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for form in sorted({one["form"] for one in annotations.values()}):
        of = Measure([one for one in measure.compared if annotations[one.name]["form"] == form])
        row = _row(f"{form} | {len(of.compared)}", of.quotes())
        yield f"{row} {of.mentions():.1%} |"


def agreement_line(passes: Agreement) -> str:
    return (
        f"two passes: {passes.first} and {passes.second} quotes, found by both {passes.both:.1%}, "
        f"span F1 {passes.overlap:.1%}, same type {passes.types:.1%}, same name {passes.names:.1%}"
    )


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
    if "--unseen" in sys.argv:
        measure = measured(unseen())
        print("\n".join((*table(measure), "", *confidence_table(measure))))
        return
    if "--fresh" in sys.argv:
        texts = fresh()
        measure = measured(texts)
        print("\n".join((*table(measure), "", *confidence_table(measure))))
        print("\n".join(("", *forms_table(texts, measure), "")))
        print(f"the {len(unread(texts))} whose errors were never read:\n")
        others = measured(unread(texts))
        print("\n".join((*table(others), "", *confidence_table(others), "")))
        print(agreement_line(agreement_of(texts, FRESH_PASSES)))
        return
    measure = measured(articles())
    print("\n".join((*table(measure), "", *confidence_table(measure), "", "Wrong names:")))
    for name, pair in measure.wrong_names():
        print(f"- {name}: {_names(pair.gold)} → {_names(pair.found)}: {pair.found.text[:60]!r}")
    print(f"\n{agreement_line(agreement())}")
    if "--errors" in sys.argv:
        print("\n".join(errors(measure)))


if __name__ == "__main__":
    main()
