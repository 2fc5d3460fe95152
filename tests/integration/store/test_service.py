"""From topics to rows: the handler on a real broker, and the service as a process."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from prometheus_client import CollectorRegistry

from schemas import Message, encode
from schemas.topics import ARTICLES, QUOTES, dead_letters
from services.local.ports import free_port
from services.runtime.received import Rejected
from services.store.handlers import events_handler
from services.store.metrics import StoreMetrics
from services.store.postgres import Postgres, session
from services.store.settings import StoreSettings
from tests.support.consuming import Consuming, consuming, everything_in, make_topics, settings_for
from tests.support.events import MONDAY, a_claim, a_page, a_quote, an_article
from tests.support.stack import until
from tests.support.store import value

REPOSITORY = Path(__file__).parents[3]
CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@asynccontextmanager
async def storing(broker: str, url: str) -> AsyncIterator[tuple[Consuming, CollectorRegistry]]:
    """A store in this process, ten seconds after everything was fetched."""
    await make_topics(broker)
    registry = CollectorRegistry()
    metrics = StoreMetrics(registry)
    database = Postgres(url, StoreSettings(), metrics)
    await database.open()
    handle = events_handler(database, metrics, now=lambda: MONDAY + timedelta(seconds=10))
    try:
        async with consuming(broker, handle, group="store") as running:
            running.health.require("postgres", database.check)
            yield running, registry
    finally:
        await database.close()


async def until_current(url: str, quotes: int) -> None:
    async def enough() -> bool:
        return bool(await value(url, "SELECT count(*) FROM current_quotes") == quotes)

    await until(enough, within=40)


async def test_events_of_three_topics_become_rows(broker: str, database_url: str) -> None:
    article = an_article()
    async with storing(broker, database_url) as (running, registry):
        await running.send(a_claim(article), a_quote(article), article)
        await running.until_handled("ok", 3)

        assert await value(database_url, "SELECT count(*) FROM current_quotes") == 1
        assert await value(database_url, "SELECT count(*) FROM current_claims") == 1

    labels = {"table": "quotes", "outcome": "inserted"}
    assert registry.get_sample_value("wortlaut_store_rows_total", labels) == 1
    assert registry.get_sample_value("wortlaut_article_end_to_end_seconds_sum") == 10
    committed = {"outcome": "committed"}
    name = "wortlaut_db_transaction_duration_seconds_count"
    assert (registry.get_sample_value(name, committed) or 0) >= 1


async def test_only_the_event_that_no_column_holds_is_set_aside(
    broker: str, database_url: str
) -> None:
    article = an_article()
    poison = a_quote(article, "gerissen", rule="a\x00b")
    async with storing(broker, database_url) as (running, registry):
        await running.send(a_quote(article), poison, a_claim(article), article)
        await running.until_handled("dead", 1)
        await until_current(database_url, quotes=1)

    (dead,) = await everything_in(broker, dead_letters(QUOTES.name, "store").name)
    assert dead.value == encode(poison, "/test").value
    assert dead.key == poison.key
    labels = {"table": "quotes", "outcome": "rejected"}
    assert registry.get_sample_value("wortlaut_store_rows_total", labels) == 1


async def test_an_event_on_the_wrong_topic_is_set_aside(broker: str, database_url: str) -> None:
    page = encode(a_page(), "/test")
    stray = Message(ARTICLES.name, page.key, page.value, page.headers)
    async with storing(broker, database_url) as (running, _):
        await running.send_raw(stray)
        await running.send(an_article())
        await running.until_handled("dead", 1)
        await running.until_handled("ok", 1)

    (dead,) = await everything_in(broker, dead_letters(ARTICLES.name, "store").name)
    assert dead.value == page.value


async def test_nothing_is_lost_when_postgres_cuts_every_connection(
    broker: str, database_url: str
) -> None:
    articles = [an_article(url=f"https://zeitung.example/{n}") for n in range(200)]
    async with storing(broker, database_url) as (running, _), session(database_url) as admin:
        for start in range(0, len(articles), 20):
            some = articles[start : start + 20]
            await running.send(*some, *(a_quote(article) for article in some))
            await admin.execute(CUT)
        await until_current(database_url, quotes=len(articles))

        assert running.handled("dead") == 0


@asynccontextmanager
async def a_role(url: str) -> AsyncIterator[str]:
    """One of its own for a store, as a superuser finds a connection always."""
    name = f"store_{url.rpartition('/')[2]}"
    async with session(url) as admin:
        await admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'x'")
        await admin.execute(f"GRANT pg_read_all_data, pg_write_all_data TO {name}")
        try:
            yield name
        finally:
            await admin.execute(CUT)
            await admin.execute(f"DROP ROLE {name}")


async def test_a_store_that_finds_no_connection_free_waits_and_loses_nothing(
    broker: str, database_url: str
) -> None:
    article = an_article()
    async with a_role(database_url) as role, session(database_url) as admin:
        url = f"postgresql://{role}:x@{database_url.rpartition('@')[2]}"
        async with storing(broker, url) as (running, registry):
            await admin.execute(f"ALTER ROLE {role} CONNECTION LIMIT 0")
            await admin.execute(f"{CUT} AND usename = '{role}'")
            await running.send(article, a_quote(article))
            await running.until_handled("retried", 1)
            assert running.handled("ok") == 0

            await admin.execute(f"ALTER ROLE {role} CONNECTION LIMIT -1")
            await until_current(database_url, quotes=1)

            assert running.handled("dead") == 0
    errors = {"kind": "other"}
    assert registry.get_sample_value("wortlaut_db_errors_total", errors)


@asynccontextmanager
async def process(broker: str, url: str, port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    settings = settings_for(broker)
    environment = {
        **os.environ,
        "WORTLAUT_BOOTSTRAP_SERVERS": broker,
        "WORTLAUT_DATABASE_URL": url,
        "WORTLAUT_HTTP_PORT": str(port),
        "WORTLAUT_SESSION_TIMEOUT_MS": str(settings.session_timeout_ms),
        "WORTLAUT_HEARTBEAT_INTERVAL_MS": str(settings.heartbeat_interval_ms),
        "WORTLAUT_START_DEADLINE_SECONDS": "3",
    }
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.store"),
        cwd=REPOSITORY,
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()


def metrics_at(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as response:
        return str(response.read().decode())


async def test_the_service_stores_tells_and_stops(broker: str, database_url: str) -> None:
    port = free_port()
    async with storing(broker, database_url) as (running, _):
        await running.send(an_article(), a_quote())
        await until_current(database_url, quotes=1)  # the first store leaves the group
    article = an_article(url="https://blatt.example/b")
    async with process(broker, database_url, port) as service:
        async with consuming(broker, _nothing, group="parser") as other:
            await other.send(article, a_quote(article))
            await until_current(database_url, quotes=2)
        told = await asyncio.to_thread(metrics_at, port)
        service.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(service.wait(), 30)

    assert 'wortlaut_store_rows_total{outcome="inserted",table="quotes"} 1.0' in told
    assert 'wortlaut_dependency_up{component="postgres"} 1.0' in told
    assert code == 0


async def test_without_tables_it_ends_with_three_and_says_what_to_do(
    broker: str, postgres_url: str
) -> None:
    await make_topics(broker)
    async with process(broker, postgres_url, free_port()) as service:
        assert service.stderr is not None
        said = (await service.stderr.read()).decode()
        code = await service.wait()

    last = json.loads(said.strip().splitlines()[-1])
    assert code == 3
    assert "wortlaut db migrate" in last["why"]


async def _nothing(_: object) -> tuple[Rejected, ...]:
    return ()
