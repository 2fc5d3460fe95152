"""What the store says it did, and what it does when the database will not."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from schemas import QuoteExtracted
from services.runtime.errors import Retryable, Unprocessable
from services.store.batch import batch_of
from services.store.connection import Connection
from services.store.migrations import FOLDER, migrate
from services.store.postgres import session
from services.store.settings import StoreSettings
from services.store.writing import write
from tests.support.events import (
    MONDAY,
    a_check,
    a_claim,
    a_quote,
    a_rejection,
    a_speaker,
    an_article,
)
from tests.support.store import opened, rows, stored, until_somebody_waits, value

HOUR = timedelta(hours=1)


async def test_a_redelivered_batch_is_stored_once(database_url: str) -> None:
    article = an_article()
    events = [article, a_quote(article), a_claim(article), a_rejection()]

    first, again = await stored(database_url, events, events)

    for table in ("revisions", "quotes", "claims", "outcomes"):
        assert first.outcomes[table, "inserted"] == 1
        assert again.outcomes[table, "unchanged"] == 1
        assert again.outcomes[table, "inserted"] == again.outcomes[table, "updated"] == 0
    assert [parse.revision for parse in first.new_parses] == [article.revision]
    assert not again.new_parses
    assert await value(database_url, "SELECT count(*) FROM quotes") == 1


async def test_a_batch_that_repeats_an_event_counts_each_once(database_url: str) -> None:
    article = an_article()

    (written,) = await stored(database_url, [a_quote(article), article, a_quote(article), article])

    assert written.outcomes["quotes", "inserted"] == 1
    assert written.outcomes["quotes", "unchanged"] == 1
    assert written.outcomes["revisions", "inserted"] == 1
    assert written.outcomes["revisions", "unchanged"] == 1


async def test_a_newer_engine_updates_the_row_of_the_same_quote(database_url: str) -> None:
    old, new = an_article(), an_article(sequence=2)

    _, written = await stored(database_url, [old, a_quote(old)], [new, a_quote(new)])

    assert written.outcomes["quotes", "updated"] == 1
    assert written.outcomes["revisions", "updated"] == 1


async def test_a_later_parse_by_the_same_engine_gives_the_head_data(database_url: str) -> None:
    """The check had already made the revision the last seen: only the parse is later."""
    early, late = an_article(), an_article(title="Neu", fetched_at=MONDAY + HOUR)
    check = a_check(early, fetched_at=MONDAY + 2 * HOUR)

    await stored(database_url, [early, check], [late], [early])

    titles = await rows(database_url, "SELECT title, fetched_at FROM current_articles")
    assert titles == [{"title": "Neu", "fetched_at": MONDAY + 2 * HOUR}]


async def test_two_stores_may_write_the_same_new_rows_at_once(database_url: str) -> None:
    old, new = an_article(), an_article(sequence=2)
    better = a_quote(new, speaker=a_speaker(name="Jana Maria Vogt"))

    async with session(database_url) as slow, opened(database_url) as other:
        transaction = slow.transaction()
        await transaction.start()
        await write(slow, batch_of([old, a_quote(old)]))
        waiting = asyncio.create_task(other.write(batch_of([new, better])))
        await until_somebody_waits(database_url)
        await transaction.commit()
        await waiting

    assert await value(database_url, "SELECT speaker_name FROM current_quotes") == "Jana Maria Vogt"


@pytest.mark.parametrize("may_copy", [True, False])
async def test_copied_and_merged_rows_are_the_same(database_url: str, may_copy: bool) -> None:  # noqa: FBT001 - a parameter of the test
    article = an_article("🌉 " + an_article().text, authors=('a "b"', "{c}"))
    quote = a_quote(article, frame={"text": "sagte sie", "spans": [{"start": 1, "end": 4}]})

    async with session(database_url) as connection, connection.transaction():
        await write(connection, batch_of([article, quote]), may_copy=may_copy)

    (row,) = await rows(
        database_url, "SELECT q.*, r.authors FROM current_quotes AS q, revisions AS r"
    )
    assert row["spans"] == [[span.start, span.end] for span in quote.spans]
    assert row["frame"] == '{"text": "sagte sie", "spans": [{"end": 4, "start": 1}]}'
    assert row["medium"] == ["speech"]
    assert row["authors"] == ['a "b"', "{c}"]


@pytest.mark.parametrize(
    "changes",
    [
        {"rule": "a\x00b"},
        {"cue": {"text": "a\x00b", "lemma": "", "spans": [], "category": "say"}},
        {"rule": "a\ud800b"},
        {"engine": {"version": "1", "sequence": 2**40}},
        {"spans": [{"start": 0, "end": 2**40}]},
    ],
    ids=["U+0000", "U+0000 in JSON", "lone surrogate", "large sequence", "large offset"],
)
async def test_what_no_column_holds_is_the_fault_of_the_message(
    database_url: str, changes: dict[str, Any]
) -> None:
    async with opened(database_url) as database:
        quote: QuoteExtracted = a_quote(**changes)

        with pytest.raises(Unprocessable):
            await database.write(batch_of([quote, a_claim()]))

    assert await value(database_url, "SELECT count(*) FROM claims") == 0


async def test_a_database_that_only_reads_is_the_fault_of_the_world(database_url: str) -> None:
    async with opened(database_url) as database, session(database_url) as admin:
        name = database_url.rpartition("/")[2]
        await admin.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        await cut_off(admin)
        with suppress(Retryable):
            await database.check()

        with pytest.raises(Retryable, match="read-only"):
            await database.write(batch_of([a_quote()]))
        with pytest.raises(Retryable, match="read-only"):
            await database.check()


async def test_a_connection_that_was_cut_is_replaced(database_url: str) -> None:
    async with opened(database_url) as database, session(database_url) as admin:
        await cut_off(admin)
        with suppress(Retryable):  # asyncpg may notice before it is used, or only then
            await database.write(batch_of([a_quote()]))

        await database.write(batch_of([a_quote()]))

    assert await value(database_url, "SELECT count(*) FROM quotes") == 1


async def test_a_missing_table_sends_nothing_to_the_dead_letters(database_url: str) -> None:
    async with opened(database_url) as database, session(database_url) as admin:
        await admin.execute("DROP TABLE quotes CASCADE")

        with pytest.raises(Retryable):
            await database.write(batch_of([a_quote()]))


async def test_a_statement_that_is_too_slow_is_cut(database_url: str) -> None:
    impatient = StoreSettings(lock_seconds=0.05)
    async with (
        opened(database_url, impatient) as database,
        session(database_url) as other,
        other.transaction(),
    ):
        await other.execute("LOCK TABLE quotes")

        with pytest.raises(Retryable):
            await database.write(batch_of([a_quote()]))


@pytest.mark.parametrize(
    "url",
    ["postgresql://nobody@127.0.0.1:1/none", "postgresql://nobody@no-such-host.invalid/none"],
    ids=["nobody listens", "no such name"],
)
async def test_a_server_that_does_not_answer_is_the_fault_of_the_world(url: str) -> None:
    with pytest.raises(OSError, match=r"."):
        async with opened(url, StoreSettings(connect_seconds=5)):
            raise AssertionError("it opened")


async def test_a_closed_store_says_that_it_is_closed(database_url: str) -> None:
    async with opened(database_url) as database:
        await database.close()

        with pytest.raises(Retryable, match="not open"):
            await database.check()


async def test_a_database_without_tables_is_named_as_such(postgres_url: str) -> None:
    with pytest.raises(Retryable, match="wortlaut db migrate"):
        async with opened(postgres_url):
            raise AssertionError("it opened")


async def test_two_migrations_at_once_are_as_good_as_one(postgres_url: str) -> None:
    first, second = await asyncio.gather(migrate(postgres_url), migrate(postgres_url))

    assert sorted([*first, *second]) == [file.stem for file in sorted(FOLDER.glob("*.sql"))]
    assert await migrate(postgres_url) == []


async def test_every_table_and_column_says_what_it_is(database_url: str) -> None:
    silent = await rows(
        database_url,
        "SELECT c.relname, a.attname FROM pg_class AS c "
        "INNER JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum >= 0 "
        "AND NOT a.attisdropped "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') "
        "AND NOT c.relispartition AND c.relname <> 'migrations' "
        "AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL)",
    )
    assert silent == []


async def cut_off(admin: Connection) -> None:
    """Every other connection to this database ends."""
    await admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
