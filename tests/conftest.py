"""Fixtures for everything that needs a broker or a database, and coroutines as tests.

A plugin for the latter would bring modes, marks and loop scopes; one hook is all that is needed.
"""

from __future__ import annotations

import asyncio
import inspect
import os
from collections.abc import Iterator

import pytest

from services.local.broker import EmbeddedBroker
from services.local.database import EmbeddedPostgres
from services.store.migrations import migrate as migrate_store
from tests.support.kafka import emptied
from tests.support.stack import Migration, held, make_template

MIGRATIONS: tuple[Migration, ...] = (migrate_store,)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """An `async def` test runs in an event loop of its own."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(pyfuncitem.obj(**{n: v for n, v in pyfuncitem.funcargs.items() if n in names}))
    return True


@pytest.fixture
def broker() -> Iterator[str]:
    """Bootstrap servers of a broker of this test's own: topic names are fixed, a start is 10 ms.

    WORTLAUT_TEST_BOOTSTRAP names another one, emptied for each test: Apache Kafka, say.
    """
    if servers := os.environ.get("WORTLAUT_TEST_BOOTSTRAP"):
        asyncio.run(emptied(servers))
        yield servers
        return
    with held(EmbeddedBroker()) as embedded:
        yield embedded.bootstrap_servers


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """One server per test process; what is in it is `database_url`'s business."""
    with held(EmbeddedPostgres()) as server:
        yield server


@pytest.fixture(scope="session")
def template_database(postgres: EmbeddedPostgres) -> str:
    return asyncio.run(make_template(postgres, MIGRATIONS))


@pytest.fixture
def database_url(postgres: EmbeddedPostgres, template_database: str) -> Iterator[str]:
    """A migrated, empty database of this test's own."""
    url = asyncio.run(postgres.create_database(template=template_database))
    yield url
    asyncio.run(postgres.drop_database(url.rpartition("/")[2]))
