"""Speakers are found by parts of their names, and an erased one is no longer to be found."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import pytest

from schemas import Event
from services.local.__main__ import main
from services.store.migrations import migrate, why_unindexed
from services.store.postgres import session
from services.store.retention import Old, forget
from services.store.search import Wanted, search
from tests.support.events import MONDAY, a_claim, a_quote, a_speaker, a_withdrawal, an_article
from tests.support.store import rows, stored, value

DAY: Final = timedelta(days=1)
REFUSED: Final = """\
CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN RAISE insufficient_privilege USING MESSAGE = 'not on this server'; END $$;
CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN tag IN ('CREATE EXTENSION')
EXECUTE FUNCTION refuse();"""


def said_by(name: str | None, mention: str, url: str, age: timedelta = DAY) -> Sequence[Event]:
    article = an_article(url=url, fetched_at=MONDAY - age, published_at=MONDAY - age)
    speaker = a_speaker(mention, name=name, kind="person" if name else "organization")
    return [article, a_quote(article, speaker=speaker), a_claim(article, claimant=speaker)]


MANY: Final = [
    *said_by("Cem Özdemir", "der Minister", "https://a.example/1"),
    *said_by("Cem Özdemir", "Özdemir", "https://a.example/2", 400 * DAY),
    *said_by(None, "das Umweltbundesamt", "https://a.example/3", 4000 * DAY),
    *said_by(None, "die Polizei " + "x" * 4000, "https://a.example/4", 50 * DAY),
    *(e for n in range(9) for e in said_by("Ada Linde", "Linde", f"https://b.example/{n}")),
]


async def found(url: str, speaker: str) -> set[str]:
    async with session(url) as connection:
        return {one.url[-1] for one in await search(connection, Wanted(speaker=speaker, limit=99))}


@pytest.mark.parametrize(
    ("speaker", "urls"),
    [
        ("özdemir", "12"),
        ("CEM", "12"),
        ("EM ÖZ", "12"),
        ("minister", "1"),
        ("bundesamt", "3"),
        ("xxx", "4"),
        ("%", ""),
        ("Nobody", ""),
    ],
)
async def test_a_part_of_who_says_it_is_enough(database_url: str, speaker: str, urls: str) -> None:
    await stored(database_url, MANY)
    assert await found(database_url, speaker) == set(urls)


async def test_a_name_is_there_once_however_often_and_by_whomever_it_is_written(
    database_url: str,
) -> None:
    await stored(database_url, MANY, MANY, reversed(MANY))

    named = await rows(database_url, "SELECT name, left(mention, 9) AS m FROM names ORDER BY 1, 2")
    assert [tuple(row.values()) for row in named] == [
        ("Ada Linde", "Linde"),
        ("Cem Özdemir", "der Minis"),
        ("Cem Özdemir", "Özdemir"),
        (None, "das Umwel"),
        (None, "die Poliz"),
    ]
    assert await value(database_url, "SELECT fill_names()") == 0


async def test_names_that_an_older_store_did_not_write_are_filled_in(database_url: str) -> None:
    await stored(database_url, MANY)
    before = await value(database_url, "SELECT array_agg(n ORDER BY n.id) FROM names AS n")
    await value(database_url, "TRUNCATE names")
    assert await found(database_url, "Özdemir") == set()

    assert await value(database_url, "SELECT fill_names()") == len(before)
    assert await value(database_url, "SELECT array_agg(n ORDER BY n.id) FROM names AS n") == before


@pytest.mark.parametrize(("name", "mention"), [("Tom Berg", "er"), (None, "ein Nachbar")])
async def test_a_name_goes_with_its_last_article(
    database_url: str, name: str | None, mention: str
) -> None:
    urls = ["https://a.example/1", "https://a.example/2"]
    left = []

    await stored(database_url, *(said_by(name, mention, url) for url in urls))
    for url in urls:
        await stored(database_url, [a_withdrawal(url, reason="erased", fetched_at=MONDAY)])
        left.append(await value(database_url, "SELECT count(*) FROM names"))

    assert left == [1, 0]


async def test_a_name_goes_with_retention(database_url: str) -> None:
    await stored(database_url, MANY)

    async with session(database_url) as connection:
        gone = [counts async for counts in forget(connection, Old(MONDAY - 60 * DAY), 1)]

    assert len(gone) == 2
    left = await rows(database_url, "SELECT DISTINCT name FROM names ORDER BY 1")
    assert [row["name"] for row in left] == ["Ada Linde", "Cem Özdemir", None]
    assert await value(database_url, "SELECT count(*) FROM names") == 3


async def test_a_server_without_trigrams_is_searched_too(postgres_url: str) -> None:
    async with session(postgres_url) as connection:
        await connection.execute(REFUSED)

    await migrate(postgres_url)

    assert await why_unindexed(postgres_url) == "not on this server"
    await stored(postgres_url, MANY)
    assert await found(postgres_url, "özdemir") == {"1", "2"}
    assert await value(postgres_url, "SELECT to_regclass('names_who') IS NULL")


def test_migrate_says_that_trigrams_are_missing(
    postgres_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async def change(command: str) -> None:
        async with session(postgres_url) as connection:
            await connection.execute(command)

    asyncio.run(change(REFUSED))
    assert main(["db", "migrate", "--database-url", postgres_url]) == 0
    assert "without pg_trgm (not on this server): searches" in capsys.readouterr().out

    asyncio.run(change("DROP EVENT TRIGGER refuse"))
    assert main(["db", "migrate", "--database-url", postgres_url]) == 0
    assert capsys.readouterr().out == "nothing to do\n"
    assert asyncio.run(value(postgres_url, "SELECT to_regclass('names_who') IS NOT NULL"))
