"""Trains `data/trust.xz`: `python -m benchmarks.training.trust [--evaluate]`, after the judge.

What a quote's confidence is worth is learned from `statements/`: each article is read with a judge
that learned from the others, so that its weights are no better than on a text nobody has seen. The
bars are set where the quotes above them are right often enough, by cross-validation once more.
"""

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from benchmarks.training.judge import LEAST, bars, examples_by_name, folds, model, of_rules
from benchmarks.training.lexicon import write
from benchmarks.training.logistic import Descent, descended
from benchmarks.training.statements_read import Statement, digest, statements
from services.parser.extraction.document import Document
from services.parser.extraction.languages.de.doubts import doubted
from services.parser.extraction.languages.de.explanation import RULES
from services.parser.extraction.languages.de.german import GERMAN
from services.parser.extraction.languages.de.grammar import reading_of
from services.parser.extraction.languages.de.judge import Judge, judge
from services.parser.extraction.languages.de.people import speakers_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.trust import cases_of
from services.parser.extraction.languages.de.trust_features import features_of
from services.parser.extraction.quotes.assembly import quotes_of
from tools.matching import annotated, found, pairs, speaker_right

ROUNDS: Final = 15
SHRINK: Final = 300.0  # of the square of every weight, over all rows
# the rules were written with these articles in view: on others a level is worth some points less
WANTED: Final = {"high": 0.93, "medium": 0.82}
COPIES: Final = 3  # of each rule's example
EXAMPLES: Final = "examples"  # always learned from, never counted
SEEDS: Final = 4  # cross-validations that the bars are set by


class Row(NamedTuple):
    """A quote as the engine found it, and whether span and speaker are right."""

    features: list[str]
    right: bool
    article: str


def main() -> None:
    rows = list(rows_of(statements()))
    if "--evaluate" in sys.argv:
        print("\n".join(evaluated(rows)))
        return
    weights = learned(rows)
    size = write("trust.xz", parts(weights, bars_of(rows)))
    print(f"trust.xz: {size} bytes, {len(weights)} weights, {len(rows)} quotes")


# --- what is learned from ------------------------------------------------------------------------


def rows_of(articles: Mapping[str, Statement]) -> Iterator[Row]:
    """Every article read with a judge that does not know it."""
    known = examples_by_name(articles)
    for held_out in folds(articles):
        others = [e for name in known if name not in held_out for e in known[name]]
        deciding = Judge(model(others + of_rules()), bars())
        for name in held_out:
            yield from _read(name, articles[name], deciding)
    yield from of_examples()


def of_examples() -> Iterator[Row]:
    """The sentences on which each rule must answer: short texts, in which nobody has a name."""
    for rule in RULES:
        document = Document(rule.example, GERMAN.spelling)
        reading = reading_of(document, judge().settled)
        assert isinstance(reading.tagged, Tagged)
        speakers = speakers_of(document, reading.tagged, reading.findings)
        for case in cases_of(reading.tagged, reading.findings, speakers):
            if case.finding.rule == rule.name and doubted(case.text, case.finding) == "high":
                yield from [Row(features_of(case), right=True, article=EXAMPLES)] * COPIES


def _read(name: str, article: Statement, deciding: Judge) -> Iterator[Row]:
    document = Document(article.text, GERMAN.spelling)
    reading = reading_of(document, deciding.settled)
    assert isinstance(reading.tagged, Tagged)
    speakers = speakers_of(document, reading.tagged, reading.findings)
    quotes = [found(quote) for quote in quotes_of(document, reading.findings, speakers)]
    gold = [annotated(quote) for quote in article.quotes]
    matched = {id(pair.found): pair.gold for pair in pairs(gold, quotes)}
    cases = cases_of(reading.tagged, reading.findings, speakers)
    for case, quote in zip(cases, quotes, strict=True):
        meant = matched.get(id(quote))
        if meant is None or not meant.optional:
            right = meant is not None and speaker_right(meant.voice, quote.voice)
            yield Row(features_of(case), right, name)


