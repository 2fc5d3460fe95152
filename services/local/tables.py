"""The tables of every service, in one go."""

from __future__ import annotations


async def migrate(dsn: str) -> list[str]:
    """The names of the migrations applied now; needs no more than the store's extra."""
    from services.fetcher.statements import MIGRATIONS, SCHEMA
    from services.runtime import migrations
    from services.store.migrations import migrate as migrate_store
    from services.store.postgres import session

    applied = await migrate_store(dsn)
    async with session(dsn) as connection:
        return applied + await migrations.migrate(connection, SCHEMA, MIGRATIONS)
