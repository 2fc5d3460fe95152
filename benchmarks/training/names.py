"""Trains `data/names.xz`: `python -m benchmarks.training.names [--evaluate]`, after the tagger.

The order of the sentences is drawn with a fixed seed: the same input gives the same bytes.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from benchmarks.training.corpora import Sentence, germeval, gsd, names_as_tags, uner
from benchmarks.training.lexicon import write
from benchmarks.training.perceptron import Perceptron, parts
from benchmarks.training.tagger import model_of
from benchmarks.training.tagger import train as train_tagger
from services.parser.extraction.languages.de import name_features as features
from services.parser.extraction.languages.de.linear import LinearModel
from services.parser.extraction.languages.de.name_features import OUTSIDE, STARTS, labels_of
from services.parser.extraction.languages.de.names import NameFinder
from services.parser.extraction.languages.de.tag_features import BOUNDARY, is_initial
from services.parser.extraction.languages.de.tagger import Tagger, tag

ROUNDS: Final = 8
LEAST: Final = 2
LABELS: Final = sorted([OUTSIDE, *STARTS, *(start.replace("B-", "I-") for start in STARTS)])
HELD_OUT: Final = 1_699  # the last sentences of GermEval's test part

Tag = Callable[[Sequence[str]], list[str]]


def main() -> None:
    if "--evaluate" in sys.argv:
        evaluate()
        return
    size = write("names.xz", train(germeval("dev") + germeval("test"), tag))
    print(f"names.xz: {size} bytes")


def evaluate() -> None:
    """Neither the finder nor the tagger before it has seen what it is measured on."""
    nouns = names_as_tags("dev") + names_as_tags("test")[:-HELD_OUT]
    tagging = Tagger(*model_of(train_tagger(gsd("dev") + gsd("test") + nouns))).tag
    learned = germeval("dev") + germeval("test")[:-HELD_OUT]
    finder = NameFinder(LinearModel(LABELS, _weights(train(learned, tagging))))
    for name, held_out in {
        "GermEval": germeval("test")[-HELD_OUT:],
        "PUD (Universal NER)": uner(),
    }.items():
        report(name, finder, held_out, tagging)


def report(name: str, finder: NameFinder, held_out: list[Sentence], tagging: Tag) -> None:
    tagged = [(words, gold, tagging(words)) for words, gold in held_out]
    started = time.perf_counter()
    found = [finder.names(words, tags) for words, _, tags in tagged]
    seconds = time.perf_counter() - started
    pairs = [(gold, labels) for (_, gold, _), labels in zip(tagged, found, strict=True)]
    print(f"{name}: {sum(len(words) for words, _ in held_out) / seconds:,.0f} tokens a second")
    for kind in ("PER", "LOC", "ORG", ""):
        print(
            f"  {kind or 'all'}: "
            + "precision {:.1%}, recall {:.1%}, F1 {:.1%}".format(*_f1(pairs, kind))
        )


def _f1(pairs: list[tuple[list[str], list[str]]], kind: str) -> tuple[float, float, float]:
    counts: Counter[str] = Counter()
    for gold, found in pairs:
        wanted, got = set(_spans(gold, kind)), set(_spans(found, kind))
        counts.update(right=len(wanted & got), wanted=len(wanted), got=len(got))
    precision = counts["right"] / max(counts["got"], 1)
    recall = counts["right"] / max(counts["wanted"], 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _spans(labels: list[str], kind: str) -> Iterator[tuple[int, int, str]]:
    start = None
    for at, label in enumerate([*labels, OUTSIDE]):
        if start is not None and not label.startswith("I-"):
            yield start, at, labels[start][2:]
            start = None
        if label.startswith("B-") and label.endswith(kind) and not label.endswith("OTH"):
            start = at


def train(sentences: Sequence[Sentence], tagging: Tag) -> dict[str, str]:
    prepared = [(_Tagged(words, tagging(words)), gold) for words, gold in sentences]
    forget_rare([sentence for sentence, _ in prepared])
    perceptron = Perceptron()
    order = random.Random(1)
    for _ in range(ROUNDS):
        order.shuffle(prepared)
        for sentence, gold in prepared:
            _learn(perceptron, sentence, gold)
    return parts(perceptron.averaged(), LABELS)


def forget_rare(sentences: Sequence["_Tagged"]) -> None:
    """What was seen once or twice would be learned by heart, and the clusters not at all."""
    counts = Counter(f for s in sentences for at in s.may_be_named() for f in s.fixed(at))
    rare = {feature for feature, count in counts.items() if count < LEAST}
    for sentence in sentences:
        sentence.forget(rare)


class _Tagged:
    """The features of a sentence, computed once for all rounds."""

    def __init__(self, words: list[str], tags: list[str]) -> None:
        self.words = [BOUNDARY, BOUNDARY, *words, BOUNDARY, BOUNDARY]
        self.tags = [BOUNDARY, BOUNDARY, *tags, BOUNDARY, BOUNDARY]
        self._fixed: dict[int, list[str]] = {}

    def fixed(self, at: int) -> list[str]:
        if at not in self._fixed:
            initial = is_initial(self.words[at - 1])
            listed = features.own_features(self.words[at], self.tags[at], initial=initial)
            for group, shift in (("L ", -1), ("R ", 1), ("LL ", -2), ("RR ", 2)):
                near = features.near_features(self.words[at + shift], self.tags[at + shift])
                listed += [group + feature for feature in near]
            left, key, right = (
                features.history_key(self.words[place], self.tags[place])
                for place in (at - 1, at, at + 1)
            )
            listed += features.pair_features(left, key, "pl")
            listed += features.pair_features(key, right, "pr")
            self._fixed[at] = [sys.intern(feature) for feature in listed]
        return self._fixed[at]

    def may_be_named(self) -> list[int]:
        places = range(2, len(self.words) - 2)
        return [at for at in places if len(labels_of(self.words[at], self.tags[at], OUTSIDE)) > 1]

    def forget(self, rare: set[str]) -> None:
        for at, listed in self._fixed.items():
            self._fixed[at] = [feature for feature in listed if feature not in rare]


def _learn(perceptron: Perceptron, sentence: _Tagged, gold: list[str]) -> None:
    before = previous = OUTSIDE
    for at, wanted in enumerate(gold, start=2):
        word, tag_ = sentence.words[at], sentence.tags[at]
        possible = labels_of(word, tag_, previous)
        label = OUTSIDE
        if len(possible) > 1:
            left, right = sentence.tags[at - 1], sentence.tags[at + 1]
            around = f"{features.coarse(left)} {features.coarse(right)}"
            key = features.history_key(word, tag_)
            past = features.history_features(before, previous, key, around)
            label = perceptron.decide([*sentence.fixed(at), *past], possible, wanted)
        before, previous = previous, label


def _weights(model: dict[str, str]) -> dict[str, str]:
    return dict(line.rsplit("\t", 1) for line in model["weights"].rstrip("\n").split("\n"))


if __name__ == "__main__":
    main()
