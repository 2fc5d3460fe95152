from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from services.runtime.migrations import MigrationError, migrate

SCHEMA = "rehearsal"


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0001_a.sql").write_text(f"CREATE TABLE {SCHEMA}.a (n int)", "utf-8")
    (tmp_path / "0002_b.sql").write_text(
        f"CREATE TABLE {SCHEMA}.b (n int); INSERT INTO {SCHEMA}.a VALUES (1)", "utf-8"
    )
    return tmp_path


async def test_each_is_applied_once_and_in_order(database_url: str, folder: Path) -> None:
    async with connected(database_url) as connection:
        assert await migrate(connection, SCHEMA, folder) == ["0001_a", "0002_b"]
        assert await migrate(connection, SCHEMA, folder) == []
        assert await connection.fetchval(f"SELECT count(*) FROM {SCHEMA}.a") == 1


async def test_two_at_once_are_one(database_url: str, folder: Path) -> None:
    async with connected(database_url) as one, connected(database_url) as other:
        applied = await asyncio.gather(migrate(one, SCHEMA, folder), migrate(other, SCHEMA, folder))

    assert sorted(applied, key=len) == [[], ["0001_a", "0002_b"]]


async def test_an_edited_file_is_refused_by_name(database_url: str, folder: Path) -> None:
    async with connected(database_url) as connection:
        await migrate(connection, SCHEMA, folder)
        (folder / "0001_a.sql").write_text("SELECT 1", "utf-8")

        with pytest.raises(MigrationError, match="0001_a was edited"):
            await migrate(connection, SCHEMA, folder)


async def test_a_newer_database_is_refused(database_url: str, folder: Path) -> None:
    async with connected(database_url) as connection:
        await migrate(connection, SCHEMA, folder)
        (folder / "0002_b.sql").unlink()

        with pytest.raises(MigrationError, match="newer than this program: it has 0002_b"):
            await migrate(connection, SCHEMA, folder)


async def test_a_broken_one_leaves_nothing_behind(database_url: str, folder: Path) -> None:
    (folder / "0003_c.sql").write_text("CREATE TABLE oops (", "utf-8")
    async with connected(database_url) as connection:
        with pytest.raises(asyncpg.PostgresSyntaxError):
            await migrate(connection, SCHEMA, folder)

        found = await connection.fetch(
            "SELECT 1 FROM information_schema.tables WHERE table_schema = $1", SCHEMA
        )
    assert found == []
