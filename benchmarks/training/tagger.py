"""Trains `data/tagger.xz`: `python -m benchmarks.training.tagger [--evaluate]`.

The order of the sentences is drawn with a fixed seed: the same input gives the same bytes.
"""

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from benchmarks.training.corpora import Sentence, gsd, names_as_tags, pud
from benchmarks.training.lexicon import write
from benchmarks.training.perceptron import Perceptron, parts
from services.parser.extraction.languages.de import tag_features as features
from services.parser.extraction.languages.de.linear import LinearModel
from services.parser.extraction.languages.de.tag_features import BOUNDARY, START, after, is_initial
from services.parser.extraction.languages.de.tagger import Tagger, joined, tags_of

ROUNDS: Final = 8
OBSERVED_LEAST: Final = 2  # a tag the dictionary does not know, seen once, is likely a slip


class _Token(NamedTuple):
    tags: tuple[str, ...]
    kinds: str
    own: list[str]
    near: list[str]


def main() -> None:
    if "--evaluate" in sys.argv:
        evaluate()
        return
    model, observed = train(gsd("dev") + gsd("test") + pud() + nouns())
    size = write("tagger.xz", {**model, "observed": _lines(observed)})
    print(f"tagger.xz: {size} bytes")


def nouns() -> list[Sentence]:
    """Where GermEval tells a noun from a name; nothing else in its sentences is learned."""
    return names_as_tags("dev") + names_as_tags("test")


def evaluate() -> None:
    """GSD-dev and PUD, each by a tagger that has not seen it."""
    report("GSD-test → GSD-dev", gsd("test"), gsd("dev"))
    report("GSD-test, PUD, GermEval → GSD-dev", gsd("test") + pud() + nouns(), gsd("dev"))
    report("GSD, GermEval → PUD", gsd("test") + gsd("dev") + nouns(), pud())


def report(name: str, learned: list[Sentence], held_out: list[Sentence]) -> None:
    tagger = Tagger(*model_of(train(learned)))
    right, total, errors = score(tagger, held_out)
    print(f"{name}: {right / total:.2%} of {total}")
    for (gold, guess), count in errors.most_common(12):
        print(f"  {gold} as {guess}: {count}")
    print(f"  {speed(tagger, held_out):,.0f} tokens a second, all words seen before")


def score(
    tagger: Tagger, sentences: Sequence[Sentence]
) -> tuple[int, int, Counter[tuple[str, str]]]:
    errors: Counter[tuple[str, str]] = Counter()
    total = 0
    for words, gold in sentences:
        total += len(words)
        errors.update(
            pair for pair in zip(gold, tagger.tag(words), strict=True) if pair[0] != pair[1]
        )
    return total - errors.total(), total, errors


def speed(tagger: Tagger, sentences: Sequence[Sentence]) -> float:
    started = time.perf_counter()
    for words, _ in sentences:
        tagger.tag(words)
    return sum(len(words) for words, _ in sentences) / (time.perf_counter() - started)


def train(sentences: Sequence[Sentence]) -> tuple[dict[str, str], dict[str, str]]:
    observed = observed_tags(sentences)
    prepared = [(words, gold, _tokens(words, observed)) for words, gold in sentences]
    perceptron = Perceptron()
    order = random.Random(1)
    for _ in range(ROUNDS):
        order.shuffle(prepared)
        for words, gold, tokens in prepared:
            _learn(perceptron, words, gold, tokens)
    labels = {tag for tags in observed.values() for tag in tags.split()}.union(ALL_TAGS)
    return parts(perceptron.averaged(), sorted(labels)), observed


def observed_tags(sentences: Sequence[Sentence]) -> dict[str, str]:
    """Of words the dictionary knows less of than the treebank."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for words, gold in sentences:
        for at, (word, tag) in enumerate(zip(words, gold, strict=True)):
            if tag and tag not in tags_of(word, {}, initial=at == 0) and tag not in _NEVER_ADDED:
                seen[word.lower()][tag] += 1
    kept = {
        w: sorted(t for t, n in tags.items() if n >= OBSERVED_LEAST) for w, tags in seen.items()
    }
    return {word: " ".join(tags) for word, tags in sorted(kept.items()) if tags}


def _tokens(words: list[str], observed: Mapping[str, str]) -> list[_Token]:
    edge = _Token((BOUNDARY,), BOUNDARY, [], features.near_features(BOUNDARY, BOUNDARY))
    found = [edge, edge]
    previous = BOUNDARY
    for word in words:
        initial = is_initial(previous)
        tags = tags_of(word, observed, initial=initial)
        kinds = " ".join(tags)
        own = features.own_features(word, kinds, initial=initial)
        found.append(_Token(tags, kinds, own, features.near_features(word, kinds)))
        previous = word
    return [*found, edge, edge]


def _learn(perceptron: Perceptron, words: list[str], gold: list[str], tokens: list[_Token]) -> None:
    clause, verb, before, previous = START, BOUNDARY, BOUNDARY, BOUNDARY
    for at, (word, wanted) in enumerate(zip(words, gold, strict=True), start=2):
        token = tokens[at]
        guess = token.tags[0]
        if len(token.tags) > 1:
            right = tokens[at + 1].kinds
            listed = [
                *token.own,
                *features.history_features(before, previous, token.kinds),
                *features.clause_features(clause.state, clause.outer, token.kinds),
                *features.right_features(previous, token.kinds, right),
                *features.verb_features(
                    clause.state,
                    token.kinds,
                    right,
                    joined(token.kinds, verb, word),
                ),
                *("L " + near for near in tokens[at - 1].near),
                *("R " + near for near in tokens[at + 1].near),
                *("LL " + near for near in tokens[at - 2].near),
                *("RR " + near for near in tokens[at + 2].near),
            ]
            guess = perceptron.decide(listed, token.tags, wanted)
        before, previous = previous, guess
        if guess in features.TURNS:
            clause = after(clause, guess, word)
            verb = word if guess == "VVFIN" else BOUNDARY


def model_of(trained: tuple[dict[str, str], dict[str, str]]) -> tuple[LinearModel, dict[str, str]]:
    model, observed = trained
    lines = model["weights"].rstrip("\n").split("\n")
    weights = dict(line.rsplit("\t", 1) for line in lines)
    return LinearModel(model["labels"].split(), weights), observed


def _lines(observed: Mapping[str, str]) -> str:
    return "".join(f"{word}\t{tags}\n" for word, tags in observed.items())


_NEVER_ADDED: Final = frozenset({"XY", "FM", "NE", "TRUNC"})
ALL_TAGS: Final = [
    *("ADJA", "ADJD", "ADV", "APPO", "APPR", "APPRART", "APZR", "ART", "CARD", "FM", "ITJ"),
    *("KOKOM", "KON", "KOUI", "KOUS", "NE", "NN", "PAV", "PDAT", "PDS", "PIAT", "PIS", "PPER"),
    *("PPOSAT", "PPOSS", "PRELAT", "PRELS", "PRF", "PTKA", "PTKANT", "PTKNEG", "PTKVZ", "PTKZU"),
    *("PWAT", "PWAV", "PWS", "TRUNC", "XY"),
    *(f"V{kind}{form}" for kind in "AMV" for form in ("FIN", "IMP", "INF", "IZU", "PP")),
]


if __name__ == "__main__":
    main()
