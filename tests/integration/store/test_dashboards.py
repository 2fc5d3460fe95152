"""Every statement of the dashboards, asked of a database with an article in it."""

from __future__ import annotations

import asyncpg
import pytest

from services.store.postgres import session
from tests.support.events import a_claim, a_quote, an_article
from tests.support.grafana import Asked, sql
from tests.support.store import stored

STATEMENTS = list(sql())


async def answered(url: str, asked: Asked) -> list[asyncpg.Record]:
    async with session(url) as connection:
        return list(await connection.fetch(asked.query))


@pytest.mark.parametrize("asked", STATEMENTS, ids=lambda asked: asked.panel)
async def test_a_statement_is_understood_and_answers(database_url: str, asked: Asked) -> None:
    article = an_article()
    await stored(database_url, [article, a_quote(article), a_claim(article)])

    found = await answered(database_url, asked)

    assert bool(found) == (asked.panel != "Newsroom: Contested claims")  # it takes two
    assert "$__" not in asked.query


async def test_a_quote_links_to_its_place(database_url: str) -> None:
    article = an_article()
    await stored(database_url, [article, a_quote(article)])
    (latest,) = (asked for asked in STATEMENTS if asked.panel == "Newsroom: Latest quotes")

    (row,) = await answered(database_url, latest)

    assert row["link"].startswith(article.url)
    assert ":~:text=" in row["link"]
