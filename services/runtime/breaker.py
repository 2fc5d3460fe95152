"""A bad deployment must not drain a topic into the dead letters."""

from __future__ import annotations

from collections import deque
from typing import Final

WINDOW: Final = 50
TOLERATED: Final = 0.5


class Breaker:
    """Opens when most of the last 50 records or more are dead letters; a restart closes it."""

    def __init__(self) -> None:
        self._lately: deque[bool] = deque(maxlen=WINDOW)
        self.is_open = False

    def admits(self, handled: int, dead: int) -> bool:
        """Note a batch before its dead letters are written; False: leave them where they are."""
        if handled >= WINDOW:  # a batch larger than the window speaks for itself
            self.is_open = self.is_open or dead > handled * TOLERATED
        self._lately.extend([False] * (handled - dead) + [True] * dead)
        is_full = len(self._lately) == WINDOW
        if is_full and sum(self._lately) > WINDOW * TOLERATED and dead:
            self.is_open = True
        return not self.is_open
