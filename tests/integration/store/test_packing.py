"""Rows packed for COPY are those that the driver writes, whatever an event may hold."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import Event
from services.store.batch import batch_of
from services.store.postgres import session
from services.store.reading import StatedClaim, StatedQuote
from services.store.writing import write
from tests.support.events import a_claim, a_quote, an_article
from tests.support.store import as_read

E = TypeVar("E", bound=Event)

words = st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12
) | st.sampled_from(["Jana Vogt", "Vogt", "dpa", '{"a", NULL}', "\\", "„🌉“", "  zwei  Worte "])
names = st.none() | words
numbers = st.none() | st.floats(-1e12, 1e12) | st.integers(-(10**9), 10**9).map(float)
spans = st.lists(
    st.tuples(st.integers(0, 2**31 - 2), st.integers(0, 1)).map(
        lambda pair: {"start": pair[0], "end": pair[0] + pair[1]}
    ),
    max_size=3,
)
keys = st.lists(words, max_size=3)
mentions = st.fixed_dictionaries({"text": words, "spans": spans})
cues = st.fixed_dictionaries(
    {"text": words, "lemma": words, "spans": spans, "category": st.sampled_from(["say", "none"])}
)
speakers = st.none() | st.fixed_dictionaries(
    {
        "mention": words,
        "spans": spans,
        "name": names,
        "role": names,
        "affiliation": names,
        "kind": st.sampled_from(["person", "organization", "unknown"]),
        "resolution": st.sampled_from(["explicit", "pronoun"]),
    }
)
quantities = st.fixed_dictionaries(
    {
        "surface": words,
        "spans": spans,
        "value": numbers,
        "min": numbers,
        "max": numbers,
        "unit": st.none() | st.sampled_from(["EUR", "mensch"]),
        "comparator": st.sampled_from(["eq", "approx", "range"]),
        "counts": st.lists(st.sampled_from(["EUR", "mensch", "tot", "Köln", "davon"]), max_size=3),
    }
)
ids = st.none() | st.uuids()
wording = {
    "text": words,
    "spans": spans.filter(bool),
    "prefix": words,
    "suffix": words,
    "rule": words,
    "confidence": st.sampled_from(["high", "medium", "low"]),
}
instants = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds


def with_changes(event: E, changes: dict[str, Any]) -> E:
    """The builders find the span of a text they are given; here it may be any."""
    return type(event).model_validate(event.model_dump() | changes)


articles = st.builds(
    an_article,
    fetched_at=instants,
    published_at=st.none() | instants,
    sequence=st.integers(1, 2**31 - 1),
)
quotes = st.builds(
    lambda article, changes: with_changes(a_quote(article), changes),
    articles,
    st.fixed_dictionaries(
        {
            **wording,
            "type": st.sampled_from(["direct", "reported"]),
            "partial": st.booleans(),
            "medium": st.lists(st.sampled_from(["speech", "writing"]), max_size=2),
            "speaker": speakers,
            "cue": st.none() | cues,
            "frame": st.none() | mentions,
            "addressee": st.none() | mentions,
            "speech_act": st.sampled_from(["assertion", "other"]),
            "nested_in": ids,
        }
    ),
)
claims = st.builds(
    lambda article, changes: with_changes(a_claim(article), changes),
    articles,
    st.fixed_dictionaries(
        {
            **wording,
            "quote_id": ids,
            "claimant": speakers,
            "polarity": st.sampled_from(["positive", "negative"]),
            "hedges": st.lists(mentions, max_size=2),
            "times": st.lists(mentions, max_size=2),
            "places": st.lists(mentions, max_size=2),
            "quantities": st.lists(quantities, max_size=3),
            "about": keys,
            "predicate": names,
            "setting": keys,
            "signals": keys,
        }
    ),
)


class Tables:
    """Emptied for each example, in a loop that outlives them."""

    def __init__(
        self, connection: asyncpg.Connection[asyncpg.Record], runner: asyncio.Runner
    ) -> None:
        self._connection = connection
        self._runner = runner

    def after(self, events: Sequence[Any], *, may_copy: bool) -> list[list[dict[str, Any]]]:
        return self._runner.run(self._after(events, may_copy=may_copy))

    async def _after(self, events: Sequence[Any], *, may_copy: bool) -> list[list[dict[str, Any]]]:
        found = []
        await self._connection.execute("DELETE FROM quotes; DELETE FROM claims")
        async with self._connection.transaction():
            await write(self._connection, batch_of(events), may_copy=may_copy)
        for table in ("quotes", "claims"):
            rows = await self._connection.fetch(f"SELECT * FROM {table} ORDER BY id")
            found.append([dict(row) | {"stored_at": None} for row in rows])
        return found


@pytest.fixture
def tables(database_url: str) -> Iterator[Tables]:
    with asyncio.Runner() as runner:
        opened = session(database_url)
        yield Tables(runner.run(opened.__aenter__()), runner)
        runner.run(opened.__aexit__(None, None, None))


@given(event=quotes | claims)
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_packed_copied_and_merged_are_one_row(tables: Tables, event: Event) -> None:
    packed = as_read(event)

    by_hand = tables.after([packed], may_copy=True)

    assert by_hand == tables.after([event], may_copy=True)  # the driver's COPY
    assert by_hand == tables.after([packed], may_copy=False)  # an array for each column
    assert sum(map(len, by_hand)) == 1


def test_what_these_events_are_is_read_without_the_models() -> None:
    """Else nothing would be packed above. (What JSON writes as an escape goes the long way.)"""
    assert isinstance(as_read(a_quote()), StatedQuote)
    assert isinstance(as_read(a_claim()), StatedClaim)


def test_a_batch_of_many_pieces_loses_no_row(tables: Tables) -> None:
    long = "Wort " * 50_000
    articles = [an_article(url=f"https://zeitung.example/{number}") for number in range(9)]
    events = [as_read(with_changes(a_quote(article), {"text": long})) for article in articles]

    stored, _ = tables.after(events, may_copy=True)

    assert [row["text"] for row in stored] == [long] * 9
