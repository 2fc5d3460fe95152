"""Trains `data/judge.xz`: `python -m benchmarks.training.judge [--evaluate]`.

It learns from `statements/`, our own annotation of 551 Wikinews articles, after any change to the
rules: they propose what it weighs. The order is drawn with a fixed seed: the same annotation and
the same rules give the same bytes. `--evaluate` cross-validates and writes nothing.
"""

import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from benchmarks.training.lexicon import write
from benchmarks.training.logistic import Descent, descended
from benchmarks.training.statement_scores import Scores, found_in
from benchmarks.training.statements_read import Statement, digest, overlap, points_of, statements
from services.parser.extraction.document import Document
from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.candidates import Gates
from services.parser.extraction.languages.de.explanation import RULES
from services.parser.extraction.languages.de.german import GERMAN
from services.parser.extraction.languages.de.grammar import findings_of
from services.parser.extraction.languages.de.judge import GROUPS, RULED, Judge, Verdict, Weights
from services.parser.extraction.languages.de.judge_features import group_of
from services.parser.extraction.languages.de.memory import Memory, SentenceSite
from services.parser.extraction.languages.de.reach import cuts
from services.parser.extraction.languages.de.tagged import Tagged

DESCENT: Final = Descent(rounds=10, step=0.05, shrink=0.01, start=0.01)
LEAST: Final = 2  # candidates that must have a feature
FOLDS: Final = 5
# Of a hundred such candidates so many must be quotes: what no rule found must be likelier than not.
# By cross-validation the scores hardly move from .35 to .55; what a rule found is doubted late:
# texts are not all as long as those.
BARS: Final = dict.fromkeys(GROUPS, 0.5) | {"free": 0.45, RULED: 0.15}
MEANT: Final = 0.4  # so much of a finding is its annotated quote, wherever that ends
CLEAR: Final = 0.4  # so large a share is no accident
SMALLEST: Final = 2  # hundredths
NEVER: Final = 10**6

OPEN: Final = Gates(announcing=lambda _: True, acting=lambda _: True)


class Example(NamedTuple):
    group: str
    features: list[str]
    share: float  # of the candidate that is a quote
    finding: Finding


def main() -> None:
    if "--evaluate" in sys.argv:
        print(evaluated())
        return
    articles = statements()
    learned = model(examples(articles.values()))
    size = write("judge.xz", parts(learned) | {"annotation": digest() + "\n"})
    print(f"judge.xz: {size} bytes, {sum(map(len, learned.values()))} weights")


# --- examples ------------------------------------------------------------------------------------


def examples(articles: Iterable[Statement]) -> list[Example]:
    return [example for article in articles for example in of_article(article)] + of_rules()


def examples_by_name(articles: Mapping[str, Statement]) -> dict[str, list[Example]]:
    return {name: of_article(article) for name, article in articles.items()}


def of_article(article: Statement) -> list[Example]:
    proposed = _proposed(article.text)
    document = proposed.document
    found = [
        Example(
            group_of(finding),
            verdict.features,
            article.share(finding.type, points_of(document, finding.content)),
            finding,
        )
        for verdict in proposed.verdicts
        for finding in (verdict.candidate.finding,)
    ]
    for sentence, finding in proposed.ruled:
        found += _of_reach(article, document, sentence, finding)
    return found


def _of_reach(
    article: Statement, document: Document, sentence: SentenceSite, finding: Finding
) -> Iterator[Example]:
    """At each cut whether the annotated quote goes on, to the first where it does not."""
    points = points_of(document, finding.content)
    meant = max(article.said, key=lambda said: overlap(said.points, points), default=None)
    if meant is None or overlap(meant.points, points) < MEANT:
        return
    for cut in cuts(sentence, finding):
        behind = points_of(document, ((cut.segment.first, cut.segment.end),))
        goes_on = 2 * len(behind & meant.points) > len(behind)
        yield Example("reach", cut.features, float(goes_on), finding)
        if not goes_on:
            return


def of_rules() -> list[Example]:
    """The sentences on which each rule must answer: short texts, as headlines and tickers are."""
    return [
        Example(
            group_of(verdict.candidate.finding), verdict.features, 1.0, verdict.candidate.finding
        )
        for rule in RULES
        for verdict in _proposed(rule.example).verdicts
        for finding in (verdict.candidate.finding,)
        if finding.rule == rule.name
    ]


