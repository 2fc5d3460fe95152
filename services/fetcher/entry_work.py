"""One fetch of one entry: asked, judged, and handed on to be published and written down."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from schemas import Known, Message, PageGone, encode
from schemas.topics import MAX_MESSAGE_BYTES

from . import pages, schedule, urls
from .answers import Answer
from .asking import Asker, Tools
from .model import DueEntry, Visit
from .outbox import Outbox, Parcel
from .outcomes import ARRIVED
from .pages import Judged
from .records import SOURCE, message_of

log = logging.getLogger("wortlaut.fetcher")

QUIET: Final = ARRIVED | {"elsewhere"}
_HEADROOM: Final = 16 * 1024  # key, headers and framing of a record


async def fetch_entry(
    tools: Tools, asker: Asker, outbox: Outbox, entry: DueEntry, known: Known | None
) -> None:
    honour = tools.settings.honour_reservations and not entry.ignores_reservations
    options: dict[str, Any] = {
        "limit": tools.settings.page_bytes,
        "etag": entry.etag if known else None,
        "last_modified": entry.last_modified if known else None,
    }
    hand = tools.memory.hand()
    try:
        url = _address(entry)
        received = await asker.answer("article", url, hand, options, is_mining=honour)
        now = tools.clock()
        answer = handed_over(received, entry.hops, tools.settings.redirects)
        result, message = _made(tools, entry, answer, known, now, honour=honour)
        visit = _noted(asker, entry, answer, result, now)
        written = partial(_tell, tools, entry, visit, result.overridden)
        outbox.send(message, Parcel(visit, hand, written))
    except BaseException:
        hand.end()
        raise


def _made(
    tools: Tools,
    entry: DueEntry,
    answer: Answer,
    known: Known | None,
    now: datetime,
    *,
    honour: bool,
) -> tuple[Judged, Message | None]:
    """What is to be said of an answer, and the record that says it."""
    result, message = _with_record(tools, _judged(entry, answer, known, now, honour=honour))
    if entry.article_id and schedule.is_gone(now, answer.status, entry.missing_since):
        message = _gone(entry, entry.article_id, answer, now)
    return result, message


def _noted(asker: Asker, entry: DueEntry, answer: Answer, result: Judged, now: datetime) -> Visit:
    visit = visit_of(entry, answer, result, now)
    if asker.slowed_until is not None and result.outcome not in QUIET and visit.next_at:
        visit = replace(visit, next_at=max(visit.next_at, asker.slowed_until))
    return visit if visit.host == asker.name else replace(visit, has_moved=True)


def handed_over(answer: Answer, hops: int, most: int) -> Answer:
    """As it is, unless it was handed from host to host too often."""
    if answer.leads_to is None or hops < most:
        return answer
    detail = f"more than {most} redirects from host to host"
    return replace(answer, outcome="redirected", detail=detail, leads_to=None)


def _address(entry: DueEntry) -> str:
    return entry.ask_url or entry.moved_to or entry.url


def _judged(
    entry: DueEntry, answer: Answer, known: Known | None, now: datetime, *, honour: bool
) -> Judged:
    try:
        return pages.judged(entry, answer, known, now, honour=honour)
    except Exception as error:  # one page must not stop the others
        log.exception("page.failed", extra={"url": urls.shown(entry.url)})
        return Judged("error", f"{type(error).__name__}: {error}"[:300])


def _with_record(tools: Tools, result: Judged) -> tuple[Judged, Message | None]:
    if result.page is None:
        return result, None
    if result.page.article_id in tools.frontier.erased:
        return Judged("erased", "the article was erased on request"), None
    message = message_of(result.page)
    if is_oversized(message):
        return Judged("too_large", "as a record it would be larger than topics allow"), None
    return result, message


def is_oversized(message: Message) -> bool:
    return len(message.value or b"") > MAX_MESSAGE_BYTES - _HEADROOM


def _gone(entry: DueEntry, article: UUID, answer: Answer, now: datetime) -> Message:
    reason = "gone" if answer.status == 410 else "not_found"
    event = PageGone(article_id=article, url=entry.url, fetched_at=now, reason=reason)
    return encode(event, SOURCE)


def visit_of(entry: DueEntry, answer: Answer, result: Judged, now: datetime) -> Visit:
    """What is to be written about an entry. Pure."""
    if answer.leads_to is not None:
        return _handed_over(entry, answer, answer.leads_to, now)
    page = result.page
    arrived = result.outcome in ARRIVED
    first_at = entry.first_at or (now if arrived else None)
    moved_to = (answer.moved_to or entry.moved_to) if arrived else None
    return Visit(
        id=entry.id,
        host=urls.host_of(moved_to or entry.url),
        next_at=_next_at(entry, answer, result, now),
        outcome=result.outcome,
        detail=result.detail,
        status=answer.status,
        attempts=0 if arrived else entry.attempts + 1,
        fetches=entry.fetches + 1 if arrived else entry.fetches,
        asked_at=now,
        fetched_at=now if page else entry.fetched_at,
        missing_since=(entry.missing_since or now) if answer.status == 404 else None,
        etag=pages.header(answer, "ETag") if page else entry.etag,
        last_modified=pages.header(answer, "Last-Modified") if page else entry.last_modified,
        body_sha256=page.sha256 if page else entry.body_sha256,
        article_id=page.article_id if page else entry.article_id,
        canonical_url=page.canonical_url if page else entry.canonical_url,
        final_url=answer.url if page else entry.final_url,
        first_at=first_at,
        ask_url=None,
        hops=0,
        moved_to=moved_to,
    )


def _handed_over(entry: DueEntry, answer: Answer, target: str, now: datetime) -> Visit:
    """A redirect to another host is asked there at once, when that host can be leased."""
    is_lasting_so_far = entry.hops == 0 or entry.moved_to == entry.ask_url
    is_lasting = is_lasting_so_far and answer.moved_to == target
    return Visit(
        id=entry.id,
        host=urls.host_of(target),
        next_at=now,
        outcome=answer.outcome,
        detail=answer.detail,
        status=answer.status,
        attempts=entry.attempts,
        fetches=entry.fetches,
        asked_at=now,
        fetched_at=entry.fetched_at,
        missing_since=entry.missing_since,
        etag=entry.etag,
        last_modified=entry.last_modified,
        body_sha256=entry.body_sha256,
        article_id=entry.article_id,
        canonical_url=entry.canonical_url,
        final_url=entry.final_url,
        first_at=entry.first_at,
        ask_url=target,
        hops=entry.hops + 1,
        moved_to=target if is_lasting else entry.moved_to,
    )


def _next_at(entry: DueEntry, answer: Answer, result: Judged, now: datetime) -> datetime | None:
    if result.outcome == "erased":
        return None
    if result.outcome in ARRIVED:
        return schedule.next_fetch(now, entry.first_at or now)
    if schedule.is_gone(now, answer.status, entry.missing_since):
        return None
    return schedule.next_attempt(now, result.outcome, entry.attempts + 1, answer.status)


def _tell(tools: Tools, entry: DueEntry, visit: Visit, overridden: str | None) -> None:
    tools.metrics.fetched["article", visit.outcome].inc()
    url = urls.shown(entry.url)
    extra = {"url": url, "outcome": visit.outcome, "detail": visit.detail}
    if visit.fetched_at == visit.asked_at:  # this time, and published
        extra["article_id"] = str(visit.article_id)
        if entry.fetched_at is None and entry.published_at is not None:
            delay = (visit.asked_at - entry.published_at).total_seconds()
            tools.metrics.publication_delay.observe(max(0.0, delay))
    if overridden is not None:
        tools.metrics.overrides.inc()
        told = {"url": url, "feed": entry.feed, "said": overridden}
        log.warning("reservation.overridden", extra=told)
    if visit.article_id and schedule.is_gone(visit.asked_at, visit.status, entry.missing_since):
        log.info("page.gone", extra={"url": url, "article_id": str(visit.article_id)})
    level = logging.INFO if visit.outcome in QUIET else logging.WARNING
    log.log(level, "page.fetched", extra=extra)
