from __future__ import annotations


class LocalError(Exception):
    """Something the embedded stack stands on is missing or broke; the message says what to do."""


class StartError(LocalError):
    """A program did not become ready; the message ends with the last lines of its log."""


class DiedError(LocalError):
    """A program ended although nobody asked it to."""
