"""`wortlaut export` of a real database."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.local.__main__ import main
from services.store import exporting
from tests.support.events import MONDAY, a_claim, a_quote, an_article
from tests.support.store import stored

FORMULA = "=SUM(A1:A9) sei falsch"
ARTICLES = 7


@pytest.fixture
def database(database_url: str) -> str:
    """Articles with a quote and a claim each; one quote is a formula, one denies."""
    events: list[Any] = []
    for number in range(ARTICLES):
        words = FORMULA if number == 0 else f"Nummer {number} 😀 gilt"
        url = f"https://zeitung.example/{number}"
        at = MONDAY - timedelta(days=number)
        article = an_article(f"„{words}“, sagte sie.", url=url, fetched_at=at, published_at=at)
        act = "denial" if number == 1 else "assertion"
        events += [article, a_quote(article, words, speech_act=act)]
        events += [a_claim(article, words, attribution="author", claimant=None)]
    asyncio.run(stored(database_url, events))
    return database_url


def export(database: str, *arguments: str) -> int:
    return main(["export", *arguments, "--database-url", database])


@pytest.mark.parametrize("kind", ["quotes", "claims"])
def test_every_row_comes_once_however_small_the_pieces(
    database: str,
    kind: str,
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exporting, "PIECE", 3)

    assert export(database, kind) == 0

    rows = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert len({row["id"] for row in rows}) == len(rows) == ARTICLES
    one = next(row for row in rows if row["url"].endswith("/3"))
    assert one["text"] == "Nummer 3 😀 gilt"
    assert one["spans"] == [{"start": 1, "end": 16}]
    assert one["link"].startswith("https://zeitung.example/3#:~:text=Nummer%203")


def test_a_table_is_safe_in_a_spreadsheet(database: str, tmp_path: Path) -> None:
    file = tmp_path / "quotes.csv"

    assert export(database, "quotes", "--out", str(file)) == 0

    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"), newline="")))
    assert len(rows) == ARTICLES
    assert f"'{FORMULA}" in {row["text"] for row in rows}
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["quotes", "--denied"], 1),
        (["quotes", "--speaker", "Vogt"], ARTICLES),
        (["quotes", "--since", "2026-03-01"], 2),
        (["claims", "--outlet", "zeitung.example"], ARTICLES),
        (["quotes", "--type", "direct", "--language", "de"], ARTICLES),
    ],
)
def test_filters_are_those_of_search(
    database: str, arguments: list[str], count: int, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert export(database, *arguments) == 0
    assert len(capsysbinary.readouterr().out.splitlines()) == count


def test_a_filter_that_matches_nothing_leaves_a_whole_and_empty_file(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in ("jsonl", "csv", "jsonld", "parquet"):
        file = tmp_path / f"none.{form}"
        assert export(database, "quotes", "--language", "fr", "--out", str(file)) == 1
        assert "0 quotes in" in capsys.readouterr().out
        assert file.exists()
    assert json.loads((tmp_path / "none.jsonld").read_text())["@graph"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["quotes", "--out", "quotes.xls"], "quotes.xls: which form?"),
        (["quotes", "--out", "/nowhere/q.csv"], "/nowhere/q.csv cannot be written: No such file"),
        (["claims", "--type", "direct"], "--type means nothing to claims"),
    ],
)
def test_what_cannot_be_done_is_named(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", *arguments, "--database-url", "postgresql://a@127.0.0.1:1/b"]) == 1
    assert said in capsys.readouterr().err


def test_a_database_that_is_away_leaves_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "q.csv"

    assert export("postgresql://a@127.0.0.1:1/b", "quotes", "--out", str(file)) == 3
    assert "nothing answers there" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
