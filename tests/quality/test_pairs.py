"""Relations between claims, on our own pairs and on the articles that must yield none."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.local.database import EmbeddedPostgres
from tests.quality.pairs.pairs import Article, Expected, Pair, Result, all_pairs, found_in, judged

PRECISION_FLOOR = 0.95  # a false conflict that names people is the worst error of all
RECALL_FLOOR = 0.85
PAIRS_FLOOR = 60
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def result(postgres: EmbeddedPostgres, template_database: str) -> Result:
    url = asyncio.run(postgres.create_database(template=template_database))
    pairs = all_pairs()
    return judged(pairs, asyncio.run(found_in(url, pairs)))


def test_half_of_the_pairs_are_traps() -> None:
    pairs = all_pairs()
    conflicts = [p for p in pairs if {e.status for e in p.expected} & {"conflict", "denial"}]

    assert len(pairs) >= PAIRS_FLOOR
    assert 2 * len(conflicts) <= len(pairs)


def test_what_is_found_is_right(result: Result) -> None:
    assert result.precision >= PRECISION_FLOOR, result.wrong


def test_most_is_found(result: Result) -> None:
    assert result.recall >= RECALL_FLOOR, result.missed


def test_no_conflict_or_denial_is_false(result: Result) -> None:
    assert [r for r in result.wrong if r.status in ("conflict", "denial")] == []


async def test_the_relations_of_the_model_article_are_found_and_no_others(
    database_url: str,
) -> None:
    text = (HERE / "model_article.txt").read_text("utf-8")
    gold = json.loads((HERE / "model_article.json").read_text("utf-8"))
    words = {claim["id"]: claim["target"]["exact"] for claim in gold["claims"]}
    model = Article("model.example", datetime(2024, 11, 1, tzinfo=UTC), "Model", [text])
    expected = [
        Expected(relation["type"], relation["status"], (words[relation["a"]], words[relation["b"]]))
        for relation in gold["relations"]
    ]
    pair = Pair("model", "model", [model], expected)

    result = judged([pair], await found_in(database_url, [pair]))

    assert result.missed == []
    assert result.wrong == []
