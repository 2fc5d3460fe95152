"""Batches: the same records, the same partitions and order as one by one."""

from __future__ import annotations

import random
from collections import defaultdict

from aiokafka.partitioner import DefaultPartitioner
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.record.memory_records import MemoryRecords
from hypothesis import given
from hypothesis import strategies as st

from schemas import Message
from services.runtime.batches import Batch, batches_of
from services.runtime.partitioning import partition_of

SIZE = 4096


def a_builder() -> BatchBuilder:
    return BatchBuilder(SIZE, 0)


def values_in(batch: Batch) -> list[bytes]:
    records = MemoryRecords(bytes(batch.builder._build()))
    found: list[bytes] = []
    while (following := records.next_batch()) is not None:
        found += [record.value for record in following]
    return found


@given(key=st.binary(max_size=80), partitions=st.integers(1, 60))
def test_a_key_goes_where_every_kafka_client_sends_it(key: bytes, partitions: int) -> None:
    everywhere = list(range(partitions))

    assert partition_of(key, partitions) == DefaultPartitioner()(key, everywhere, everywhere)


def test_what_has_no_key_goes_to_some_partition() -> None:
    assert {partition_of(None, 3) for _ in range(200)} == {0, 1, 2}


def test_every_record_goes_out_once_and_those_of_a_key_in_order() -> None:
    draw = random.Random(7)
    messages = [
        Message(draw.choice("ab"), b"%d" % draw.randrange(20), b"%d." % n + b"x" * 700, ())
        for n in range(200)
    ]

    by_key: dict[tuple[str, int], list[bytes]] = defaultdict(list)
    for batch in batches_of(messages, {"a": 4, "b": 7}, a_builder):
        values = values_in(batch)
        assert len(values) == batch.count
        by_key[batch.topic, batch.partition] += values

    for (topic, partition), values in by_key.items():
        counts = {"a": 4, "b": 7}
        assert values == [
            m.value
            for m in messages
            if m.topic == topic and partition_of(m.key, counts[topic]) == partition
        ]
    assert sum(map(len, by_key.values())) == len(messages)


def test_a_batch_has_a_limit_and_a_larger_record_goes_alone() -> None:
    sizes = [1000, 1000, 1000, 1000, 1000, 9000, 10]
    messages = [Message("a", b"k", bytes(size), ()) for size in sizes]

    counts = [batch.count for batch in batches_of(messages, {"a": 1}, a_builder)]

    assert counts in ([4, 1, 1, 1], [3, 2, 1, 1])


def test_each_partition_gets_its_first_batch_before_one_gets_its_second() -> None:
    messages = [Message("a", b"%d" % n, bytes(2500), ()) for n in range(30)]

    places = [batch.partition for batch in batches_of(messages, {"a": 3}, a_builder)]

    assert sorted(places[:3]) == [0, 1, 2]
