"""`wortlaut trace URL`: where a page went, and why."""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import asdict, is_dataclass
from datetime import datetime
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
  wortlaut trace --json https://example.org/article | jq '.articles[].revisions'

Exit code 1 when neither fetcher nor store has heard of it.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    connections.add_database(parser)


def run(options: argparse.Namespace) -> int:
    dsn = connections.database_url(options)
    return asyncio.run(_trace(options.url, dsn, as_json=options.json))


async def _trace(url: str, dsn: str, *, as_json: bool) -> int:
    from services.fetcher.frontier import Frontier
    from services.store.postgres import session
    from services.store.queries import trace

    frontier = Frontier(dsn, pool=1)
    await frontier.open()
    try:
        entries, erased_at = await frontier.trace(url), await frontier.erased_at(url)
    finally:
        await frontier.close()
    async with session(dsn) as connection:
        found = await trace(connection, url)
    is_known = bool(found or entries or erased_at)
    if as_json:
        told = {"url": url, "erased_at": erased_at, "pages": entries, "articles": found}
        print(json.dumps(told, ensure_ascii=False, default=_plain))
        return 0 if is_known else 1
    for said in (line for entry in entries for line in fetched_lines(entry)):
        print(neutral(said))
    if erased_at is not None:
        print(f"erased on request {erased_at:%Y-%m-%d %H:%M}: it is not fetched again")
    for said in (line for one in found for line in lines(one)):
        print(neutral(said))
    if not is_known:
        print(f"nothing is known of {neutral(url)}")
    return 0 if is_known else 1


def _plain(value: object) -> object:
    """What JSON has no word for: rows as objects, times and ids as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value.isoformat() if isinstance(value, datetime) else str(value)


def fetched_lines(entry: EntryRow) -> Iterator[str]:
    """Seen, due, fetched, what came of it, and what the parser made of that."""
    yield f"page {entry.url}"
    yield f"  seen {entry.found_at:%Y-%m-%d %H:%M} in {entry.feed or 'no feed: added by hand'}"
    for at, title in entry.headlines:
        yield f"  title until {at:%Y-%m-%d %H:%M}: {title}"
    if entry.asked_at:
        status = f", status {entry.status}" if entry.status else ""
        detail = f" ({entry.detail})" if entry.detail else ""
        yield f"  asked {entry.asked_at:%Y-%m-%d %H:%M}{status}: {entry.outcome}{detail}"
    else:
        yield f"  never asked{f': {entry.outcome}' if entry.outcome else ''}"
    if entry.fetched_at:
        yield f"  published {entry.fetched_at:%Y-%m-%d %H:%M}, as {entry.canonical_url}"
        yield f"  {_answer(entry)}"
    yield f"  {_due(entry)}"


def _answer(entry: EntryRow) -> str:
    repairs = f"; fetched again {entry.repairs} times for that" if entry.repairs else ""
    if entry.became_at is None or entry.fetched_at is None or entry.became_at < entry.fetched_at:
        return f"nothing was heard of it yet{repairs}"
    return f"{entry.became}: {entry.became_why or '–'}"


def _due(entry: EntryRow) -> str:
    if entry.next_at is None:
        return "not due again"
    where = f" at {entry.ask_url}" if entry.ask_url else ""
    rest = (
        f"; {entry.host} is left alone until {entry.host_next_at:%Y-%m-%d %H:%M:%S}"
        if (entry.host_next_at and entry.host_next_at > entry.next_at)
        else ""
    )
    throttled = f", throttled {entry.throttles} times" if entry.throttles else ""
    return f"due {entry.next_at:%Y-%m-%d %H:%M}{where}{rest}{throttled}"


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
