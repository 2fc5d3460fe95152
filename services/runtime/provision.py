"""Makes topics: explicitly, once, never by accident."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import for_code

from schemas.topics import Topic

from .errors import Retryable
from .security import PLAINTEXT, Security

ALREADY_EXISTS: Final = 36


async def create_topics(
    bootstrap_servers: str,
    topics: Iterable[Topic],
    *,
    partitions: int,
    replication_factor: int = 1,
    min_insync_replicas: int = 1,
    security: Security = PLAINTEXT,
) -> list[str]:
    """The names of those that were made; the others were there. Raises Retryable on refusal."""
    wanted = [
        NewTopic(
            topic.name,
            num_partitions=topic.partitions or partitions,
            replication_factor=replication_factor,
            topic_configs={**topic.config, "min.insync.replicas": str(min_insync_replicas)},
        )
        for topic in topics
    ]
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers, **security.options)
    try:
        await admin.start()
        response = await admin.create_topics(wanted)
    finally:
        await admin.close()
    return list(_made(response.topic_errors))


def _made(results: Iterable[tuple[object, ...]]) -> Iterable[str]:
    for name, code, *message in results:
        if code == 0:
            yield str(name)
        elif code != ALREADY_EXISTS:
            why = message[0] if message and message[0] else for_code(code).__name__
            raise Retryable(f"topic {name} could not be made: {why}")
