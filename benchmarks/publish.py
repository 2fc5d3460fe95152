"""Records a second through our publisher against aiokafka's bare producer, same settings, one run.

`python -m benchmarks.publish [--records N] [--rounds N]`, on the embedded broker. Records are
quotes with CloudEvents headers, keyed by article; ours are events still to be encoded, the bare
producer is given their bytes. WORTLAUT_BENCH_BOOTSTRAP names another broker.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from aiokafka import AIOKafkaProducer

from schemas import Event, encode
from schemas.topics import QUOTES
from services.local.broker import EmbeddedBroker
from services.local.publishing import publishing
from services.runtime.provision import create_topics
from services.runtime.publisher import BATCH_BYTES
from tests.support.events import a_quote, an_article

from .figures import Figure, spread

LINGER_MS = 5
AT_ONCE = 500  # records awaited together: a batch of a parser's


@dataclass(slots=True)
class Rates:
    """Records a second, one for each round."""

    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def ratios(self) -> list[float]:
        return [one / other for one, other in zip(self.ours, self.bare, strict=True)]

    @property
    def figure(self) -> Figure:
        return Figure(
            "publish against a bare aiokafka producer, encoding included",
            f"{spread(self.ratios)} × ({max(self.ours):,.0f} records/s)",
            "–",
            "python -m benchmarks.publish",
        )


async def measured(servers: str, records: int, rounds: int) -> Rates:
    events = [a_quote(an_article(url=f"https://bench.example/{n}")) for n in range(500)]
    offered = (events * (records // len(events) + 1))[:records]
    await create_topics(servers, [QUOTES], partitions=4)
    rates = Rates()
    for number in range(rounds + 1):
        bare, ours = await _bare(servers, offered), await _ours(servers, offered)
        if number:  # the first warms both
            rates.bare.append(bare)
            rates.ours.append(ours)
    return rates


async def _ours(servers: str, offered: Sequence[Event]) -> float:
    async with publishing(servers) as publisher:
        started = time.perf_counter()
        for start in range(0, len(offered), AT_ONCE):
            piece = offered[start : start + AT_ONCE]
            await publisher.publish(encode(event, "/benchmark") for event in piece)
        return len(offered) / (time.perf_counter() - started)


async def _bare(servers: str, offered: Sequence[Event]) -> float:
    messages = [encode(event, "/benchmark") for event in offered]
    producer = AIOKafkaProducer(
        bootstrap_servers=servers,
        acks="all",
        compression_type="zstd",
        linger_ms=LINGER_MS,
        max_batch_size=BATCH_BYTES,
    )
    await producer.start()
    try:
        started = time.perf_counter()
        for start in range(0, len(messages), AT_ONCE):
            futures = [
                await producer.send(m.topic, m.value, key=m.key, headers=list(m.headers))
                for m in messages[start : start + AT_ONCE]
            ]
            await asyncio.gather(*futures)
        return len(messages) / (time.perf_counter() - started)
    finally:
        await producer.stop()


async def measure(records: int, rounds: int) -> Rates:
    if servers := os.environ.get("WORTLAUT_BENCH_BOOTSTRAP"):
        return await measured(servers, records, rounds)
    async with EmbeddedBroker() as broker:
        return await measured(broker.bootstrap_servers, records, rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    rates = asyncio.run(measure(options.records, options.rounds))
    for ours, bare in zip(rates.ours, rates.bare, strict=True):
        print(f"ours {ours:8,.0f}/s, bare {bare:8,.0f}/s, {ours / bare:.2f} ×")


if __name__ == "__main__":
    main()
