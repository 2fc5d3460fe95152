"""Speed of the engine on raw text, one core: `python -m benchmarks.extraction [FILE.jsonl[.gz]]`.

Without a file it reads the model article over and over. A file holds one JSON object a line with
`text` or `originalText`. Times are processor time, and of each text the least of several passes: a
machine that does other work beside makes every single pass slower, up to twice. A first pass meets
every word for the first time, as a worker does in its first minutes; each is made by a fork of the
process that has read the lexicon. `later` passes over the second half of the texts after the first
half: what a worker is at from then on. `warm` knows every word. Stages are timed apart, warm.
"""

import argparse
import gzip
import json
import time
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from services.parser.extraction import extract
from services.parser.extraction.document import Document
from services.parser.extraction.languages.de import tagging
from services.parser.extraction.languages.registry import LANGUAGES
from services.parser.extraction.quotes.assembly import quotes_of

from .figures import Figure

MODEL_ARTICLE = Path(__file__).parents[1] / "tests" / "quality" / "model_article.txt"
WORDS_PER_ARTICLE = 250  # about the mean length of the evaluation texts
GERMAN = LANGUAGES["de"]

Marks = dict[str, float]  # seconds by stage


def texts_in(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    plain = gzip.decompress(content) if path.suffix == ".gz" else content
    for line in plain.decode().splitlines():
        row = json.loads(line)
        yield row.get("text") or row["originalText"]


def seconds_each(texts: Sequence[str]) -> list[float]:
    return [_seconds(text) for text in texts]


def _seconds(text: str) -> float:
    start = time.process_time()
    extract(text, GERMAN.code)
    return time.process_time() - start


def first_passes(texts: Sequence[str], passes: int) -> list[float]:
    """The least seconds of each text, in processes that know none of its words."""
    found = []
    for _ in range(passes):
        with get_context("fork").Pool(1) as pool:
            found.append(pool.apply(seconds_each, (texts,)))
    return least(found)


def least(passes: Sequence[Sequence[float]]) -> list[float]:
    return [min(each) for each in zip(*passes, strict=True)]


def in_stages(text: str, spent: Marks) -> None:
    """What `extract` does, one stage after the other; tags are made twice and counted once."""
    started = time.process_time()

    def mark(stage: str) -> float:
        nonlocal started
        now = time.process_time()
        seconds, started = now - started, now
        spent[stage] = spent.get(stage, 0.0) + seconds
        return seconds

    document = Document(text, GERMAN.spelling)
    _ = (document.words, document.folded)
    mark("tokens")
    _ = (document.sentences, document.quoted)
    mark("sentences, marks")
    tagging.tags_of(document)
    tags = mark("tags")
    reading = GERMAN.read(document)
    mark("clauses, quotes")
    spent["clauses, quotes"] -= tags
    speakers = GERMAN.speakers(document, reading)
    mark("speakers")
    quotes = quotes_of(document, reading.findings, speakers)
    mark("assembly")
    GERMAN.claims(document, reading, quotes)
    mark("claims")


def stages(texts: Sequence[str], passes: int) -> Marks:
    """The least seconds of each stage of each text, summed."""
    total: Marks = {}
    for text in texts:
        rounds: list[Marks] = []
        for _ in range(passes):
            rounds.append({})
            in_stages(text, rounds[-1])
        for stage in rounds[0]:
            fastest = min(spent[stage] for spent in rounds)
            total[stage] = total.get(stage, 0.0) + fastest
    return total


def report(name: str, seconds: Sequence[float], texts: Sequence[str]) -> None:
    words = sum(len(text.split()) for text in texts)
    total = sum(seconds)
    print(
        f"{name:12} {len(texts) / total:5.0f} texts/s {words / total:8.0f} words/s, "
        f"{words / total / WORDS_PER_ARTICLE:.0f} articles of {WORDS_PER_ARTICLE} words/s"
    )


def warm_articles_per_second(copies: int, passes: int = 3) -> float:
    """Of the model article, in articles of WORDS_PER_ARTICLE words."""
    texts = [MODEL_ARTICLE.read_text(encoding="utf-8")] * copies
    seconds_each(texts)
    seconds = sum(least([seconds_each(texts) for _ in range(passes)]))
    return sum(len(text.split()) for text in texts) / seconds / WORDS_PER_ARTICLE


def figure(articles_per_second: float) -> Figure:
    return Figure(
        f"engine alone, text → quotes and claims, articles of {WORDS_PER_ARTICLE} words, one core",
        f"{articles_per_second:.0f} articles/s",
        "250, aim 600",
        "python -m benchmarks.extraction",
    )


def main() -> None:
    first = _seconds("Er sagte, es sei gut.")
    print(f"lexicon and models read in {first:.2f} s, {_peak_mib():.0f} MiB")
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", type=Path, nargs="?")
    options.add_argument("--passes", type=int, default=5)
    chosen = options.parse_args()
    model_article = [MODEL_ARTICLE.read_text(encoding="utf-8")] * 150
    texts = list(texts_in(chosen.file)) if chosen.file else model_article
    half = len(texts) // 2
    cold = first_passes(texts, chosen.passes)
    report("first pass", cold[:half], texts[:half])
    report("later", cold[half:], texts[half:])
    seconds_each(texts)
    report("warm", least([seconds_each(texts) for _ in range(chosen.passes)]), texts)
    for stage, seconds in stages(texts, chosen.passes).items():
        print(f"  {stage:18} {1e6 * seconds / len(texts):5.0f} µs a text, warm")
    print(f"peak {_peak_mib():.0f} MiB")


def _peak_mib() -> float:
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
