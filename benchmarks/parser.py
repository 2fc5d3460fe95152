"""HTML → events against trafilatura alone, and two workers against one: ratios of one run.

    python -m benchmarks.parser [--seconds 5] [--pages FOLDER] [--markup 150]

Pages are the bundled sample site's, or any folder of `.html` files: as they are, and wrapped to
`--markup` kB, as news pages have much around the same text, which is where trafilatura's time goes.
The sample's articles hold as many quotes as long newspaper articles do; a third set holds as few as
Wikinews does: our annotated articles, each in one of nine page systems, wrapped to 114 kB.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import time
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path

import trafilatura

from schemas import PageFetched, article_id
from services.parser.article import article_in
from services.parser.parsing import parsed
from services.parser.workers import WorkerPool
from tests.quality.articles.annotated import articles
from tests.quality.test_pages import blocks_of
from tests.support.events import a_page
from tests.unit.services.parser.templates import TEMPLATES

from .figures import Figure
from .memory import peak_mib

SAMPLE = Path(__file__).parents[1] / "services" / "local" / "sample"


def pages_in(folder: Path) -> list[PageFetched]:
    return [_page(path) for path in sorted(folder.rglob("*.html")) if path.name != "index.html"]


def _page(path: Path) -> PageFetched:
    raw = path.read_bytes()
    try:
        body = raw.decode()
    except UnicodeDecodeError:
        body = raw.decode("windows-1252", "replace")
    url = f"https://zeitung.example/{path.name}"
    return PageFetched.model_validate(
        {
            "article_id": article_id(url),
            "url": url,
            "canonical_url": url,
            "final_url": url,
            "outlet": "zeitung.example",
            "fetched_at": "2026-03-02T09:30:00Z",
            "media_type": "text/html",
            "body": body,
            "body_sha256": "0" * 64,
        }
    )


def wrapped(page: PageFetched, kilobytes: int) -> PageFetched:
    """As much around the article as news sites put there: mostly scripts, and some cards."""
    cards = "".join(map(_CARD.format, range(kilobytes // CARD_KILOBYTES)))
    missing = kilobytes * 1000 - len(page.body) - len(cards)
    script = f"<script>window.q=[{'{slot:1,sizes:[[300,250]]},' * (missing // 27)}]</script>"
    around = f'<section class="cards">{cards}</section>{script}</body>'
    return page.model_copy(update={"body": page.body.replace("</body>", around)})


MEDIAN_KILOBYTES = 114
CARD_KILOBYTES = 5  # a card for so many of the page's
_CARD = (
    '<div class="card card--{0}"><div class="card__media"><picture><img src="/i/{0}.jpg" alt="">'
    '</picture></div><div class="card__body"><span class="card__kicker">Ressort {0}</span>'
    '<h3 class="card__title"><a href="/a/{0}">Meldung Nummer {0} aus der Region</a></h3>'
    '<p class="card__lead">Ein kurzer Satz über Meldung {0}.</p></div></div>'
)


def annotated() -> list[PageFetched]:
    """One of nine systems for each article in turn, and as much markup as the median news page."""
    makers = cycle(TEMPLATES.values())
    texts = [one["text"] for one in articles().values()]
    made = [
        a_page(make(blocks_of(text)), url=f"https://zeitung.example/{number}")
        for number, (text, make) in enumerate(zip(texts, makers, strict=False))
    ]
    return [wrapped(page, MEDIAN_KILOBYTES) for page in made]


def by_trafilatura(page: PageFetched) -> object:
    return trafilatura.bare_extraction(
        page.body, url=page.final_url, favor_precision=True, with_metadata=True
    )


def interleaved(
    tasks: Sequence[Callable[[PageFetched], object]], pages: Sequence[PageFetched], seconds: float
) -> list[float]:
    """Milliseconds of processor time a page, the tasks in turn: what disturbs one disturbs all."""
    spent = [0.0] * len(tasks)
    rounds = 0
    until = time.monotonic() + seconds * len(tasks)
    while time.monotonic() < until or not rounds:
        rounds += 1
        for number, task in enumerate(tasks):
            started = time.process_time()
            for page in pages:
                task(page)
            spent[number] += time.process_time() - started
    return [1000 * each / rounds / len(pages) for each in spent]


async def pool_rate(size: int, pages: Sequence[PageFetched], seconds: float) -> tuple[float, float]:
    """Pages a second through worker processes, and the largest worker's peak memory in MiB."""
    pool = WorkerPool(
        parsed,
        size=size,
        seconds=60,
        memory_mib=1024,
        renew_after=10**9,
        preload="services.parser.preload",
    )
    await pool.open()
    try:
        await asyncio.gather(*map(pool.run, pages))
        done, started = 0, time.monotonic()
        while time.monotonic() < started + seconds:
            await asyncio.gather(*map(pool.run, pages))
            done += len(pages)
        rate = done / (time.monotonic() - started)
        memory = [peak_mib(worker.process.pid or 0) for worker in pool._workers]  # noqa: SLF001
    finally:
        await pool.close()
    return rate, max(memory)


