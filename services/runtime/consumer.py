"""The one way our services read topics: batches, decoded one by one, effects before commits.

FastStream polls and dispatches; acknowledging is ours. Its policies either commit what failed, or
rewind at once and for ever, and none sees a record that its own parser refuses.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka import Topic as KafkaTopic

from schemas.cloudevents import UndecodableError, UnknownEventError, decode
from schemas.topics import MAX_DEAD_LETTER_BYTES, Topic, retries

from .backoff import pause
from .breaker import Breaker
from .dead_letters import DeadLetter, dead_letter_message, told
from .errors import Retryable, Unprocessable, is_transient
from .giving_way import GivingWay
from .health import Health
from .isolation import isolated
from .metrics import RuntimeMetrics
from .polling import PollLoop
from .publisher import Publisher
from .received import Handler, Occurred, Received, chunks
from .settings import RuntimeSettings
from .undecoded import tolerant, undecoded

if TYPE_CHECKING:
    from .received import AnyRecord

log = logging.getLogger("wortlaut.runtime")

MAX_BATCH_BYTES: Final = 32 * 1024 * 1024
PATIENCE: Final = 5  # failures in a row, while the dependencies answer, before a batch is bisected


class BatchConsumer(ConsumerRebalanceListener):  # type: ignore[misc] # aiokafka is untyped
    """One group reading its topics (and their retries) with one handler."""

    def __init__(
        self,
        broker: KafkaBroker,
        topics: Iterable[Topic],
        group: str,
        handle: Handler,
        *,
        settings: RuntimeSettings,
        publisher: Publisher,
        metrics: RuntimeMetrics,
        health: Health,
        yielding: Iterable[Topic] = (),
        read: Callable[[AnyRecord], Occurred] = decode,
    ) -> None:
        """`yielding`: topics that are left alone while the others are far behind.

        `read` raises what `schemas.decode` raises.
        """
        names = [topic.name for topic in topics]
        self._yielding = GivingWay(
            group, [topic.name for topic in yielding], settings.urgent_records, metrics
        )
        self.topics = tuple(names + [retries(name, group).name for name in names])
        self.group = group
        self._handle = handle
        self._read = read
        self._settings = settings
        self._publisher = publisher
        self._metrics = metrics
        self._health = health
        self._breaker = Breaker()
        self._failures = 0
        self._unknown_types: set[str] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._hurry = asyncio.Event()
        self._loop = PollLoop(group, metrics, health, self._idle.is_set, self._give_way)
        metrics.paused.labels(group).set(0)
        self._stages_ready(joined=False)
        self._subscriber = broker.subscriber(
            *(KafkaTopic(name, declare=False) for name in self.topics),
            group_id=group,
            batch=True,
            max_records=settings.batch_records,
            batch_timeout_ms=settings.fetch_max_wait_ms,
            ack_policy=AckPolicy.MANUAL,
            parser=tolerant,
            decoder=undecoded,
            listener=self,
            auto_offset_reset="earliest",
            session_timeout_ms=settings.session_timeout_ms,
            heartbeat_interval_ms=settings.heartbeat_interval_ms,
            max_poll_interval_ms=settings.max_poll_interval_ms,
            fetch_max_wait_ms=settings.fetch_max_wait_ms,
            fetch_max_bytes=MAX_BATCH_BYTES,
            max_partition_fetch_bytes=MAX_DEAD_LETTER_BYTES,
        )
        self._subscriber(self._on_batch)

    # -- FastStream calls these ------------------------------------------------------------

    async def _on_batch(self, records: tuple[AnyRecord, ...]) -> None:
        self._idle.clear()
        try:
            await self._work(records)
            await self._commit(records)
            self._failures = 0
            self._health.recovered("batch")
        except Exception as error:  # noqa: BLE001 - nothing may pass: it would be committed over
            await self._stand_back(records, error)
        finally:
            self._idle.set()

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """Let the batch in hand finish and commit, as long as the group will wait for us."""
        self._hurry.set()
        self._stages_ready(joined=False)
        try:
            async with asyncio.timeout(self._settings.session_timeout_ms / 2000):
                await self._idle.wait()
        except TimeoutError:
            log.warning("consumer.revoked_in_hand", extra={"group": self.group})
        if revoked:
            self._metrics.rebalances.labels(self.group, "revoked").inc()

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        self._hurry.clear()
        self._stages_ready(joined=True)
        self._metrics.rebalances.labels(self.group, "assigned").inc()
        for topic in self.topics:
            count = sum(tp.topic == topic for tp in assigned)
            self._metrics.assigned.labels(self.group, topic).set(count)
        log.info("consumer.assigned", extra={"group": self.group, "partitions": len(assigned)})
        if self._breaker.is_open:
            self._hold(assigned)

    # -- the service calls these -----------------------------------------------------------

    def hurry(self) -> None:
        """We are stopping: wait for nothing that may take long."""
        self._hurry.set()

    async def watch(self) -> None:
        """Keeps lag and liveness of the poll loop; runs as long as the service does."""
        await self._loop.watch(self._consumer)

    # -- the work --------------------------------------------------------------------------

    async def _work(self, records: Sequence[AnyRecord]) -> None:
        received, dead = self._decoded(records)
        for chunk in chunks(received, MAX_BATCH_BYTES):
            rejected = await isolated(self._handle, chunk, self._is_to_blame)
            dead += [DeadLetter(r.received.record, r.error) for r in rejected]
        await self._bury(dead, handled=len(records))
        self._count(received, dead)

    def _decoded(self, records: Sequence[AnyRecord]) -> tuple[list[Received], list[DeadLetter]]:
        received: list[Received] = []
        dead: list[DeadLetter] = []
        for record in records:
            try:
                received.append(Received(self._read(record), record))
            except UnknownEventError as error:
                self._skip(str(error))
            except UndecodableError as error:
                reason: Any = error.reason
                dead.append(DeadLetter(record, Unprocessable(str(error), reason)))
        return received, dead

    async def _is_to_blame(self) -> bool:
        """An unknown failure is the batch's fault only once the dependencies are beyond doubt."""
        return self._failures >= PATIENCE and await self._health.dependencies_answer()

    async def _bury(self, dead: Sequence[DeadLetter], handled: int) -> None:
        if not self._breaker.admits(handled, len(dead)):
            self._hold(self._consumer.assignment())
            raise Retryable("most records fail; the partitions are held until a restart")
        now = datetime.now(UTC)
        stage = self._metrics.service
        await self._publisher.publish(
            dead_letter_message(letter, self.group, stage, now) for letter in dead
        )
        for letter in dead:
            self._metrics.dead_letters.labels(stage, letter.error.reason).inc()
            log.warning("record.dead", extra=told(letter))

    async def _commit(self, records: Sequence[AnyRecord]) -> None:
        ours = self._consumer.assignment()
        after = {place: last + 1 for place, (_, last) in _extents(records).items() if place in ours}
        try:
            await self._consumer.commit(after)
        except (KafkaError, IllegalStateError) as error:
            # Somebody else has the partition, or the broker is away: it will be read again, and
            # what it leads to is stored once.
            self._metrics.commits.labels(self.group, "failed").inc()
            log.warning("consumer.commit_failed", extra={"group": self.group, "why": repr(error)})
            return
        self._metrics.commits.labels(self.group, "ok").inc()
        self._metrics.last_success.labels(self._metrics.service).set_to_current_time()

    async def _stand_back(self, records: Sequence[AnyRecord], error: Exception) -> None:
        """Nothing was committed: wait, then read the same batch again."""
        self._failures += 1
        kind = "breaker" if self._breaker.is_open else _kind(error)
        seconds = pause(self._failures)
        self._metrics.retries.labels(self._metrics.service, kind).inc()
        self._metrics.events_handled.labels(self._metrics.service, "retried").inc(len(records))
        self._health.degraded("batch", f"{type(error).__name__}: {error}"[:200])
        told = {"kind": kind, "failures": self._failures, "wait": round(seconds, 1)}
        why = f"{type(error).__name__}: {error}"
        trace = error if kind == "unknown" else None
        log.warning("batch.retried", extra={**told, "why": why}, exc_info=trace)
        await self._wait(seconds)
        self._rewind(records)

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._hurry.wait()
        except TimeoutError:
            return

    def _rewind(self, records: Sequence[AnyRecord]) -> None:
        for place, (first, _) in _extents(records).items():
            if place in self._consumer.assignment():  # else another member reads it from there
                self._consumer.seek(place, first)

    # -- state and measures ----------------------------------------------------------------

    @property
    def _consumer(self) -> AIOKafkaConsumer:
        consumer = self._subscriber.consumer
        if consumer is None:
            raise Retryable("the consumer is not started")
        return consumer

    def _hold(self, partitions: Iterable[TopicPartition]) -> None:
        self._consumer.pause(*partitions)
        self._metrics.paused.labels(self.group).set(1)
        self._health.degraded("breaker", "most records fail: see the dead letters, then restart")
        log.error("breaker.open", extra={"group": self.group})

    def _give_way(self, lags: Mapping[TopicPartition, int]) -> None:
        if not self._breaker.is_open:
            self._yielding.decide(self._consumer, lags)

    def _stages_ready(self, *, joined: bool) -> None:
        if joined:
            self._health.recovered("group")
        else:
            self._health.degraded("group", f"not in the group {self.group} now")

    def _skip(self, why: str) -> None:
        self._metrics.events_handled.labels(self._metrics.service, "skipped").inc()
        if why not in self._unknown_types:
            self._unknown_types.add(why)
            log.warning("record.skipped", extra={"why": why})

    def _count(self, received: Sequence[Received], dead: Sequence[DeadLetter]) -> None:
        stage = self._metrics.service
        buried = {(d.record.topic, d.record.partition, d.record.offset) for d in dead}
        fine = [r for r in received if _place(r.record) not in buried] if buried else received
        self._metrics.events_handled.labels(stage, "ok").inc(len(fine))
        self._metrics.events_handled.labels(stage, "dead").inc(len(dead))
        now = datetime.now(UTC)
        for occurred_at, number in Counter([one.event.occurred_at for one in fine]).items():
            age = (now - occurred_at).total_seconds()
            self._metrics.event_age.observe(max(0.0, age), number)


def _extents(records: Iterable[AnyRecord]) -> dict[TopicPartition, tuple[int, int]]:
    """The first and the last offset of each partition."""
    offsets: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for record in records:
        offsets[record.topic, record.partition].append(record.offset)
    return {TopicPartition(*place): (min(held), max(held)) for place, held in offsets.items()}


def _place(record: AnyRecord) -> tuple[str, int, int]:
    return (record.topic, record.partition, record.offset)


def _kind(error: Exception) -> str:
    return "transient" if is_transient(error) else "unknown"
