"""Numbers as people write them on a command line."""

from __future__ import annotations

from argparse import ArgumentTypeError


def count(text: str) -> int:
    """How many: 1 or more."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise ArgumentTypeError(f"{text!r} is no number of 1 or more")
    return number
