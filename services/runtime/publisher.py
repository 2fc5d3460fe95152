"""Records to Kafka: returns when every one of them is acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from schemas.cloudevents import Message
from schemas.topics import MAX_DEAD_LETTER_BYTES

from .batches import batches_of
from .errors import Retryable, Unprocessable
from .metrics import RuntimeMetrics
from .settings import RuntimeSettings

if TYPE_CHECKING:
    from aiokafka.structs import RecordMetadata

BATCH_BYTES: Final = 256 * 1024  # with zstd the best of what was measured
_FRAMING: Final = 1024  # headers, lengths, the batch's own head

Sent: TypeAlias = "tuple[str, int, RecordMetadata | BaseException]"
"""A batch: its topic, how many records, what became of it."""


class Publisher:
    """One producer a process. Idempotence stays off: it hangs while the broker is away."""

    def __init__(self, settings: RuntimeSettings, metrics: RuntimeMetrics) -> None:
        self._settings = settings
        self._metrics = metrics
        self._producer: AIOKafkaProducer | None = None

    async def open(self) -> None:
        producer = AIOKafkaProducer(
            bootstrap_servers=self._settings.bootstrap_servers,
            **self._settings.security.options,
            acks="all",
            compression_type="zstd",
            max_batch_size=BATCH_BYTES,
            max_request_size=MAX_DEAD_LETTER_BYTES,
            request_timeout_ms=30_000,
        )
        try:
            await producer.start()
        except BaseException:
            await producer.stop()
            raise
        self._producer = producer

    async def close(self) -> None:
        if self._producer is not None:
            await self._producer.stop()
            self._producer = None

    async def check(self) -> None:
        """Raises when no broker answers."""
        await self._opened.client.fetch_all_metadata()

    async def topics(self) -> frozenset[str]:
        cluster = await self._opened.client.fetch_all_metadata()
        return frozenset(cluster.topics(exclude_internal_topics=True))

    async def publish(self, messages: Iterable[Message]) -> None:
        """Raises Retryable when a record was not acknowledged: some of the others may have been."""
        for_each = list(messages)
        for message in for_each:
            _require_small(message)
        try:
            async with asyncio.timeout(self._settings.publish_timeout_seconds):
                sent = await self._sent(for_each)
        except (KafkaError, TimeoutError) as error:
            raise Retryable(f"publishing: {type(error).__name__}: {error}") from error
        self._count(sent)
        for topic, _, result in sent:
            if isinstance(result, BaseException):
                raise Retryable(f"publishing to {topic}: {result}") from result

    @property
    def _opened(self) -> AIOKafkaProducer:
        if self._producer is None:
            raise Retryable("the producer is not open")
        return self._producer

    async def _sent(self, messages: Sequence[Message]) -> list[Sent]:
        producer = self._opened
        topics = {message.topic for message in messages}
        partitions = {topic: len(await producer.partitions_for(topic)) for topic in topics}
        batches, futures = [], []
        for batch in batches_of(messages, partitions, producer.create_batch):
            batches.append((batch.topic, batch.count))
            futures.append(
                await producer.send_batch(batch.builder, batch.topic, partition=batch.partition)
            )
        results = await asyncio.gather(*futures, return_exceptions=True)
        return [(*batch, result) for batch, result in zip(batches, results, strict=True)]

    def _count(self, sent: Iterable[Sent]) -> None:
        for topic, count, result in sent:
            outcome = "error" if isinstance(result, BaseException) else "ok"
            self._metrics.published.labels(topic, outcome).inc(count)


def _require_small(message: Message) -> None:
    """As the producer would say, and before anything is sent."""
    size = len(message.key or b"") + len(message.value or b"") + _FRAMING
    if size > MAX_DEAD_LETTER_BYTES:
        raise Unprocessable(
            f"a record of {size:,} bytes, more than {MAX_DEAD_LETTER_BYTES:,}", "too_large"
        )
