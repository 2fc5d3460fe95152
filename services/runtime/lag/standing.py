"""How far one group is with one partition."""

from __future__ import annotations

from typing import NamedTuple


class Standing(NamedTuple):
    """Offsets: `begin` is the oldest record kept, `end` the next to be written."""

    group: str
    topic: str
    partition: int
    committed: int | None
    begin: int
    end: int

    @property
    def next(self) -> int:
        """What the group would read next: our groups begin at the oldest record."""
        return self.begin if self.committed is None else max(self.committed, self.begin)

    @property
    def lag(self) -> int:
        return max(0, self.end - self.next)