def compared(title: str, pages: Sequence[PageFetched], seconds: float) -> list[Figure]:
    alone, article, whole = interleaved((by_trafilatura, article_in, parsed), pages, seconds)
    print(f"{len(pages)} {title}")
    print(f"  trafilatura alone {alone:6.2f} ms a page")
    print(f"  page → article    {article:6.2f} ms a page, {alone / article:.2f} × trafilatura")
    print(f"  page → events     {whole:6.2f} ms a page, {alone / whole:.2f} × trafilatura")
    command = "python -m benchmarks.parser"
    return [
        Figure(
            f"page → article against trafilatura alone, {title}",
            f"{alone / article:.2f} × ({article:.1f} ms against {alone:.1f})",
            "–",
            command,
        ),
        Figure(
            f"page → events against trafilatura alone, {title}",
            f"{alone / whole:.2f} × ({whole:.1f} ms)",
            "0.75 ×, aim 0.9 ×",
            command,
        ),
    ]


def _kilobytes(pages: Sequence[PageFetched]) -> float:
    return sum(len(page.body) for page in pages) / len(pages) / 1000


def measured(pages: Sequence[PageFetched], markup: int, seconds: float) -> list[Figure]:
    heavy = [wrapped(page, markup) for page in pages]
    for page in (*pages, *heavy):  # loads what is loaded once
        parsed(page)
        by_trafilatura(page)
    found = compared(f"pages as they are, {_kilobytes(pages):.0f} kB", pages, seconds)
    found += compared(f"in news pages of {_kilobytes(heavy):.0f} kB", heavy, seconds)
    average = annotated()
    for page in average:
        parsed(page)
    title = f"annotated articles in nine systems, {_kilobytes(average):.0f} kB"
    found += compared(title, average, seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"this process, peak  {peak:6.0f} MiB")
    one, one_memory = asyncio.run(pool_rate(1, heavy, seconds))
    two, two_memory = asyncio.run(pool_rate(2, heavy, seconds))
    print(f"one worker          {one:6.0f} pages/s, {one_memory:.0f} MiB")
    print(f"two workers         {two:6.0f} pages/s, {two_memory:.0f} MiB, {two / one:.2f} × one")
    return [
        *found,
        Figure(
            "two parser workers against one",
            f"{two / one:.2f} × ({one:.0f} → {two:.0f} pages/s)",
            "1.5 ×, aim 1.8 ×",
            "python -m benchmarks.parser",
        ),
    ]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=5)
    options.add_argument("--markup", type=int, default=150, help="kB of a news page")
    options.add_argument("--pages", type=Path, default=SAMPLE)
    chosen = options.parse_args()
    measured(pages_in(chosen.pages), chosen.markup, chosen.seconds)


if __name__ == "__main__":
    main()
