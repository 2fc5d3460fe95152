from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold, whether it does, and what was counted to tell."""

    name: str
    holds: bool
    counted: str
