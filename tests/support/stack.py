"""The embedded broker and Postgres, held for tests that are not coroutines themselves."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Final, TypeVar

from services.local.database import EmbeddedPostgres

Held = TypeVar("Held")
Migration = Callable[[str], Awaitable[object]]

TEMPLATE: Final = "template_wortlaut"


@contextmanager
def held(manager: AbstractAsyncContextManager[Held]) -> Iterator[Held]:
    """Enters and leaves `manager` in a loop of its own that sleeps while the tests run."""
    with asyncio.Runner() as runner:
        value = runner.run(_entered(manager))
        try:
            yield value
        finally:
            runner.run(_left(manager))


async def make_template(server: EmbeddedPostgres, migrations: tuple[Migration, ...]) -> str:
    """A migrated database that each test's own is copied from; nobody may stay connected to it."""
    url = await server.create_database(TEMPLATE)
    for migrate in migrations:
        await migrate(url)
    return TEMPLATE


async def until(condition: Callable[[], Awaitable[bool]], *, within: float = 20) -> None:
    """Polls; fails with the condition's name when it does not come true in time."""
    deadline = time.monotonic() + within
    while not await condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not true within {within} s: {condition!r}")
        await asyncio.sleep(0.02)


async def _entered(manager: AbstractAsyncContextManager[Held]) -> Held:
    return await manager.__aenter__()


async def _left(manager: AbstractAsyncContextManager[Held]) -> None:
    await manager.__aexit__(None, None, None)