# --- learning ------------------------------------------------------------------------------------


def learned(rows: Sequence[Row]) -> dict[str, int]:
    """Logistic regression, in whole hundredths: so few rows are seen as one batch each round."""
    counts: dict[str, int] = {}
    for row in rows:
        for feature in set(row.features):
            counts[feature] = counts.get(feature, 0) + 1
    numbers = {f: n for n, f in enumerate(sorted(f for f in counts if counts[f] >= 2 * LEAST))}
    data = [([numbers[f] for f in row.features if f in numbers], row.right) for row in rows]
    how = Descent(ROUNDS, step=0.1, shrink=SHRINK / len(data), start=1e-6)
    weights = descended(data, len(numbers), how)
    return {feature: weights[n] for feature, n in numbers.items() if weights[n]}


def weighed(weights: Mapping[str, int], row: Row) -> int:
    return sum(weights.get(feature, 0) for feature in row.features)


def parts(weights: Mapping[str, int], levels: Mapping[str, int]) -> dict[str, str]:
    return {
        "annotation": digest() + "\n",
        "bars": "".join(f"{name}\t{bar}\n" for name, bar in sorted(levels.items())),
        "weights": "".join(f"{name}\t{weight}\n" for name, weight in sorted(weights.items())),
    }


# --- where the bars lie --------------------------------------------------------------------------


def unseen(rows: Sequence[Row], seed: int) -> list[tuple[int, bool]]:
    """Each quote with the weight that the other articles give it, heaviest first."""
    names = sorted({row.article for row in rows} - {EXAMPLES})
    random.Random(seed).shuffle(names)
    found_ = []
    for number in range(5):
        held_out = set(names[number::5])
        weights = learned([row for row in rows if row.article not in held_out])
        found_ += [(weighed(weights, r), r.right) for r in rows if r.article in held_out]
    return sorted(found_, reverse=True)


def bars_of(rows: Sequence[Row]) -> dict[str, int]:
    every = [unseen(rows, seed) for seed in range(SEEDS)]
    return bars_in(sorted((one for some in every for one in some), reverse=True))


def bars_in(ordered: Sequence[tuple[int, bool]]) -> dict[str, int]:
    """The least weight down to which so many are right; `medium` begins below `high`."""
    high = _least(ordered, WANTED["high"])
    below = [one for one in ordered if one[0] < high]
    return {"high": high, "medium": _least(below, WANTED["medium"])}


def _least(ordered: Sequence[tuple[int, bool]], wanted: float) -> int:
    bar, right = max((weight for weight, _ in ordered), default=0) + 1, 0
    for count, (weight, is_right) in enumerate(ordered, start=1):
        right += is_right
        if right >= wanted * count and weight < bar:
            bar = weight
    return bar


def evaluated(rows: Sequence[Row]) -> Iterator[str]:
    """On articles that neither weights nor bars know."""
    levels: dict[str, list[bool]] = {"high": [], "medium": [], "low": []}
    names = sorted({row.article for row in rows} - {EXAMPLES})
    random.Random(9).shuffle(names)
    for number in range(5):
        held_out = set(names[number::5])
        known = [row for row in rows if row.article not in held_out]
        weights, levels_at = learned(known), bars_of(known)
        for row in rows:
            if row.article in held_out:
                levels[_level(weighed(weights, row), levels_at)].append(row.right)
    for name, right in levels.items():
        share, precision = (
            len(right) / sum(map(len, levels.values())),
            sum(right) / max(1, len(right)),
        )
        yield f"{name}: {share:.1%} of the quotes, {precision:.1%} right"


def _level(weight: int, levels: Mapping[str, int]) -> str:
    if weight >= levels["high"]:
        return "high"
    return "medium" if weight >= levels["medium"] else "low"


if __name__ == "__main__":
    main()
