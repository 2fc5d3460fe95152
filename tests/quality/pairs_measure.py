"""Relations on our own pairs: `python -m tests.quality.pairs_measure [--errors]`."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator

from services.local.database import EmbeddedPostgres
from services.store.migrations import migrate
from tests.quality.pairs.pairs import Pair, Result, all_pairs, found_in, judged


async def measured(pairs: list[Pair]) -> Result:
    async with EmbeddedPostgres() as server:
        url = await server.create_database()
        await migrate(url)
        return judged(pairs, await found_in(url, pairs))


def table(pairs: list[Pair], result: Result) -> Iterator[str]:
    traps = sum(not pair.expected for pair in pairs)
    yield f"relations between claims: {len(pairs)} pairs, {traps} with nothing to be found"
    yield "| | expected | right | wrong | precision | recall |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    yield _row("all", result)
    for status in ("conflict", "denial", "differs", "update"):
        yield _row(
            status,
            Result(
                [r for r in result.right if r.status == status],
                [r for r in result.wrong if r.status == status],
                [(p, e) for p, e in result.missed if e.status == status],
            ),
        )
    missed = Counter(pair.file for pair, _ in result.missed)
    yield "missed by file: " + (", ".join(f"{f} {n}" for f, n in missed.items()) or "none")


def _row(label: str, result: Result) -> str:
    expected = len(result.right) + len(result.missed)
    counts = f"{expected} | {len(result.right)} | {len(result.wrong)}"
    return f"| {label} | {counts} | {100 * result.precision:.1f} | {100 * result.recall:.1f} |"


def errors(result: Result) -> Iterator[str]:
    for relation in result.wrong:
        yield f"wrong   {relation.type} {relation.status}: {' ≠ '.join(relation.words)}"
    for pair, expected in result.missed:
        yield f"missed  {pair.name}: {expected.type} {expected.status}"


def main() -> None:
    pairs = all_pairs()
    result = asyncio.run(measured(pairs))
    for line in table(pairs, result):
        print(line)
    if "--errors" in sys.argv[1:]:
        for line in errors(result):
            print(line)


if __name__ == "__main__":
    main()
