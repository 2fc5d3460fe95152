"""Eight times as many articles: who asks for one thing, or for the last day, reads no eightfold."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Final, TypeAlias

import asyncpg
import pytest

from schemas import article_id
from services.store.postgres import session
from services.store.search import NoIdError, Wanted, search, statements
from tests.support.events import MONDAY, a_claim, a_quote, a_speaker, an_article
from tests.support.grafana import sql
from tests.support.store import stored

Session: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

FEW: Final = 1_000
MANY: Final = 8 * FEW
TABLES: Final = ("articles", "quotes", "claims")
# The one article again, ten minutes later each time.
AGAIN: Final = """\
INSERT INTO {0}
SELECT (jsonb_populate_record(t, more.changes)).*
FROM {0} AS t
CROSS JOIN generate_series($2::int, $3::int - 1) AS g (n)
CROSS JOIN LATERAL (
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'article_id', md5('article' || n), 'id', md5('{0}' || n),
        'revision', left(md5('revision' || n), 16),
        'fetched_at', t.fetched_at + n * interval '10 minutes',
        'published_at', t.fetched_at + n * interval '10 minutes',
        'matching', '[]'::jsonb
    )) AS changes
) AS more
WHERE t.article_id = $1"""
# Of this transaction, as far as the statistics know it: rows that were read, wanted or not.
READ: Final = """\
SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int
FROM pg_stat_xact_user_tables WHERE schemaname = 'public'"""


def panel(name: str) -> str:
    """For the last day of the articles that are there."""
    (asked,) = (one for one in sql(days=1) if one.panel == name)
    return asked.query.replace("now()", f"'{MONDAY + timedelta(minutes=10 * MANY)}'::timestamptz")


async def show(connection: Session) -> None:
    wanted = await connection.fetchval("SELECT md5($1)::uuid", f"quotes{MANY - 1}")
    assert [one.id for one in await statements(connection, str(wanted)[:12])] == [wanted]


async def newest(connection: Session) -> None:
    assert len(await search(connection, Wanted(words="pfeiler"))) == 20


async def of_outlet(connection: Session) -> None:
    """Of one that has few articles."""
    query = "SELECT * FROM current_quotes WHERE outlet = $1 ORDER BY last_seen_at DESC LIMIT 20"
    assert await connection.fetch(query, "selten.example") == []


async def newest_of_outlet(connection: Session, table: str) -> None:
    query = f"SELECT * FROM current_{table} WHERE outlet = $1 ORDER BY last_seen_at DESC LIMIT 20"
    assert len(await connection.fetch(query, an_article().outlet)) == 20


async def of_speaker(connection: Session) -> None:
    """Of one that the store knows and the articles of the last days do not."""
    assert len(await search(connection, Wanted(speaker="elten gehö"))) == 1


async def of_nobody(connection: Session) -> None:
    assert await search(connection, Wanted(speaker="unerhört")) == []


async def grown(connection: Session, first: int, until: int) -> None:
    """With articles `first` to `until`, of which each is ten minutes later."""
    own = article_id(an_article().url)
    for table in TABLES:
        await connection.execute(AGAIN.format(table), own, first, until)
    await connection.execute("ANALYZE")


async def rows_read(connection: Session, ask: Callable[[Session], Awaitable[None]]) -> int:
    async with connection.transaction():
        before = await connection.fetchval(READ)
        await ask(connection)
        return int(await connection.fetchval(READ)) - int(before)


async def test_what_is_read_does_not_grow_with_the_articles(database_url: str) -> None:
    asked = (show, newest, of_outlet, of_speaker, of_nobody)
    article, old = an_article(), an_article(url="https://zeitung.example/alt")
    seldom = a_quote(old, speaker=a_speaker(name="Selten Gehört"))
    await stored(database_url, [article, a_quote(article), a_claim(article), old, seldom])
    async with session(database_url) as connection:
        # to read so small tables whole is cheap: it is the indexes that are asked about
        await connection.execute("SET enable_seqscan = off; SET enable_hashjoin = off")
        await grown(connection, MANY - FEW, MANY)
        few = [await rows_read(connection, ask) for ask in asked]
        await grown(connection, 0, MANY - FEW)
        many = [await rows_read(connection, ask) for ask in asked]

    shares = {ask.__name__: m / max(f, 1) for ask, f, m in zip(asked, few, many, strict=True)}
    assert {name for name, share in shares.items() if share > 4} == set(), shares


async def test_the_newest_of_one_outlet_are_read_by_its_index(database_url: str) -> None:
    article = an_article()
    await stored(database_url, [article, a_quote(article), a_claim(article)])
    async with session(database_url) as connection:
        await grown(connection, 0, MANY)
        # as for whoever asks often: the plan is one for every outlet
        await connection.execute("SET plan_cache_mode = force_generic_plan")
        read = [
            await rows_read(connection, partial(newest_of_outlet, table=table))
            for table in ("quotes", "claims")
        ]

    assert max(read) < MANY / 10


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("Newsroom: Latest quotes", "quotes_0_fetched_at_idx"),
        ("Newsroom: Most quoted people", "quotes_0_fetched_at_idx"),
        ("Newsroom: Claims of others", "claims_0_fetched_at_idx"),
        ("Newsroom: Without a speaker", "articles_fetched_at"),
    ],
)
async def test_a_dashboard_reads_the_days_it_shows(
    database_url: str, name: str, index: str
) -> None:
    article = an_article()
    await stored(database_url, [article, a_quote(article), a_claim(article)])
    async with session(database_url) as connection:
        await grown(connection, MANY - FEW, MANY)
        await connection.execute("SET enable_seqscan = off; SET enable_nestloop = off")
        plan = await connection.fetch(f"EXPLAIN {panel(name)}")

    assert index in "\n".join(row[0] for row in plan)


async def test_a_search_finds_the_newest_of_any_age_and_order(database_url: str) -> None:
    ages = [timedelta(days=days) for days in (0, 0.5, 3, 9, 80, 4000, -30_000)]
    events = []
    for age in ages:
        article = an_article(
            url=f"https://a.example/{age.days}-{age.seconds}", published_at=MONDAY - age
        )
        events += [article, a_quote(article)]
    await stored(database_url, events)

    async with session(database_url) as connection:
        every = await search(connection, Wanted(words="pfeiler"))
        three = await search(connection, Wanted(words="pfeiler", limit=3))
        late = await search(connection, Wanted(since=MONDAY - timedelta(days=10)))

    assert [one.at for one in every] == sorted((MONDAY - age for age in ages), reverse=True)
    assert three == every[:3]
    assert late == every[:5]


@pytest.mark.parametrize("identity", ["1234567", "--------", "1234-5678", "12345678x", "1" * 33])
async def test_what_begins_no_id_is_refused(database_url: str, identity: str) -> None:
    async with session(database_url) as connection:
        with pytest.raises(NoIdError, match=identity[:5]):
            await statements(connection, identity)
