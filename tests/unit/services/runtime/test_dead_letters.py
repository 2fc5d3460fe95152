from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiokafka import ConsumerRecord

from services.runtime.dead_letters import DeadLetter, dead_letter_message, source_topic
from services.runtime.errors import Unprocessable
from services.runtime.received import Received, chunks
from tests.support.events import a_page

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def a_record(**changes: Any) -> ConsumerRecord[bytes | None, bytes | None]:
    fields: dict[str, Any] = {
        "topic": "wortlaut.pages.v1",
        "partition": 3,
        "offset": 42,
        "timestamp": 1_700_000_000_000,
        "timestamp_type": 0,
        "key": b"key",
        "value": b"value",
        "checksum": None,
        "serialized_key_size": 3,
        "serialized_value_size": 5,
        "headers": (("ce_type", b"\xff"), ("empty", None)),
    }
    return ConsumerRecord(**fields | changes)


def buried(record: ConsumerRecord[bytes | None, bytes | None], error: Unprocessable) -> Any:
    return dead_letter_message(DeadLetter(record, error), "parser", "parser", NOW)


def test_the_original_is_kept_byte_for_byte() -> None:
    message = buried(a_record(), Unprocessable("no UTF-8", "decode"))

    assert message.topic == "wortlaut.pages.v1.parser.dlq"
    assert (message.key, message.value) == (b"key", b"value")
    assert message.headers[:2] == (("ce_type", b"\xff"), ("empty", None))


def test_it_says_what_was_wrong_and_where_it_stood() -> None:
    told = dict(buried(a_record(), Unprocessable("no UTF-8", "decode")).headers)

    assert told["x-dlq-reason"] == b"decode"
    assert told["x-dlq-error"] == b"no UTF-8"
    assert (told["x-dlq-partition"], told["x-dlq-offset"]) == (b"3", b"42")
    assert told["x-dlq-failed-at"] == b"2026-03-02T00:00:00+00:00"


def test_a_second_death_replaces_what_the_first_one_said() -> None:
    first = buried(a_record(), Unprocessable("first", "decode"))
    again = a_record(topic="wortlaut.pages.v1.parser.retry", headers=first.headers)

    second = buried(again, Unprocessable("second", "schema"))

    names = [name for name, _ in second.headers]
    assert names.count("x-dlq-reason") == 1
    assert dict(second.headers)["x-dlq-error"] == b"second"
    assert dict(second.headers)["x-dlq-topic"] == b"wortlaut.pages.v1"


def test_a_whole_page_in_an_error_is_cut_and_neutralised() -> None:
    told = dict(buried(a_record(), Unprocessable("\x1b[2J" + "x" * 9999)).headers)

    assert len(told["x-dlq-error"]) < 400
    assert b"\x1b" not in told["x-dlq-error"]


def test_only_the_groups_own_retries_are_traced_back() -> None:
    assert source_topic("a.v1.parser.retry", "parser") == "a.v1"
    assert source_topic("a.v1.store.retry", "parser") == "a.v1.store.retry"


def test_a_batch_is_cut_by_bytes_and_keeps_its_order() -> None:
    batch = [Received(a_page(), a_record(offset=n, value=b"x" * 10, key=b"")) for n in range(7)]

    cut = list(chunks(batch, 25))

    assert [[r.record.offset for r in chunk] for chunk in cut] == [[0, 1], [2, 3], [4, 5], [6]]


def test_an_event_larger_than_a_chunk_is_a_chunk_of_its_own() -> None:
    sizes = [5, 100, 5]
    batch = [Received(a_page(), a_record(value=b"x" * size, key=b"")) for size in sizes]

    assert [len(chunk) for chunk in chunks(batch, 50)] == [1, 1, 1]
