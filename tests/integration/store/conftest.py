from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from services.local.database import EmbeddedPostgres


@pytest.fixture
def postgres_url(postgres: EmbeddedPostgres) -> Iterator[str]:
    """A database with nothing in it."""
    url = asyncio.run(postgres.create_database())
    yield url
    asyncio.run(postgres.drop_database(url.rpartition("/")[2]))
