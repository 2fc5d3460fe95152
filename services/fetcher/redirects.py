"""Where an answer sends us, and whether and when we may follow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

from . import urls
from .answers import Answer
from .outcomes import Outcome
from .walls import wall_of

Permitted: TypeAlias = Callable[[Answer, str], Awaitable[Answer | None]]
"""Waits for the turn of a target; the answer that ends the way if it may not be followed now."""


async def next_hop(
    answer: Answer, seen: set[str], permitted: Permitted
) -> tuple[Answer | None, str]:
    """The target of a redirect, and the answer that ends the way, if it ends here."""
    location = answer.headers.get("Location")
    if not location:
        return _ended(answer, "redirected", "a redirect without a target"), ""
    try:
        target = urls.absolute_url(answer.url, _as_utf8(location)).partition("#")[0]
        urls.parts_of(target)
    except urls.UnusableUrlError as error:
        return _ended(answer, "refused", f"redirect: {error}"), ""
    if target in seen:
        return _ended(answer, "redirected", f"a loop at {urls.shown(target)}"), ""
    if (wall := wall_of(target, answer.url)) is not None:
        return _ended(answer, *wall), ""
    return await permitted(answer, target), target


def refused(answer: Answer, target: str, verdict: tuple[Outcome, str]) -> Answer:
    if verdict[0] == "elsewhere":
        return replace(_ended(answer, *verdict), leads_to=target)
    return Answer(verdict[0], target, f"after a redirect: {verdict[1]}", answer.status)


def _ended(answer: Answer, outcome: Outcome, detail: str) -> Answer:
    return Answer(outcome, answer.url, detail, answer.status)


def _as_utf8(location: str) -> str:
    """Header bytes beyond ASCII reach us as surrogates; sites mean UTF-8, some mean Latin-1."""
    raw = location.encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
