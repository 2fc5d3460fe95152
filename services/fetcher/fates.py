"""A record → what became of the page it speaks of. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from schemas import (
    ArticleChecked,
    ArticleParsed,
    ArticleRejected,
    ArticleWithdrawn,
    Event,
)
from schemas.cloudevents import UndecodableError, decode
from services.runtime.dead_letters import PREFIX

from .model import Fate


class Heard(Protocol):
    """A record as aiokafka hands it out."""

    @property
    def topic(self) -> str: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Sequence[tuple[str, bytes | None]]: ...


def fate_of(record: Heard) -> Fate | None:
    """None for what says nothing of a page: foreign types, marks, records that cannot be read."""
    if record.topic.endswith(".dlq"):
        return _of_a_dead_letter(record)
    try:
        return _of_an_event(decode(record))
    except UndecodableError:
        return None


def _of_an_event(event: Event) -> Fate | None:
    match event:
        case ArticleParsed():
            counts = f"{event.quote_count} quotes, {event.claim_count} claims"
            return Fate(event.article_id, event.fetched_at, "parsed", counts)
        case ArticleChecked():
            return Fate(event.article_id, event.fetched_at, "checked", "unchanged")
        case ArticleRejected():
            why = f"{event.reason}: {event.detail}" if event.detail else event.reason
            return Fate(event.article_id, event.fetched_at, "rejected", why[:500])
        case ArticleWithdrawn():
            return Fate(event.article_id, event.fetched_at, "withdrawn", event.reason)
        case _:
            return None


def _of_a_dead_letter(record: Heard) -> Fate | None:
    """By its headers alone: what is dead may well be unreadable."""
    said = {name: value.decode("utf-8", "replace") for name, value in record.headers if value}
    try:
        article = UUID(said["ce_subject"])
        fetched_at = datetime.fromisoformat(said["ce_time"])
    except (KeyError, ValueError):
        return None
    why = f"{said.get(f'{PREFIX}reason', '?')}: {said.get(f'{PREFIX}error', '')}"
    return Fate(article, fetched_at, "dead", why[:500]) if fetched_at.tzinfo else None
