"""Builds `data/lexicon.xz` from german-pos-dict: `python -m benchmarks.training.lexicon`.

The same input gives the same bytes: everything is sorted, nothing is dated.
"""

import gzip
import lzma
import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from benchmarks.training.tags import Features, features
from services.parser.extraction.languages.de.word_table import DATA

ADDITIONS: Final = Path(__file__).with_name("additions.tsv")
VERBS: Final = ("verb", "auxiliary", "modal")
MODALS: Final = ("dürfen", "können", "mögen", "müssen", "sollen", "wollen")
NOMINATIVES: Final = {
    ("1", "sg", ""): "ich",
    ("1", "pl", ""): "wir",
    ("2", "sg", ""): "du",
    ("2", "pl", ""): "ihr",
    ("3", "sg", "masc"): "er",
    ("3", "sg", "fem"): "sie",
    ("3", "sg", "neut"): "es",
    ("3", "sg", ""): "sie",  # the polite form is listed as a singular
    ("3", "pl", ""): "sie",
}
POSSESSIVES: Final = ("dein", "sein", "ihr", "unser", "eur", "euer")

ByLemma: TypeAlias = dict[str, set[Features]]
Entries: TypeAlias = dict[str, ByLemma]  # form → lemma → readings
Ranks: TypeAlias = dict[str, int]  # word → its place by frequency


def main() -> None:
    source = Path(os.environ["WORTLAUT_EVAL_DATA"]) / "lexicon"
    with lzma.open(source / "german-forms.tsv.xz", "rt", encoding="utf-8") as lines:
        entries = entries_in(lines)
    with gzip.open(source / "german-clusters.tsv.gz", "rt", encoding="utf-8") as lines:
        ranks = {line.split("\t")[0]: rank for rank, line in enumerate(lines)}
    ranks["es"] = len(ranks)  # „ihm“ is to be „er“ first
    add(entries, ADDITIONS.read_text(encoding="utf-8").splitlines())
    drop_capitalised_verbs(entries)
    size = write("lexicon.xz", parts(entries, ranks))
    print(f"lexicon.xz: {len(entries)} forms, {size} bytes")


def entries_in(lines: Iterable[str]) -> Entries:
    entries: Entries = {}
    add(entries, lines)
    return entries


def add(entries: Entries, lines: Iterable[str]) -> None:
    for line in lines:
        form, _, rest = line.rstrip("\n").partition("\t")
        lemma, _, tag = rest.partition("\t")
        if tag and " " not in form and not form.startswith("#"):
            by_lemma = entries.setdefault(form, {})
            for reading in _features(
                form if tag.startswith("PRO") else "", _verb_class(lemma, tag)
            ):
                by_lemma.setdefault(pronoun_lemma(form, lemma, reading), set()).add(reading)


@cache
def _features(form: str, tag: str) -> frozenset[Features]:
    return frozenset(features(form, tag))


def _verb_class(lemma: str, tag: str) -> str:
    """„lassen“ and „werden“ are listed as modals too."""
    if not tag.startswith("VER:MOD") or lemma in MODALS:
        return tag
    return tag.replace("MOD", "AUX") if lemma == "werden" else tag.replace(":MOD", "")


def pronoun_lemma(form: str, lemma: str, reading: Features) -> str:
    """The dictionary has „ich“ for every personal pronoun and „mein“ for every possessive."""
    if reading.kind == "personal" and lemma == "ich":
        return NOMINATIVES[reading.person, reading.number, reading.gender]
    if reading.kind == "possessive" and lemma == "mein":
        return next((stem for stem in POSSESSIVES if form.lower().startswith(stem)), lemma)
    return lemma


def drop_capitalised_verbs(entries: Entries) -> None:
    """„Angaben“ as „(wir) angaben“: only at the start of a sentence, where the reader folds it."""
    for form in [form for form in entries if form[0].isupper() and form.lower() in entries]:
        for lemma in list(entries[form]):
            known = entries[form.lower()].get(lemma, set())
            entries[form][lemma] -= {r for r in known if r.pos in VERBS}
            if not entries[form][lemma]:
                del entries[form][lemma]
        if not entries[form]:
            del entries[form]


