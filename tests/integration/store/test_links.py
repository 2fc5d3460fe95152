"""The link that SQL makes is the one that `schemas.links` makes."""

from __future__ import annotations

import asyncpg
import pytest

from schemas.links import text_fragment
from services.store.postgres import session

URL = "https://zeitung.example/artikel"
TEXTS = (
    "Nein",
    "Das Dach, so der Bauherr, ist dicht - seit 2019",
    "eins zwei drei vier fünf sechs sieben acht neun zehn",
    "eins zwei drei vier fünf sechs sieben acht neun zehn elf",
    "  zwei\nZeilen\u00a0und ein\u2009Blank ",
    "🐋 Wal? 100 % „sicher“ & 50€ #tag ~ a_b.c/d+e",
    "",
    " \n ",
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    "url", [URL, f"{URL}#absatz-2", f"{URL}?a=1&b=2#a#b", "urn:sha256:ab", "HTTPS://x.example/"]
)
async def test_sql_and_python_agree(database_url: str, url: str, text: str) -> None:
    async with session(database_url) as connection:
        made = await connection.fetchval("SELECT text_fragment($1, $2)", url, text)

    assert made == text_fragment(url, text)


async def test_no_text_is_no_link(database_url: str) -> None:
    async with session(database_url) as connection:
        assert await connection.fetchval("SELECT text_fragment($1, NULL)", URL) is None
        with pytest.raises(asyncpg.UndefinedFunctionError):
            await connection.fetchval("SELECT text_fragment(1, 2)")
