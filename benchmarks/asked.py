"""What users ask of the database, each many times with other things asked for: `answered`.

The statements are those of the commands, of the dashboards and of the fetcher, and three that
docs/database.md tells to ask. „Now“ is the time of the last article.
"""

from __future__ import annotations

import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from services.fetcher.frontier import Frontier
from services.store.contested import contested
from services.store.postgres import session
from services.store.queries import latest, trace
from services.store.search import Wanted, revisions_of, search, statements
from tests.support.grafana import sql

from .figures import share
from .grown import instant

if TYPE_CHECKING:
    from services.store.postgres import Session

ASKED: Final = 40  # times at most
SECONDS: Final = 3.0  # for one kind; at least three are asked
LEAST: Final = 3
SOUGHT: Final = ("Wahl", "Prozent", "Regierung", "Fußball", "Klima", "Gericht", "Zyklon", "Bären")

Ask = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Asker:
    """A reader's connection, and what it draws what it asks for from."""

    connection: Session
    frontier: Frontier
    articles: int
    chance: random.Random

    @property
    def now(self) -> datetime:
        return instant(self.articles)

    async def drawn(self, table: str, columns: str) -> Any:
        """A row of an article of any age."""
        at = instant(self.chance.randrange(self.articles))
        return await self.connection.fetchrow(
            f"SELECT {columns} FROM (SELECT article_id, url, outlet FROM articles "
            f"WHERE fetched_at >= $1 ORDER BY fetched_at LIMIT 20) AS a "
            f"INNER JOIN {table} AS t USING (article_id) "
            f"{'WHERE t.speaker_is_person' if table == 'quotes' else ''} LIMIT 1",
            at,
        )

    def kinds(self) -> dict[str, Callable[[], Awaitable[Ask]]]:
        return {
            "current_quotes of one speaker": self.of_speaker,
            "current_quotes of one outlet, newest 20": self.of_outlet,
            "current_quotes of the last hour": self.of_hour,
            "search: a word": self.word,
            "search: a word that nobody says": self.unsaid,
            "search: a speaker": self.speaker,
            "search: an outlet": self.outlet,
            "search: a word, since a day": self.recent,
            "claims against one claim": self.partners,
            "contested since six minutes": self.contested,
            "show: first 8 characters of an id": self.show,
            "trace": self.trace,
            "the latest 20 quotes": self.latest,
            "fetcher: leased hosts, and what is due of one": self.due,
        }

    async def of_speaker(self) -> Ask:
        row = await self.drawn("quotes", "speaker_name")
        query = "SELECT * FROM current_quotes WHERE speaker_name = $1 LIMIT 20"
        return lambda: self.connection.fetch(query, row["speaker_name"])

    async def of_outlet(self) -> Ask:
        row = await self.drawn("quotes", "outlet")
        query = "SELECT * FROM current_quotes WHERE outlet = $1 ORDER BY last_seen_at DESC LIMIT 20"
        return lambda: self.connection.fetch(query, row["outlet"])

    async def of_hour(self) -> Ask:
        query = (
            "SELECT * FROM current_quotes WHERE last_seen_at >= $1 "
            "ORDER BY last_seen_at DESC LIMIT 100"
        )
        return lambda: self.connection.fetch(query, self.now - timedelta(hours=1))

    def _search(self, wanted: Wanted) -> Ask:
        return lambda: search(self.connection, wanted)

    async def word(self) -> Ask:
        return self._search(Wanted(words=self.chance.choice(SOUGHT)))

    async def unsaid(self) -> Ask:
        return self._search(Wanted(words="Xylophonquartett"))

    async def speaker(self) -> Ask:
        row = await self.drawn("quotes", "speaker_name")
        return self._search(Wanted(speaker=row["speaker_name"]))

    async def outlet(self) -> Ask:
        row = await self.drawn("quotes", "outlet")
        return self._search(Wanted(outlet=row["outlet"]))

    async def recent(self) -> Ask:
        since = self.now - timedelta(days=1)
        return self._search(Wanted(words=self.chance.choice(SOUGHT), since=since))

    async def partners(self) -> Ask:
        row = await self.drawn("claims", "t.id")
        return lambda: self.connection.fetch("SELECT * FROM claim_partners($1)", row["id"])

    async def contested(self) -> Ask:
        since = self.now - timedelta(minutes=6)
        return lambda: contested(self.connection, since=since)

    async def show(self) -> Ask:
        row = await self.drawn(self.chance.choice(("quotes", "claims")), "t.id")
        beginning = str(row["id"])[:8]

        async def ask() -> None:
            found = await statements(self.connection, beginning)
            await revisions_of(self.connection, found[0])

        return ask

    async def trace(self) -> Ask:
        row = await self.drawn("revisions", "t.url")
        return lambda: trace(self.connection, row["url"])

    async def latest(self) -> Ask:
        return lambda: latest(self.connection, 20)

    async def due(self) -> Ask:
        async def ask() -> None:
            now = await self.connection.fetchval("SELECT now()")
            (host,) = await self.frontier.lease(1, now)
            await self.frontier.due_entries(host.name, now, 20)
            await self.frontier.release(host, now)

        return ask


def panels(now: datetime) -> dict[str, str]:
    """The dashboards' own statements for the last day, as if it were `now`.

    What is contested is asked of six minutes: each claim there costs some milliseconds.
    """
    instead = f"'{now.isoformat()}'::timestamptz"
    found = {one.panel: one.query.replace("now()", instead) for one in sql(days=1)}
    return {
        panel: query.replace("1 days", "6 minutes") if "contested_claims" in query else query
        for panel, query in found.items()
    }


@asynccontextmanager
async def _asker(url: str, articles: int) -> AsyncIterator[Asker]:
    frontier = Frontier(url, pool=1)
    await frontier.open()
    try:
        async with session(url) as connection:
            yield Asker(connection, frontier, articles, random.Random(articles))
    finally:
        await frontier.close()


async def answered(url: str, articles: int) -> dict[str, tuple[float, float]]:
    """Milliseconds at p50 and p95, by what was asked."""
    found: dict[str, tuple[float, float]] = {}
    async with _asker(url, articles) as asker:
        for name, prepared in asker.kinds().items():
            found[name] = await _times(prepared)
        for name, query in panels(asker.now).items():
            found[name] = await _times(_always(partial(asker.connection.fetch, query)))
    return found


def _always(ask: Ask) -> Callable[[], Awaitable[Ask]]:
    async def prepared() -> Ask:
        return ask

    return prepared


async def _times(prepared: Callable[[], Awaitable[Ask]]) -> tuple[float, float]:
    """The first is not counted: it reads the catalogue and makes the plan."""
    await (await prepared())()
    times: list[float] = []
    until = time.perf_counter() + SECONDS
    while len(times) < LEAST or (len(times) < ASKED and time.perf_counter() < until):
        ask = await prepared()
        started = time.perf_counter()
        await ask()
        times.append(1000 * (time.perf_counter() - started))
    times.sort()
    return share(times, 0.5), share(times, 0.95)
