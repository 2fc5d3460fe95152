"""Which events somebody wants to see, by what was typed."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from schemas import ArticleParsed, ClaimExtracted, Event, PageFetched, QuoteExtracted, Speaker
from services.local.errors import LocalError

Test: TypeAlias = Callable[[Event], bool]

# Which filters mean something to which events.
APPLY: Final = {
    "quotes": ("speaker", "outlet", "language", "type", "contains", "denied"),
    "claims": ("speaker", "outlet", "language", "contains", "denied"),
    "articles": ("outlet", "language", "contains"),
    "pages": ("outlet", "contains"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """`words` is how it was typed."""

    words: str
    tests: tuple[Test, ...]

    def __call__(self, event: Event) -> bool:
        return all(test(event) for test in self.tests)

    def __bool__(self) -> bool:
        return bool(self.tests)


def filter_of(options: argparse.Namespace) -> Filter:
    """LocalError for one that means nothing to the events asked for."""
    given = [name for name in _TESTS if getattr(options, name, None)]
    for name in given:
        if name not in APPLY[options.kind]:
            able = ", ".join(f"--{one}" for one in APPLY[options.kind])
            raise LocalError(f"--{name} means nothing to {options.kind}; they have {able}")
    values = [(name, getattr(options, name)) for name in given]
    words = " ".join(f"--{n}" if v is True else f"--{n} {v!r}" for n, v in values)
    return Filter(words, tuple(_TESTS[name](value) for name, value in values))


def _speaker(wanted: str) -> Test:
    return lambda event: any(_holds(name, wanted) for name in _names(event))


def _outlet(wanted: str) -> Test:
    def test(event: Event) -> bool:
        outlet = _of_article(event, "outlet").casefold()
        return outlet == wanted.casefold() or outlet.endswith(f".{wanted.casefold()}")

    return test


def _language(wanted: str) -> Test:
    return lambda event: _of_article(event, "language").casefold() == wanted.casefold()


def _type(wanted: str) -> Test:
    return lambda event: isinstance(event, QuoteExtracted) and event.type == wanted


def _contains(wanted: str) -> Test:
    return lambda event: any(_holds(text, wanted) for text in _texts(event))


def _denied(_: object) -> Test:
    def test(event: Event) -> bool:
        match event:
            case QuoteExtracted():
                return event.speech_act == "denial"
            case ClaimExtracted():
                return event.polarity == "negative"
            case _:
                return False

    return test


_TESTS: Final[dict[str, Callable[[str], Test]]] = {
    "speaker": _speaker,
    "outlet": _outlet,
    "language": _language,
    "type": _type,
    "contains": _contains,
    "denied": _denied,
}


def _holds(text: str, wanted: str) -> bool:
    return wanted.casefold() in text.casefold()


def _names(event: Event) -> Iterable[str]:
    speaker: Speaker | None = getattr(event, "speaker", None) or getattr(event, "claimant", None)
    if speaker is not None:
        yield from (name for name in (speaker.name, speaker.mention) if name)


def _of_article(event: Event, name: str) -> str:
    return str(getattr(getattr(event, "article", event), name, ""))


def _texts(event: Event) -> Iterable[str]:
    match event:
        case QuoteExtracted() | ClaimExtracted():
            yield event.text
        case ArticleParsed():
            yield event.title or ""
            yield event.text
        case PageFetched():
            yield event.url
            yield event.body
        case _:
            yield str(getattr(event, "url", ""))
