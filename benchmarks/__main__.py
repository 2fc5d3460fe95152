"""Every benchmark, one after the other, as one table.

`python -m benchmarks [--quick] [--only NAME…] [--write]`: `--write` puts the table into
docs/performance.md, between its two marks; `make bench` does. The quick form takes under five
minutes and measures the same with less of it. What fails is named, and the others go on.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from services.local.database import EmbeddedPostgres

from . import extraction, fetcher, growth, latency, parser, publish, store
from .figures import Figure, machine, table

PAGE: Final = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN: Final = "<!-- figures: written by make bench -->"
END: Final = "<!-- end of figures -->"
Bench = Callable[[bool], list[Figure]]


def _store(is_quick: bool) -> list[Figure]:  # noqa: FBT001 - all benches take this one thing
    rounds = ["--rounds", "2", "--articles", "150"] if is_quick else []

    async def run() -> dict[int, store.Rates]:
        async with EmbeddedPostgres(durable=True) as server:
            return await store.measure(server.url(), store.options_of(rounds))

    return store.figures(asyncio.run(run()))


def _parser(is_quick: bool) -> list[Figure]:  # noqa: FBT001 - as above
    return parser.measured(parser.pages_in(parser.SAMPLE), 150, 2 if is_quick else 5)


def _extraction(is_quick: bool) -> list[Figure]:  # noqa: FBT001 - as above
    return [extraction.figure(extraction.warm_articles_per_second(50 if is_quick else 150))]


def _fetcher(is_quick: bool) -> list[Figure]:  # noqa: FBT001 - as above
    pages, rounds = (1000, 1) if is_quick else (2000, 3)
    return [asyncio.run(fetcher.measure(pages, 8, rounds))]


def _publish(is_quick: bool) -> list[Figure]:  # noqa: FBT001 - as above
    records, rounds = (5_000, 2) if is_quick else (20_000, 3)
    return [asyncio.run(publish.measure(records, rounds)).figure]


def _latency(is_quick: bool) -> list[Figure]:  # noqa: FBT001 - as above
    steady = asyncio.run(latency.measured(10, 100 if is_quick else 300))
    saturated = asyncio.run(latency.measured(2000, 300 if is_quick else 1500))
    return latency.figures(steady, saturated)


def _growth(is_quick: bool) -> list[Figure]:  # noqa: FBT001 - as above
    return growth.figures(asyncio.run(growth.measure(3_000 if is_quick else 100_000)))


BENCHES: Final[dict[str, Bench]] = {
    "latency": _latency,
    "store": _store,
    "growth": _growth,
    "parser": _parser,
    "extraction": _extraction,
    "fetcher": _fetcher,
    "publish": _publish,
}


def figures(names: Sequence[str], *, is_quick: bool) -> list[Figure]:
    found: list[Figure] = []
    for name in names:
        started = time.monotonic()
        print(f"\n== {name}", flush=True)
        try:
            found += BENCHES[name](is_quick)
        except Exception as error:  # noqa: BLE001 - the others' figures are worth having
            traceback.print_exc()
            failure = f"failed: {type(error).__name__}"
            found.append(Figure(name, failure, "–", f"python -m benchmarks.{name}"))
        print(f"== {name}: {time.monotonic() - started:.0f} s", flush=True)
    return found


def written(page: str, lines: Sequence[str]) -> str:
    """The page with what is between the marks replaced."""
    before, mark, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (mark and end):
        raise ValueError(f"{PAGE.name} has lost the marks {BEGIN} and {END}")
    return "\n".join([before + BEGIN, "", *lines, "", END + after])


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--write", action="store_true")
    options.add_argument("--only", nargs="+", choices=BENCHES, default=list(BENCHES))
    chosen = options.parse_args()
    started = time.monotonic()
    found = figures(chosen.only, is_quick=chosen.quick)
    form = ", quick form" if chosen.quick else ""
    told = f"{datetime.now(UTC):%Y-%m-%d}{form}, {time.monotonic() - started:.0f} s: {machine()}."
    lines = [told, "", *table(found)]
    print("\n" + "\n".join(lines))
    if chosen.write:
        PAGE.write_text(written(PAGE.read_text("utf-8"), lines), "utf-8")
    return 1 if any(figure.measured.startswith("failed") for figure in found) else 0


if __name__ == "__main__":
    sys.exit(main())
