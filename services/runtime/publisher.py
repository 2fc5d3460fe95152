"""Records to Kafka: returns when every one of them is acknowledged."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from schemas.cloudevents import Message
from schemas.topics import MAX_DEAD_LETTER_BYTES

from .errors import Retryable, Unprocessable
from .metrics import RuntimeMetrics
from .settings import RuntimeSettings

if TYPE_CHECKING:
    from aiokafka.structs import RecordMetadata

BATCH_BYTES: Final = 256 * 1024  # with zstd the best of what was measured
LINGER_MS: Final = 5


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
            linger_ms=LINGER_MS,
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
        try:
            async with asyncio.timeout(self._settings.publish_timeout_seconds):
                results = await self._sent(for_each)
        except MessageSizeTooLargeError as error:
            raise Unprocessable(str(error), "too_large") from error
        except (KafkaError, TimeoutError) as error:
            raise Retryable(f"publishing: {type(error).__name__}: {error}") from error
        self._count(for_each, results)
        for message, result in zip(for_each, results, strict=True):
            if isinstance(result, BaseException):
                raise Retryable(f"publishing to {message.topic}: {result}") from result

    @property
    def _opened(self) -> AIOKafkaProducer:
        if self._producer is None:
            raise Retryable("the producer is not open")
        return self._producer

    async def _sent(self, messages: Sequence[Message]) -> list[RecordMetadata | BaseException]:
        send = self._opened.send
        futures = [
            await send(m.topic, m.value, key=m.key, headers=list(m.headers)) for m in messages
        ]
        return await asyncio.gather(*futures, return_exceptions=True)

    def _count(
        self, messages: Sequence[Message], results: Sequence[RecordMetadata | BaseException]
    ) -> None:
        counts = Counter(
            (message.topic, "error" if isinstance(result, BaseException) else "ok")
            for message, result in zip(messages, results, strict=True)
        )
        for (topic, outcome), count in counts.items():
            self._metrics.published.labels(topic, outcome).inc(count)
