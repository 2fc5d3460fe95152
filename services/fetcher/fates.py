"""A record → what became of the page it speaks of. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol
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

from .model import Became, Fate

_BY_HEADERS: Final[Mapping[str, tuple[Became, str]]] = {
    ArticleParsed.ce_type: ("parsed", "as an article"),
    ArticleChecked.ce_type: ("checked", "unchanged"),
}


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
    said = {name: value.decode("utf-8", "replace") for name, value in record.headers if value}
    if record.topic.endswith(".dlq"):
        return _of_headers(said, "dead", _why_dead(said))
    if said.get("ce_type") in _BY_HEADERS:  # nearly all, and their values hold whole articles
        return _of_headers(said, *_BY_HEADERS[said["ce_type"]])
    try:
        return _of_an_event(decode(record))
    except UndecodableError:
        return None


def _of_an_event(event: Event) -> Fate | None:
    match event:
        case ArticleRejected():
            why = f"{event.reason}: {event.detail}" if event.detail else event.reason
            return Fate(event.article_id, event.fetched_at, "rejected", why[:500])
        case ArticleWithdrawn():
            return Fate(event.article_id, event.fetched_at, "withdrawn", event.reason)
        case _:
            return None


def _of_headers(said: Mapping[str, str], became: Became, why: str) -> Fate | None:
    """What is dead may well be unreadable, and what is parsed is long."""
    try:
        article = UUID(said["ce_subject"])
        fetched_at = datetime.fromisoformat(said["ce_time"])
    except (KeyError, ValueError):
        return None
    return Fate(article, fetched_at, became, why[:500]) if fetched_at.tzinfo else None


def _why_dead(said: Mapping[str, str]) -> str:
    return f"{said.get(f'{PREFIX}reason', '?')}: {said.get(f'{PREFIX}error', '')}"
