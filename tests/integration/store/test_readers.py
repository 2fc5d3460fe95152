"""A role for whoever reads: it sees what the store holds, and changes nothing."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from services.local.__main__ import main
from tests.support.events import a_quote, an_article
from tests.support.store import stored


@pytest.fixture
def reader_url(database_url: str, capsys: pytest.CaptureFixture[str]) -> str:
    asyncio.run(stored(database_url, [an_article(), a_quote()]))
    assert main(["db", "add-reader", "newsroom", "--database-url", database_url]) == 0
    return capsys.readouterr().out.strip()


async def answer(url: str, *queries: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        for query in queries[:-1]:
            await connection.execute(query)
        return await connection.fetchval(queries[-1])
    finally:
        await connection.close()


def test_it_reads_what_is_current(reader_url: str) -> None:
    assert asyncio.run(answer(reader_url, "SELECT text FROM current_quotes")) == a_quote().text


@pytest.mark.parametrize(
    "command",
    [
        "DELETE FROM quotes",
        "CREATE TABLE mine (a integer)",
        "INSERT INTO outlets VALUES ('x', now())",
    ],
)
def test_it_changes_nothing(reader_url: str, command: str) -> None:
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        asyncio.run(answer(reader_url, command))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):  # not by its own choice either
        asyncio.run(answer(reader_url, "SET default_transaction_read_only = off", command))


def test_a_second_time_gives_a_new_password(
    reader_url: str, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", "add-reader", "newsroom", "--database-url", database_url]) == 0

    assert asyncio.run(answer(capsys.readouterr().out.strip(), "SELECT 1")) == 1
    with pytest.raises(asyncpg.InvalidPasswordError):
        asyncio.run(answer(reader_url, "SELECT 1"))


def test_what_is_no_name_or_not_permitted_is_said(
    reader_url: str, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", "add-reader", "a; DROP", "--database-url", database_url]) == 1
    assert "is no name for a role" in capsys.readouterr().err
    assert main(["db", "add-reader", "another", "--database-url", reader_url]) == 1
    assert "CREATEROLE" in capsys.readouterr().err
