"""What one would put together in an afternoon: a feed, trafilatura, a regex, and an insert.

Feeds by feedparser, text by trafilatura, statements by quotation marks and a verb of saying beside
them, rows by plain inserts. What fails is logged, and the next page is taken.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass

import asyncpg
import feedparser
import trafilatura

log = logging.getLogger("assembled")

TABLES = """
CREATE TABLE IF NOT EXISTS pages (url text PRIMARY KEY, text text);
CREATE TABLE IF NOT EXISTS statements (url text, start int, said text, speaker text);
"""
QUOTE = re.compile(r"[„»\"]([^„“«»\"]{10,}?)[“«\"]")
NAME = r"((?:[A-ZÄÖÜ][\w.-]+\s?){1,5}|er\b|sie\b)"
VERBS = (
    "sagte|sagt|erklärte|erklärt|betonte|betont|meinte|meint|kritisierte|forderte|fordert|"
    "teilte|berichtete|schrieb|schreibt|äußerte|warnte|warnt|fügte|entgegnete|so"
)
AFTER = re.compile(rf"^,?\s*(?:{VERBS})\s+(?:der|die|das|ein|eine)?\s*{NAME}")
BEFORE = re.compile(rf"{NAME}\s*(?:(?:{VERBS})[^.:]{{0,60}})?:\s*$")


@dataclass(frozen=True, slots=True)
class Statement:
    start: int
    end: int
    text: str
    speaker: tuple[int, int] | None  # where the name stands


def statements_in(text: str) -> Iterator[Statement]:
    for quote in QUOTE.finditer(text):
        start, end = quote.span(1)
        speaker = None
        if after := AFTER.search(text[quote.end() : quote.end() + 120]):
            speaker = (quote.end() + after.start(1), quote.end() + after.end(1))
        elif before := BEFORE.search(text[max(0, quote.start() - 120) : quote.start()]):
            shift = max(0, quote.start() - 120)
            speaker = (shift + before.start(1), shift + before.end(1))
        yield Statement(start, end, quote[1], speaker)


def links_in(feed: str) -> list[str]:
    return [entry.link for entry in feedparser.parse(feed).entries]


async def insert(dsn: str, url: str, text: str) -> None:
    connection = await asyncpg.connect(dsn, timeout=5)
    try:
        async with connection.transaction():
            await connection.execute("INSERT INTO pages VALUES ($1, $2)", url, text)
            for said in statements_in(text):
                name = text[slice(*said.speaker)].strip() if said.speaker else None
                await connection.execute(
                    "INSERT INTO statements VALUES ($1, $2, $3, $4)",
                    url,
                    said.start,
                    said.text,
                    name,
                )
    finally:
        await connection.close()


async def handle(dsn: str, url: str, html: str) -> bool:
    """False when the page is lost: nobody will try it again."""
    try:
        text = trafilatura.extract(html, url=url, favor_precision=True)
        if not text:
            return False
        await insert(dsn, url, text)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        log.exception("%s failed", url)
        return False
    return True