def parts(entries: Entries, ranks: Ranks) -> dict[str, str]:
    tags = _numbered(_code(r) for by_lemma in entries.values() for r in by_lemma.values())
    analysis = {form: _analysis(form, by_lemma, tags, ranks) for form, by_lemma in entries.items()}
    analyses = _numbered(analysis.values())
    return {
        "tags": _lines(tags),
        "analyses": _lines(analyses),
        "prefixes": "".join(f"{p}\t{' '.join(b)}\n" for p, b in _particle_verbs(entries)),
        "forms": "".join(
            f"{form}\t{analyses[analysis[form]]:x}\n" for form in sorted(entries, key=str.encode)
        ),
    }


def _analysis(form: str, by_lemma: ByLemma, tags: dict[str, int], ranks: Ranks) -> str:
    """All that is known of a form: `rule tags;rule tags`, the most frequent lemma first."""

    def order(lemma: str) -> tuple[bool, int, str]:
        participle = all(r.form.endswith("participle") for r in by_lemma[lemma])
        return participle, ranks.get(lemma, len(ranks)), lemma  # „erklärt“: erklären, not erklärt

    return ";".join(
        f"{lemma_rule(form, lemma)} {tags[_code(by_lemma[lemma])]:x}"
        for lemma in sorted(by_lemma, key=order)
    )


def lemma_rule(form: str, lemma: str) -> str:
    """How to cut the lemma out of the form: `at,length,cut,end`; shared by thousands of forms.

    `at`, `length`: what to take out („ge“ of „zurückgewiesen“, „zu“ of „zurückzuweisen“);
    `cut`: how many letters then fall off the end, and `end` takes their place.
    """
    choices = [(0, 0), *((form.find(infix, 1), 2) for infix in ("ge", "zu"))]
    choices += [(0, 2)] if form.startswith(("ge", "zu")) else []
    rules = [_rule(form, lemma, at, length) for at, length in choices if at >= 0]
    best = min(rules, key=lambda rule: (len(rule.end), rule.length, rule))
    return ",".join(map(str, best))


class _Rule(NamedTuple):
    at: int
    length: int
    cut: int
    end: str


def _rule(form: str, lemma: str, at: int, length: int) -> _Rule:
    stem = form[:at] + form[at + length :]
    pairs = enumerate(zip(stem, lemma, strict=False))
    shared = next((n for n, (a, b) in pairs if a != b), min(len(stem), len(lemma)))
    return _Rule(at, length, len(stem) - shared, lemma[shared:])


@cache
def _sorted_code(readings: frozenset[Features]) -> str:
    return " ".join(":".join(reading) for reading in sorted(readings))


def _code(readings: set[Features]) -> str:
    return _sorted_code(frozenset(readings))


def _numbered(values: Iterable[str]) -> dict[str, int]:
    """The most frequent gets the smallest number."""
    counts = Counter(values)
    order = sorted(counts, key=lambda value: (-counts[value], value))
    return {value: number for number, value in enumerate(order)}


def _particle_verbs(entries: Entries) -> list[tuple[str, list[str]]]:
    """„zurück“ → all verbs it joins with, from infinitives with „zu“ inside (zurückzuweisen)."""
    bases = defaultdict(set)
    for form, by_lemma in entries.items():
        for lemma, readings in by_lemma.items():
            if any(r.form == "zu_infinitive" for r in readings):
                prefix = _prefix(form, lemma, entries)
                bases[prefix].add(lemma.removeprefix(prefix))
    bases.pop("", None)
    return [(prefix, sorted(verbs)) for prefix, verbs in sorted(bases.items())]


def _prefix(zu_infinitive: str, lemma: str, entries: Entries) -> str:
    """The longer of two splits only if it is a word: „hinzu|zu|fügen“, but „ab|zu|zupfen“."""
    lengths = range(1, len(lemma) - 2)
    splits = [lemma[:n] for n in lengths if f"{lemma[:n]}zu{lemma[n:]}" == zu_infinitive]
    return next((split for split in reversed(splits) if split in entries), "".join(splits[:1]))


def _lines(numbered: dict[str, int]) -> str:
    return "".join(f"{value}\n" for value in numbered)


def write(name: str, named: dict[str, str]) -> int:
    text = "".join(f"[{part}]\n{body}" for part, body in named.items())
    DATA.mkdir(exist_ok=True)
    return (DATA / name).write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main()
