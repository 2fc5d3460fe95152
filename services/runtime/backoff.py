"""How long to wait before the same thing is tried again."""

from __future__ import annotations

import random
from typing import Final

FIRST_SECONDS: Final = 0.2
LONGEST_SECONDS: Final = 30.0  # well below max_poll_interval: the group must not give us up


def pause(failures: int, chance: float | None = None) -> float:
    """Seconds after the n-th failure in a row: doubling, capped, and spread by up to a quarter.

    Replicas that failed together must not come back together. `chance` in [0, 1) is for tests.
    """
    doublings = min(max(failures - 1, 0), 16)
    full = min(FIRST_SECONDS * (1 << doublings), LONGEST_SECONDS)
    spread = random.random() if chance is None else chance  # noqa: S311 - no secret
    return full * (0.75 + 0.25 * spread)
