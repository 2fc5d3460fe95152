"""Records to Kafka from a command."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prometheus_client import CollectorRegistry

from services.runtime.metrics import RuntimeMetrics
from services.runtime.publisher import Publisher
from services.runtime.settings import RuntimeSettings


@asynccontextmanager
async def publishing(bootstrap_servers: str) -> AsyncIterator[Publisher]:
    """An open publisher; its metrics are nobody's."""
    settings = RuntimeSettings(bootstrap_servers=bootstrap_servers)
    publisher = Publisher(settings, RuntimeMetrics(CollectorRegistry(), "local", ""))
    await publisher.open()
    try:
        yield publisher
    finally:
        await publisher.close()
