"""Which records of a batch its handler cannot take: found by halving it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from .errors import Unprocessable, as_unprocessable, is_permanent, is_transient
from .received import Handler, Received, Rejected


async def isolated(
    handle: Handler, batch: Sequence[Received], is_to_blame: Callable[[], Awaitable[bool]]
) -> list[Rejected]:
    """Hands the batch over, and what was refused alone. Raises what is no record's fault.

    `is_to_blame` is asked about a failure that is neither transient nor permanent by its kind.
    """
    try:
        return list(await handle(batch))
    except Exception as error:
        if is_transient(error) or not (is_permanent(error) or await is_to_blame()):
            raise
        if len(batch) == 1:
            fallback: Any = "poison" if is_permanent(error) else "exhausted"
            return [Rejected(batch[0], _caused(as_unprocessable(error, fallback), error))]
    middle = len(batch) // 2
    return [
        *await isolated(handle, batch[:middle], is_to_blame),
        *await isolated(handle, batch[middle:], is_to_blame),
    ]


def _caused(error: Unprocessable, cause: Exception) -> Unprocessable:
    if error is not cause:
        error.__cause__ = cause
    return error
