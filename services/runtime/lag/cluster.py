"""Asks the cluster: offsets of groups and partitions, ages of records, periods of topics."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from services.runtime.security import PLAINTEXT, Security

from .standing import Standing

READ_SECONDS: Final = 5.0  # without any of the records whose ages are asked
SMALL_FETCH: Final = 64 * 1024  # bytes; a larger record still comes, alone


class Cluster:
    def __init__(self, bootstrap_servers: str, security: Security = PLAINTEXT) -> None:
        self._where: dict[str, Any] = {"bootstrap_servers": bootstrap_servers, **security.options}
        self._admin: AIOKafkaAdminClient | None = None
        self._reader: AIOKafkaConsumer | None = None
        self._ages: dict[tuple[str, str, int], tuple[int, float]] = {}

    async def open(self) -> None:
        admin = AIOKafkaAdminClient(**self._where)
        reader = AIOKafkaConsumer(
            **self._where,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=SMALL_FETCH,
        )
        try:
            await admin.start()
            await reader.start()
        except BaseException:
            await admin.close()
            await reader.stop()
            raise
        self._admin, self._reader = admin, reader

    async def close(self) -> None:
        if self._admin is not None and self._reader is not None:
            await self._reader.stop()
            await self._admin.close()
        self._admin = self._reader = None

    async def check(self) -> None:
        await self._asked.list_topics()

    async def partitions(self, topics: Iterable[str]) -> list[TopicPartition]:
        """Of those topics that exist."""
        wanted = set(topics)
        described = await self._asked.describe_topics(sorted(wanted & set(await self._names())))
        return [
            TopicPartition(topic["topic"], partition["partition"])
            for topic in described
            for partition in topic["partitions"]
        ]

    async def standings(self, groups: Mapping[str, tuple[str, ...]]) -> list[Standing]:
        places = await self.partitions(topic for topics in groups.values() for topic in topics)
        begins = await self._read.beginning_offsets(places)
        ends = await self._read.end_offsets(places)
        found = []
        for group, topics in groups.items():
            own = [place for place in places if place.topic in topics]
            for place, committed in (await self._committed(group, own)).items():
                at = begins[place], ends[place]
                found.append(Standing(group, place.topic, place.partition, committed, *at))
        return found

    async def ends(self, topics: Iterable[str]) -> dict[TopicPartition, int]:
        found: dict[TopicPartition, int] = await self._read.end_offsets(
            await self.partitions(topics)
        )
        return found

    async def _committed(
        self, group: str, places: list[TopicPartition]
    ) -> dict[TopicPartition, int | None]:
        """Named one by one: some brokers answer nothing to the question for all."""
        if not places:
            return {}
        found = await self._asked.list_consumer_group_offsets(group, partitions=places)
        return {
            place: found[place].offset if place in found and found[place].offset >= 0 else None
            for place in places
        }

    async def ages(self, standings: Sequence[Standing]) -> list[float]:
        """Seconds since the group's next record of each partition was written; of one group.

        A record is asked once. One that is gone meanwhile, or does not come, has no age.
        """
        unknown = {
            TopicPartition(each.topic, each.partition): each.next
            for each in standings
            if self._ages.get(_key(each), (-1, 0.0))[0] != each.next
        }
        written = await self._written(unknown) if unknown else {}
        for each in standings:
            at = written.get(TopicPartition(each.topic, each.partition))
            if at is not None:
                self._ages[_key(each)] = each.next, at
        known = [self._ages.get(_key(each), (-1, 0.0)) for each in standings]
        now = time.time()
        return [
            max(0.0, now - at)
            for each, (offset, at) in zip(standings, known, strict=True)
            if offset == each.next
        ]

    async def _written(self, offsets: Mapping[TopicPartition, int]) -> dict[TopicPartition, float]:
        """Times in seconds. All partitions at once: one after the other, many take minutes."""
        found: dict[TopicPartition, float] = {}
        self._read.assign(list(offsets))
        try:
            for place, offset in offsets.items():
                self._read.seek(place, offset)
            while left := offsets.keys() - found.keys():
                batches = await self._read.getmany(*left, timeout_ms=int(READ_SECONDS * 1000))
                if not batches:
                    break
                found |= {place: records[0].timestamp / 1000 for place, records in batches.items()}
        finally:
            self._read.unsubscribe()
        return found

    async def retentions(self, topics: Iterable[str]) -> dict[str, float]:
        """Seconds, as the broker has them now; a topic kept for ever is left out."""
        resources = [ConfigResource(ConfigResourceType.TOPIC, topic) for topic in topics]
        answers = await self._asked.describe_configs(resources)
        found = {}
        for answer in answers:
            for _, _, _, topic, entries in answer.resources:
                values = {name: value for name, value, *_ in entries}
                period = int(values.get("retention.ms") or -1)
                if period > 0:
                    found[str(topic)] = period / 1000
        return found

    async def _names(self) -> list[str]:
        return list(await self._asked.list_topics())

    @property
    def _asked(self) -> AIOKafkaAdminClient:
        assert self._admin is not None, "not opened"
        return self._admin

    @property
    def _read(self) -> AIOKafkaConsumer:
        assert self._reader is not None, "not opened"
        return self._reader


def _key(standing: Standing) -> tuple[str, str, int]:
    return standing.group, standing.topic, standing.partition
