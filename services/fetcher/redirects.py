"""Where an answer sends us, and whether and when we may follow."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from . import urls
from .answers import Answer, Permit, Request
from .outcomes import Outcome
from .walls import wall_of


async def next_hop(
    answer: Answer, request: Request, seen: set[str], deadline: asyncio.Timeout
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
    if request.permit is None:
        return None, target
    return await permitted(answer, target, request.permit, deadline), target


async def permitted(
    answer: Answer, target: str, permit: Permit, deadline: asyncio.Timeout
) -> Answer | None:
    """What we wait for our turn is not the other side's time."""
    loop = asyncio.get_running_loop()
    left = (deadline.when() or 0.0) - loop.time()
    deadline.reschedule(None)
    verdict = await permit(target)
    deadline.reschedule(loop.time() + left)
    if verdict is None:
        return None
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
