"""`wortlaut trace URL`: where a page went, and why."""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING, Final

from services.local import connections
from services.local.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.fetcher.model import EntryRow
    from services.store.queries import Trace

NAME: Final = "trace"
HELP: Final = "where a page went, and why"
EPILOG: Final = """\
examples:
  wortlaut trace https://example.org/article

Exit code 1 when neither fetcher nor store has heard of it.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL")
    connections.add_database(parser)


def run(options: argparse.Namespace) -> int:
    return asyncio.run(_trace(options.url, connections.database_url(options)))


async def _trace(url: str, dsn: str) -> int:
    from services.fetcher.frontier import Frontier
    from services.store.postgres import session
    from services.store.queries import trace

    frontier = Frontier(dsn, pool=1)
    await frontier.open()
    try:
        entries = await frontier.trace(url)
    finally:
        await frontier.close()
    async with session(dsn) as connection:
        found = await trace(connection, url)
    for said in [*map(fetched_line, entries), *(line for one in found for line in lines(one))]:
        print(neutral(said))
    if not found and not entries:
        print(f"nothing is known of {neutral(url)}")
    return 0 if found or entries else 1


def fetched_line(entry: EntryRow) -> str:
    asked = f"asked {entry.asked_at:%Y-%m-%d %H:%M}" if entry.asked_at else "never asked"
    detail = f" ({entry.detail})" if entry.detail else ""
    due = f", due {entry.next_at:%Y-%m-%d %H:%M}" if entry.next_at else ", not due again"
    return (
        f"page {entry.url}: found {entry.found_at:%Y-%m-%d %H:%M} in {entry.feed or 'no feed'}, "
        f"{asked}, {entry.outcome or 'no outcome yet'}{detail}{due}"
    )


def lines(trace: Trace) -> Iterator[str]:
    yield f"article {trace.article_id}"
    if trace.erased_at:
        yield f"  erased on request of {trace.erased_at:%Y-%m-%d %H:%M}"
    if trace.article:
        state = "current" if trace.article.is_current else "not current"
        yield f"  {state}: {trace.article.title or 'no title'}"
        if trace.article.withdrawn_at:
            yield f"  withdrawn {trace.article.withdrawn_at:%Y-%m-%d %H:%M}"
    for revision in trace.revisions:
        yield (
            f"  revision {revision.revision}: seen {revision.first_seen_at:%Y-%m-%d %H:%M} to "
            f"{revision.fetched_at:%Y-%m-%d %H:%M}, {revision.characters or 0} characters, engine "
            f"{revision.engine_sequence or '?'}, quotes {revision.quotes_stored} of "
            f"{revision.quote_count or 0}, claims {revision.claims_stored} of "
            f"{revision.claim_count or 0}"
        )
    for outcome in trace.outcomes:
        yield (
            f"  {outcome.outcome}: {outcome.reason} ({outcome.detail or '–'}), last "
            f"{outcome.fetched_at:%Y-%m-%d %H:%M}"
        )
