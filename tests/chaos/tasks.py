"""The parser's own task, but for pages that say in their URL how they want to end."""

from __future__ import annotations

import ctypes

import services.parser.preload  # noqa: F401 - the fork server imports this module, and shares it
from schemas import PageFetched
from services.parser.parsing import Parsed, parsed

HANGS = "hangs"
EATS = "eats"
CRASHES = "crashes"


def parsed_or_worse(page: PageFetched) -> Parsed:
    if HANGS in page.url:
        while True:
            pass
    if EATS in page.url:
        hoard = []
        while True:
            hoard.append(bytearray(16 * 1024 * 1024))
    if CRASHES in page.url:
        ctypes.string_at(0)
    return parsed(page)
