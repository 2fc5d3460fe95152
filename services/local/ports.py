from __future__ import annotations

import asyncio
import socket
from contextlib import suppress


def free_port() -> int:
    """Free a moment ago: whoever binds it tries another when somebody was quicker."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True


def port_at(preferred: int | None) -> int:
    """The one people remember, if there is one and it is free."""
    if preferred is None:
        return free_port()
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", preferred))
        except OSError:
            return free_port()
    return preferred
