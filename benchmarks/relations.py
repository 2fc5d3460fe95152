"""How long `claim_partners` takes among many claims: `python -m benchmarks.relations`.

The claims are those of the bundled articles and of our annotated ones, each many times over in new
articles of many outlets, spread over 90 days. In each new article names are replaced by names of
the others, drawn as often as they occur, so that frequent names stay frequent and keys meet, and
numbers are scaled, so that they differ.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from schemas import ArticleParsed, ClaimExtracted, Event, PageFetched, decode
from schemas.ids import article_id, claim_id, urn_of
from services.local.database import EmbeddedPostgres
from services.parser.parsing import parsed
from services.store.batch import batch_of
from services.store.migrations import migrate
from services.store.postgres import session
from services.store.writing import write

if TYPE_CHECKING:
    from services.store.postgres import Session

START: Final = datetime(2026, 1, 1, tzinfo=UTC)
DAYS: Final = 90
OUTLETS: Final = 200
BATCH: Final = 200  # articles in a transaction
ASKED: Final = 200
KEPT: Final = 0.5  # of the names of an article, the share that stays as it is
FACTORS: Final = (1.0, 1.0, 1.05, 1.5, 2.0, 0.5)
TEXTS: Final = (Path("services/local/sample"), Path("tests/quality/articles/source"))
CANDIDATES: Final = """\
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, SUMMARY OFF)
SELECT c.id FROM current_claims AS c
WHERE
    c.matching && $1
    AND c.claimed_at - $2::timestamptz BETWEEN - interval '7 days' AND interval '7 days'"""


def real_articles() -> Iterator[tuple[ArticleParsed, list[ClaimExtracted]]]:
    for folder in TEXTS:
        for file in sorted([*folder.rglob("*.html"), *folder.rglob("*.txt")]):
            events = [decode(message) for message in parsed(page_of(file)).messages]
            claims = [event for event in events if isinstance(event, ClaimExtracted)]
            if claims and isinstance(events[0], ArticleParsed):
                yield events[0], claims


def page_of(file: Path) -> PageFetched:
    raw = file.read_bytes()
    urn = urn_of(raw)
    return PageFetched(
        article_id=article_id(urn),
        url=urn,
        canonical_url=urn,
        final_url=urn,
        outlet="bench.example",
        fetched_at=START,
        media_type="text/html" if file.suffix == ".html" else "text/plain",
        body=raw.decode("utf-8", "replace"),
        body_sha256="0" * 64,
    )


def clones(
    real: Sequence[tuple[ArticleParsed, list[ClaimExtracted]]], wanted: int, chance: random.Random
) -> Iterator[list[Event]]:
    """Articles with their claims, until there are `wanted` claims."""
    names = [key for _, claims in real for c in claims for key in c.about if key[0].isupper()]
    made = 0
    while made < wanted:
        article, claims = chance.choice(real)
        events = _clone(article, claims, names, chance)
        made += len(events) - 1
        yield events


def _clone(
    article: ArticleParsed,
    claims: Sequence[ClaimExtracted],
    names: Sequence[str],
    chance: random.Random,
) -> list[Event]:
    url = f"https://outlet{chance.randrange(OUTLETS)}.example/{chance.getrandbits(64):x}"
    at = START + timedelta(minutes=chance.randrange(DAYS * 24 * 60))
    changes: dict[str, object] = {
        "article_id": article_id(url),
        "url": url,
        "published_at": at,
        "fetched_at": at,
    }
    changes |= {"fingerprint": tuple(chance.getrandbits(32) for _ in article.fingerprint)}
    new = article.model_copy(update={**changes, "outlet": url.split("/")[2]})
    swapped: dict[str, str] = {}
    factor = chance.choice(FACTORS)
    return [
        new,
        *(_cloned(scaled(claim, factor), new, names, swapped, chance) for claim in claims),
    ]


def scaled(claim: ClaimExtracted, factor: float) -> ClaimExtracted:
    """With other numbers: what is counted alike, is counted differently."""
    scaled = tuple(
        quantity.model_copy(
            update={
                name: number * factor
                for name in ("value", "min", "max")
                if (number := getattr(quantity, name)) is not None
            }
        )
        for quantity in claim.quantities
    )
    return claim.model_copy(update={"quantities": scaled})


def _cloned(
    claim: ClaimExtracted,
    article: ArticleParsed,
    names: Sequence[str],
    swapped: dict[str, str],
    chance: random.Random,
) -> ClaimExtracted:
    for key in (*claim.about, *claim.setting):
        if key[0].isupper() and key not in swapped:
            swapped[key] = key if chance.random() < KEPT else chance.choice(names)
    reference = claim.article.model_copy(
        update={
            "id": article.article_id,
            "url": article.url,
            "outlet": article.outlet,
            "published_at": article.published_at,
            "fetched_at": article.fetched_at,
        }
    )
    spans = [(span.start, span.end) for span in claim.spans]
    return claim.model_copy(
        update={
            "article_id": article.article_id,
            "article": reference,
            "id": claim_id(article.article_id, article.revision, claim.attribution, spans),  # type: ignore[arg-type]  # a revision's name
            "about": _renamed(claim.about, swapped),
            "setting": _renamed(claim.setting, swapped),
        }
    )


def _renamed(keys: Sequence[str], swapped: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(swapped.get(key, key) for key in keys))


async def filled(connection: Session, wanted: int, chance: random.Random) -> None:
    real = list(real_articles())
    print(
        f"{sum(len(claims) for _, claims in real)} real claims of {len(real)} articles", flush=True
    )
    started = time.monotonic()
    batch: list[Event] = []
    for number, events in enumerate(clones(real, wanted, chance), start=1):
        batch += events
        if number % BATCH == 0:
            await _stored(connection, batch)
            batch = []
    await _stored(connection, batch)
    await connection.execute("VACUUM ANALYZE claims, articles, revisions")
    print(f"stored in {time.monotonic() - started:.0f} s", flush=True)


async def _stored(connection: Session, events: Sequence[Event]) -> None:
    if events:
        async with connection.transaction():
            await write(connection, batch_of(events))


async def asked(connection: Session, chance: random.Random) -> None:
    """Each claim once, without having been asked before: what the first of them needs is in it."""
    ids = [row["id"] for row in await connection.fetch("SELECT id FROM claims")]
    took: list[tuple[float, int, object]] = []
    for claim in chance.sample(ids, ASKED):
        started = time.perf_counter()
        rows = await connection.fetch("SELECT * FROM claim_partners($1)", claim)
        took.append((1000 * (time.perf_counter() - started), len(rows), claim))
    times = sorted(ms for ms, _, _ in took)
    cuts = statistics.quantiles(times, n=20)
    print(
        f"{len(ids):,} claims, {ASKED} asked: p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms, "
        f"slowest {times[-1]:.1f} ms; partners: {statistics.mean(n for _, n, _ in took):.1f} on "
        f"average, {max(n for _, n, _ in took)} at most"
    )
    await explained(connection, max(took, key=lambda one: one[0])[2])


async def explained(connection: Session, claim: object) -> None:
    """The plan of the slowest one's candidates."""
    row = await connection.fetchrow(
        "SELECT partner_keys(matching) AS keys, claimed_at FROM claims WHERE id = $1", claim
    )
    assert row is not None
    plan = await connection.fetch(CANDIDATES, row["keys"], row["claimed_at"])
    for (line,) in plan:
        print(line[:150])


async def measured(options: argparse.Namespace) -> None:
    chance = random.Random(1)  # the same claims in each run
    async with EmbeddedPostgres() as server:
        url = await server.create_database()
        await migrate(url)
        async with session(url) as connection:
            await filled(connection, options.claims, chance)
            for size in ("claims_matching", "revisions_bands"):
                print(size, await _size(connection, size))
            await asked(connection, chance)


async def _size(connection: Session, index: str) -> str:
    return str(
        await connection.fetchval(
            "SELECT pg_size_pretty(sum(pg_relation_size(relid))) FROM pg_partition_tree($1)", index
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    asyncio.run(measured(parser.parse_args()))


if __name__ == "__main__":
    main()
