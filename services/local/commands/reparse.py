"""`wortlaut reparse`: stored texts through the parser again, for what a newer engine finds."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from services.local import connections
from services.local.counts import count
from services.local.instants import instant

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from schemas import Message
    from services.store.texts import StoredText, Wanted

    Publish = Callable[[Sequence[Message]], Awaitable[None]]

NAME: Final = "reparse"
HELP: Final = "send stored texts through the parser again"
EPILOG: Final = """\
examples:
  wortlaut reparse                          every current text that an older engine has read
  wortlaut reparse --since 30d --limit 1000
  wortlaut reparse --outlet example.org --history
  wortlaut reparse --dry-run                how many that would be

Texts go to wortlaut.pages.backfill.v1. What the newer engine finds replaces what the older one had
found, article by article and never by halves; what it no longer finds stays as history. Running it
twice, or stopping it in the middle, does no harm.
"""
BATCH: Final = 50


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--since", type=instant, metavar="TIME", help="seen since: 2026-03-01, or 30d"
    )
    parser.add_argument("--outlet", help="of one outlet")
    parser.add_argument("--limit", type=count, metavar="N", help="at most so many texts")
    parser.add_argument("--history", action="store_true", help="earlier revisions too")
    parser.add_argument("--all", action="store_true", help="also what this very engine has read")
    parser.add_argument("--dry-run", action="store_true", help="count only")
    connections.add_database(parser)
    connections.add_kafka(parser)


def run(options: argparse.Namespace) -> int:
    return asyncio.run(_reparse(options))


async def _reparse(options: argparse.Namespace) -> int:
    from services.local.publishing import publishing

    dsn, wanted = connections.database_url(options), _wanted(options)
    if options.dry_run:
        print(f"{await _count(dsn, wanted, options.limit)} texts would be sent")
        return 0
    async with publishing(connections.bootstrap_servers(options)) as publisher:
        sent = await send(dsn, wanted, options.limit, publisher.publish)
    print(f"{sent} texts sent to the parser")
    return 0


def _wanted(options: argparse.Namespace) -> Wanted:
    from services.parser.statements import engine
    from services.store.texts import Wanted

    return Wanted(
        older_than=None if options.all else engine().sequence,
        since=options.since,
        outlet=options.outlet,
        with_history=options.history,
    )


async def _count(dsn: str, wanted: Wanted, limit: int | None) -> int:
    from services.store.postgres import session
    from services.store.texts import texts

    async with session(dsn) as connection:
        return len([1 async for _ in texts(connection, wanted, limit)])


async def send(dsn: str, wanted: Wanted, limit: int | None, publish: Publish) -> int:
    """How many texts were sent; each batch is acknowledged before the next one is read."""
    from services.store.postgres import session
    from services.store.texts import texts

    sent, waiting = 0, []
    async with session(dsn) as connection:
        async for text in texts(connection, wanted, limit):
            waiting.append(message(text))
            if len(waiting) == BATCH:
                await publish(waiting)
                sent, waiting = sent + len(waiting), []
    await publish(waiting)
    return sent + len(waiting)


def message(stored: StoredText) -> Message:
    """The text as a page that was fetched when its last parse says: no time of its own moves."""
    from schemas import Extractor, PageFetched, ParsedBefore, encode
    from schemas.topics import PAGES_BACKFILL

    page = PageFetched(
        article_id=stored.article_id,
        url=stored.url,
        canonical_url=stored.url,
        final_url=stored.url,
        outlet=stored.outlet,
        fetched_at=stored.fetched_at,
        media_type="text/plain",
        body=stored.text,
        body_sha256=hashlib.sha256(stored.text.encode()).hexdigest(),
        parsed_before=ParsedBefore(
            title=stored.title,
            authors=stored.authors,
            published_at=stored.published_at,
            language=stored.language,
            truncated=stored.truncated,
            extractor=Extractor(name=stored.extractor, version=stored.extractor_version),
        ),
    )
    return replace(encode(page, "/wortlaut/reparse"), topic=PAGES_BACKFILL.name)