class Proposed(NamedTuple):
    """Everything that may be a quote while the rules alone decide what is remembered."""

    document: Document
    verdicts: list[Verdict]
    ruled: list[tuple[SentenceSite, Finding]]


def _proposed(text: str) -> Proposed:
    proposed = Proposed(Document(text, GERMAN.spelling), [], [])
    never = dict.fromkeys((*GROUPS, RULED), NEVER)
    verdicts = proposed.verdicts
    proposing = Judge({group: {} for group in GROUPS}, never, OPEN)

    def settle(sentence: SentenceSite, memory: Memory, ruled: list[Finding]) -> list[Finding]:
        proposing.settled(sentence, memory, ruled, lambda verdict, _: verdicts.append(verdict))
        proposed.ruled.extend((sentence, finding) for finding in ruled)
        return ruled

    findings_of(Tagged(proposed.document), settle)
    return proposed


# --- learning ------------------------------------------------------------------------------------


def model(learned: Sequence[Example]) -> Weights:
    acts = _acts(learned)
    kept = [e for e in learned if _may_act(e, acts)]
    rows = {group: [e for e in kept if e.group == group] for group in GROUPS}
    return {g: logistic([(e.features, e.share) for e in rows[g]]) for g in GROUPS}


def _acts(learned: Iterable[Example]) -> frozenset[str]:
    """What tells the verb of an act."""
    return frozenset(
        feature
        for example in learned
        if example.finding.type == "reported" and example.share > CLEAR
        for feature in example.features
        if feature.startswith("verb=") and " " not in feature
    )


def _may_act(example: Example, acts: frozenset[str]) -> bool:
    """Verbs that are neither listed nor seen in an act teach nothing about acts."""
    if example.finding.rule != "candidates.any_act" or "class=none" not in example.features:
        return True
    return "cue noun" in example.features or not acts.isdisjoint(example.features)


def logistic(rows: Sequence[tuple[list[str], float]]) -> dict[str, int]:
    """The weights of what two rows or more have."""
    counts = Counter(feature for features, _ in rows for feature in set(features))
    numbers: dict[str, int] = {}
    data = [
        ([numbers.setdefault(f, len(numbers)) for f in features if counts[f] >= LEAST], share)
        for features, share in rows
    ]
    weights = descended(data, len(numbers), DESCENT)
    found = {feature: weights[number] for feature, number in numbers.items()}
    return {feature: weight for feature, weight in found.items() if abs(weight) >= SMALLEST}


def bars() -> dict[str, int]:
    return {name: round(100 * math.log(share / (1 - share))) for name, share in BARS.items()}


def parts(weights: Weights) -> dict[str, str]:
    return {
        "bars": "".join(f"{group}\t{weight}\n" for group, weight in sorted(bars().items())),
        "weights": "".join(
            f"{group}\t{feature}\t{weight}\n"
            for group in GROUPS
            for feature, weight in sorted(weights[group].items())
        ),
    }


# --- cross-validation ----------------------------------------------------------------------------


def folds(names: Iterable[str]) -> list[list[str]]:
    mixed = sorted(names)
    random.Random(3).shuffle(mixed)
    return [mixed[number::FOLDS] for number in range(FOLDS)]


def evaluated() -> str:
    """What the judge makes of articles it has not seen, beside what the rules alone make."""
    articles = statements()
    known = examples_by_name(articles)
    judged, ruled = Scores(), Scores()
    for held_out in folds(articles):
        learned = [e for name in known if name not in held_out for e in known[name]] + of_rules()
        deciding = Judge(model(learned), bars())
        for name in held_out:
            judged.add(articles[name], found_in(*read(articles[name], deciding)))
            ruled.add(articles[name], found_in(*read(articles[name], None)))
    return f"rules alone\n{ruled}\n\nwith the judge\n{judged}"


def read(article: Statement, deciding: Judge | None) -> tuple[Document, list[Finding]]:
    document = Document(article.text, GERMAN.spelling)

    def settle(sentence: SentenceSite, memory: Memory, ruled: list[Finding]) -> list[Finding]:
        return ruled if deciding is None else deciding.settled(sentence, memory, ruled)

    return document, findings_of(Tagged(document), settle)


if __name__ == "__main__":
    main()
