from __future__ import annotations

from typing import ClassVar


class LocalError(Exception):
    """Something the embedded stack stands on is missing or broke; the message says what to do."""

    code: ClassVar[int] = 1  # that the command ends with


class OptionError(LocalError):
    """An option that nothing can be made of."""

    code = 2  # as argparse has it


class StartError(LocalError):
    """A program did not become ready; the message ends with the last lines of its log."""


class DiedError(LocalError):
    """A program ended although nobody asked it to."""
