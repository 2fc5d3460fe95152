"""Random histories, delivered in random order, repeated and cut at random: one end state."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import (
    ArticleChecked,
    ArticleParsed,
    ArticleWithdrawn,
    ClaimExtracted,
    Event,
    QuoteExtracted,
)
from services.store.batch import batch_of
from services.store.postgres import session
from services.store.queries import Checksum, checksums
from services.store.reading import Statement
from services.store.writing import write
from tests.support.events import (
    MONDAY,
    OUTLET,
    TEXT,
    a_check,
    a_claim,
    a_quote,
    a_rejection,
    a_speaker,
    a_withdrawal,
    an_article,
)
from tests.support.store import as_read

URLS: Final = ("https://zeitung.example/a", "https://blatt.example/b")
TEXTS: Final = (TEXT, TEXT + " Mehr.", TEXT + " Noch mehr.")
PARTS: Final = ("Wir prüfen jeden Pfeiler", "Die Brücke bleibt gesperrt", "gerissen")
TABLES: Final = ("articles", "revisions", "quotes", "claims", "outcomes", "outlets", "erasures")
EMPTY: Final = ";".join(f"DELETE FROM {table}" for table in TABLES)  # quicker here than TRUNCATE

CURRENT: Final = (
    "SELECT 'quote ' || id || speaker_name || engine_sequence AS said FROM current_quotes "
    "UNION ALL SELECT 'claim ' || id || certainty || engine_sequence FROM current_claims"
)

times = st.integers(0, 4).map(lambda hours: MONDAY + timedelta(hours=hours))
urls = st.sampled_from(URLS)
texts = st.sampled_from(TEXTS)
sequences = st.integers(1, 3)


def article_at(url: str, text: str, at: datetime, sequence: int) -> ArticleParsed:
    """All that an event says follows from what names it, as in the parser."""
    return an_article(
        text,
        url=url,
        fetched_at=at,
        sequence=sequence,
        title=f"{sequence} at {at.hour}",
        outlet=OUTLET if at.hour % 2 else "blatt.example",
        quote_count=len(PARTS) - sequence,
    )


@st.composite
def parses(draw: st.DrawFn) -> list[Event]:
    """A parse with its quotes and claims: each engine loses a quote and changes the speakers."""
    article = article_at(draw(urls), draw(texts), draw(times), draw(sequences))
    sequence = article.engine.sequence
    speaker = a_speaker(name=("Jana Vogt", "Vogt", "Jana Maria Vogt")[sequence - 1])
    parts = PARTS[sequence - 1 :]
    return [
        article,
        *(a_quote(article, part, speaker=speaker) for part in parts),
        *(a_claim(article, part, certainty="possible") for part in parts[1:]),
    ]


@st.composite
def checks(draw: st.DrawFn) -> list[Event]:
    article = article_at(draw(urls), draw(texts), MONDAY, 1)
    return [a_check(article, fetched_at=draw(times))]


@st.composite
def losses(draw: st.DrawFn) -> list[Event]:
    url, at = draw(urls), draw(times)
    return [
        draw(
            st.sampled_from(
                [
                    a_withdrawal(url, reason="gone", fetched_at=at),
                    a_withdrawal(url, reason="not_found", fetched_at=at),
                    a_rejection(url, reason="paywall", fetched_at=at, detail=f"at {at.hour}"),
                    a_rejection(url, reason="bot_wall", fetched_at=at, detail=f"at {at.hour}"),
                ]
            )
        )
    ]


@st.composite
def erasures(draw: st.DrawFn) -> list[Event]:
    return [a_withdrawal(draw(urls), reason="erased", fetched_at=draw(times))]


happenings = st.one_of(parses(), parses(), parses(), checks(), losses())


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Each event once; an erasure is rare, as it leaves nothing to compare."""
    found = draw(st.lists(happenings, min_size=1, max_size=10))
    if draw(st.integers(0, 4)) == 0:
        found.append(draw(erasures()))
    events = {event.event_id: event for group in found for event in group}
    return list(events.values())


@st.composite
def deliveries(draw: st.DrawFn, events: Sequence[Event]) -> list[list[Event]]:
    """The events in some order, some of them again, in batches of any size."""
    again = draw(st.lists(st.sampled_from(events), max_size=len(events)))
    order = draw(st.permutations([*events, *again]))
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(order) - 1)), max_size=6)))
    edges = [0, *cuts, len(order)]
    return [order[start:end] for start, end in pairwise(edges)]


class Store:
    """One database, emptied for each example, in a loop that outlives them."""

    def __init__(
        self, connection: asyncpg.Connection[asyncpg.Record], runner: asyncio.Runner
    ) -> None:
        self._connection = connection
        self._runner = runner

    def state_after(
        self, batches: Iterable[Iterable[Event | Statement]], *, may_copy: bool = True
    ) -> tuple[list[Checksum], set[str]]:
        """The checksums of the tables, and the current quotes and claims as text."""
        return self._runner.run(self._state_after(batches, may_copy=may_copy))

    async def _state_after(
        self, batches: Iterable[Iterable[Event | Statement]], *, may_copy: bool
    ) -> tuple[list[Checksum], set[str]]:
        await self._connection.execute(EMPTY)
        for batch in batches:
            async with self._connection.transaction():
                await write(self._connection, batch_of(batch), may_copy=may_copy)
        current = await self._connection.fetch(CURRENT)
        return await checksums(self._connection), {row["said"] for row in current}


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with asyncio.Runner() as runner:
        opened = session(database_url)
        yield Store(runner.run(opened.__aenter__()), runner)
        runner.run(opened.__aexit__(None, None, None))


def expected(events: Sequence[Event]) -> set[str]:
    """The definition of „current“, told a second time and without a database."""
    said: set[str] = set()
    for identity in {event.article_id for event in events}:
        said |= _expected_of([event for event in events if event.article_id == identity])
    return said


def _expected_of(events: Sequence[Event]) -> set[str]:
    parsed = [event for event in events if isinstance(event, ArticleParsed)]
    gone = [event for event in events if isinstance(event, ArticleWithdrawn)]
    if not parsed or any(event.reason == "erased" for event in gone):
        return set()
    texts_known = {event.revision for event in parsed}
    seen_at, revision = max(
        (event.fetched_at, event.revision)
        for event in events
        if isinstance(event, ArticleParsed | ArticleChecked) and event.revision in texts_known
    )
    if any(event.fetched_at >= seen_at for event in gone):
        return set()
    sequence = max(event.engine.sequence for event in parsed if event.revision == revision)
    return {
        _told(event)
        for event in events
        if isinstance(event, QuoteExtracted | ClaimExtracted)
        and event.article.revision == revision
        and event.engine.sequence == sequence
    }


def _told(event: QuoteExtracted | ClaimExtracted) -> str:
    if isinstance(event, ClaimExtracted):
        return f"claim {event.id}{event.certainty}{event.engine.sequence}"
    name = event.speaker.name if event.speaker else None
    return f"quote {event.id}{name}{event.engine.sequence}"


@given(data=st.data())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_order_and_repetition_ends_in_the_same_rows(
    store: Store, data: st.DataObject
) -> None:
    events = data.draw(histories())
    delivered = data.draw(deliveries(events))

    some_read = [
        [as_read(event) if data.draw(st.booleans()) else event for event in batch]
        for batch in delivered
    ]
    in_one_go = store.state_after([events])
    in_some_order = store.state_after(some_read, may_copy=data.draw(st.booleans()))

    assert in_some_order == in_one_go
    assert in_one_go[1] == expected(events)
