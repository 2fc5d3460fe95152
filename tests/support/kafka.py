"""A broker that outlives the tests: emptied before each of them."""

from __future__ import annotations

from aiokafka.admin import AIOKafkaAdminClient

from tests.support.stack import until


async def emptied(bootstrap_servers: str) -> None:
    """No topic of ours is left, and with them go the offsets of the groups that read them."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    await admin.start()
    try:
        ours = await _ours(admin)
        if ours:
            await admin.delete_topics(ours)

        async def gone() -> bool:
            return not await _ours(admin)

        await until(gone, within=30)
    finally:
        await admin.close()


async def _ours(admin: AIOKafkaAdminClient) -> list[str]:
    return [name for name in await admin.list_topics() if name.startswith("wortlaut.")]
