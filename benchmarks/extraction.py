"""Speed of the engine on raw text, one core: `python -m benchmarks.extraction [FILE.jsonl[.gz]]`.

Without a file it reads the model article over and over. A file holds one JSON object a line with
`text` or `originalText`. Times are processor time, so that a busy machine changes them little.
"""

import gzip
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from services.parser.extraction import extract

from .figures import Figure

MODEL_ARTICLE = Path(__file__).parents[1] / "tests" / "quality" / "model_article.txt"
TOKENS_PER_ARTICLE = 250  # the mean length of the evaluation texts


def texts_in(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    plain = gzip.decompress(content) if path.suffix == ".gz" else content
    for line in plain.decode().splitlines():
        row = json.loads(line)
        yield row.get("text") or row["originalText"]


def cpu_seconds(texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        extract(text, "de")
    return time.process_time() - start


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds of processor time: for a first sentence, a first pass, and the best of three more."""

    texts: int
    words: int
    first: float
    cold: float
    warm: float

    @property
    def articles_per_second(self) -> float:
        return self.words / self.warm / TOKENS_PER_ARTICLE


def measured(file: Path | None = None, copies: int = 150) -> Speed:
    started = time.process_time()
    extract("Er sagte, es sei gut.", "de")
    first = time.process_time() - started
    texts = (
        list(texts_in(file))
        if file is not None
        else [MODEL_ARTICLE.read_text(encoding="utf-8")] * copies
    )
    cold, warm = cpu_seconds(texts), min(cpu_seconds(texts) for _ in range(3))
    words = sum(len(text.split()) for text in texts)
    return Speed(len(texts), words, first, cold, warm)


def figure(speed: Speed) -> Figure:
    return Figure(
        f"engine alone, text → quotes and claims, articles of {TOKENS_PER_ARTICLE} words, one core",
        f"{speed.articles_per_second:.0f} articles/s",
        "250, aim 600",
        "python -m benchmarks.extraction",
    )


def main() -> None:
    speed = measured(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    texts, words, first, cold, warm = astuple(speed)
    print(f"texts {texts}, words {words}")
    print(f"first sentence, lexicon and tagger read: {first:.2f} s")
    print(f"first pass:  {texts / cold:7.0f} texts/s  {words / cold:9.0f} words/s")
    print(f"warm:        {texts / warm:7.0f} texts/s  {words / warm:9.0f} words/s")
    print(f"warm, articles of {TOKENS_PER_ARTICLE} words: {speed.articles_per_second:.0f}/s")


if __name__ == "__main__":
    main()
