"""Tasks for worker processes, good and bad. Imported there, so they stand alone."""

from __future__ import annotations

import ctypes
import dataclasses
import os
import time

import services.parser.preload  # noqa: F401 - the fork server imports this module, and shares it
from schemas import (
    ArticleParsed,
    ClaimExtracted,
    Engine,
    Message,
    PageFetched,
    QuoteExtracted,
    decode,
    encode,
)
from services.parser.parsing import Parsed, parsed
from services.parser.records import SOURCE
from services.parser.statements import engine


def behave(order: str) -> object:
    """Does what it is told; the answer to anything else is the order itself."""
    match order.split():
        case ["hang"]:
            _hang()
        case ["exit", code]:
            os._exit(int(code))
        case ["crash"]:
            return ctypes.string_at(0)
        case ["eat"]:
            return len(bytearray(8 * 1024**3))
        case ["raise"]:
            raise ValueError("no such thing")
        case ["quit"]:
            raise SystemExit(3)
        case ["unpicklable"]:
            return lambda: None
        case ["sleep", seconds]:
            time.sleep(float(seconds))
    return order


def pid(_: object) -> int:
    return os.getpid()


def parsed_or_hung(page: PageFetched) -> Parsed:
    """The parser's own task, but for pages that say that they hang or crash."""
    if "HANG" in page.url:
        _hang()
    if "CRASH" in page.url:
        ctypes.string_at(0)
    return parsed(page)


def parsed_anew(page: PageFetched) -> Parsed:
    """The parser's own task, as an engine newer than this one."""
    result = parsed(page)
    return dataclasses.replace(result, messages=tuple(map(_by_newer, result.messages)))


def _by_newer(message: Message) -> Message:
    event = decode(message)
    if not isinstance(event, ArticleParsed | QuoteExtracted | ClaimExtracted):
        return message
    newer = Engine(version="99.0.0", sequence=engine().sequence + 1)
    return encode(event.model_copy(update={"engine": newer}), SOURCE)


def _hang() -> None:
    while True:
        pass
