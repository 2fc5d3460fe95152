from __future__ import annotations


class NotBittenError(AssertionError):
    """A fault that did nothing proves nothing."""
