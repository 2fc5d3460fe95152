"""A bad deployment must not drain a topic into the dead letters."""

from __future__ import annotations

from collections import deque
from typing import Final

WINDOW: Final = 50
TOLERATED: Final = 0.5


class Breaker:
    """Opens when most of the last 50 records or more are dead letters; a restart closes it."""

    def __init__(self) -> None:
        self._lately: deque[tuple[int, int]] = deque()  # (handled, dead) of whole batches
        self._handled = 0
        self.is_open = False

    def admits(self, handled: int, dead: int) -> bool:
        """Note a batch before its dead letters are written; False: leave them where they are."""
        self._lately.append((handled, dead))
        self._handled += handled
        while self._handled - self._lately[0][0] >= WINDOW:
            self._handled -= self._lately.popleft()[0]
        lost = sum(batch_dead for _, batch_dead in self._lately)
        if dead and self._handled >= WINDOW and lost > self._handled * TOLERATED:
            self.is_open = True
        return not self.is_open
