"""Events as rows, each by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

import msgspec
from pydantic import BaseModel

from schemas import (
    ArticleChecked,
    ArticleParsed,
    ArticleRejected,
    ArticleWithdrawn,
    ClaimExtracted,
    QuoteExtracted,
    Span,
    Speaker,
)

from .counted import counted_in
from .matching import matching_keys, names_among
from .names import column_name, is_full_name
from .reading import ReadSpan, ReadSpeaker, StatedClaim, StatedQuote
from .rows import Claim, Erasure, Outcome, Outlet, Parse, Quote, Sighting, Withdrawal

_Part: TypeAlias = BaseModel | msgspec.Struct

_REMEMBERED: Final = 4096  # names
_encoded: Final = msgspec.json.Encoder().encode


def outlet(event: ArticleParsed) -> Outlet:
    return Outlet(event.outlet, event.fetched_at)


def parse(event: ArticleParsed) -> Parse:
    return Parse(
        article_id=event.article_id,
        revision=event.revision,
        first_seen_at=event.fetched_at,
        fetched_at=event.fetched_at,
        engine_sequence=event.engine.sequence,
        engine_version=event.engine.version,
        parse_fetched_at=event.fetched_at,
        url=event.url,
        outlet=event.outlet,
        title=event.title,
        authors=event.authors,
        published_at=event.published_at,
        language=event.language,
        text=event.text,
        truncated=event.truncated,
        fingerprint=event.fingerprint,
        extractor=event.extractor.name,
        extractor_version=event.extractor.version,
        quote_count=event.quote_count,
        claim_count=event.claim_count,
    )


def sighting(event: ArticleParsed | ArticleChecked) -> Sighting:
    return Sighting(event.article_id, event.revision, event.fetched_at, event.fetched_at)


def withdrawal(event: ArticleWithdrawn) -> Withdrawal:
    return Withdrawal(event.article_id, event.fetched_at)


def erasure(event: ArticleWithdrawn) -> Erasure:
    return Erasure(event.article_id, event.fetched_at)


def rejection(event: ArticleRejected) -> Outcome:
    times = event.fetched_at, event.fetched_at
    return Outcome(event.article_id, "rejected", event.reason, *times, event.url, event.detail)


def loss(event: ArticleWithdrawn) -> Outcome:
    times = event.fetched_at, event.fetched_at
    return Outcome(event.article_id, "withdrawn", event.reason, *times, url=None, detail=None)


def quote(event: QuoteExtracted | StatedQuote) -> Quote:
    article, engine = event.article, event.engine
    said = event.said if isinstance(event, StatedQuote) else event
    speaker = _voice(said.speaker)
    return Quote(
        article_id=said.article_id,
        id=said.id,
        revision=article.revision,
        engine_sequence=engine.sequence,
        engine_version=engine.version,
        fetched_at=article.fetched_at,
        type=said.type,
        partial=said.partial,
        medium=said.medium,
        text=said.text,
        spans=_pairs(said.spans),
        prefix=said.prefix,
        suffix=said.suffix,
        speaker_name=speaker.name,
        speaker_is_person=speaker.is_person,
        speaker_role=speaker.role,
        speaker_kind=speaker.kind,
        speaker_resolution=speaker.resolution,
        speaker=_json(said.speaker),
        cue=_json(said.cue),
        frame=_json(said.frame),
        addressee=_json(said.addressee),
        speech_act=said.speech_act,
        nested_in=said.nested_in,
        rule=said.rule,
        confidence=said.confidence,
    )


def claim(event: ClaimExtracted | StatedClaim) -> Claim:
    article, engine = event.article, event.engine
    said = event.said if isinstance(event, StatedClaim) else event
    claimed_at = article.published_at or article.fetched_at
    claimant = _voice(said.claimant)
    counted = [counted_in(quantity) for quantity in said.quantities]
    return Claim(
        article_id=said.article_id,
        id=said.id,
        revision=article.revision,
        engine_sequence=engine.sequence,
        engine_version=engine.version,
        fetched_at=article.fetched_at,
        quote_id=said.quote_id,
        text=said.text,
        spans=_pairs(said.spans),
        prefix=said.prefix,
        suffix=said.suffix,
        claimant_name=claimant.name,
        claimant_is_person=claimant.is_person,
        claimant_role=claimant.role,
        claimant_kind=claimant.kind,
        claimant_resolution=claimant.resolution,
        claimant=_json(said.claimant),
        attribution=said.attribution,
        polarity=said.polarity,
        certainty=said.certainty,
        mood=said.mood,
        hedges=_json_list(said.hedges),
        times=_json_list(said.times),
        places=_json_list(said.places),
        quantities=_json_list(said.quantities),
        about=said.about,
        signals=said.signals,
        rule=said.rule,
        confidence=said.confidence,
        predicate=said.predicate,
        setting=said.setting,
        claimed_at=claimed_at,
        matching=matching_keys(said, claimed_at),
        names=names_among(said.about),
        scene=names_among(said.setting),
        counted=tuple(one.key for one in counted),
        amounts=tuple(one.amount for one in counted),
        lows=tuple(one.low for one in counted),
        highs=tuple(one.high for one in counted),
    )


class Voice(NamedTuple):
    """What of a speaker has a column of its own."""

    name: str | None = None
    is_person: bool = False
    role: str | None = None
    kind: str | None = None
    resolution: str | None = None


_NOBODY: Final = Voice()


def voice_of(name: str | None, role: str | None, kind: str, resolution: str) -> Voice:
    found, is_full = _named(name)
    return Voice(found, is_full and kind == "person", role, kind, resolution)


def _voice(speaker: Speaker | ReadSpeaker | None) -> Voice:
    if speaker is None:
        return _NOBODY
    return voice_of(speaker.name, speaker.role, speaker.kind, speaker.resolution)


@lru_cache(_REMEMBERED)
def _named(name: str | None) -> tuple[str | None, bool]:
    found = column_name(name)
    return found, found is not None and is_full_name(found)


def _pairs(spans: Iterable[Span | ReadSpan]) -> tuple[list[int], ...]:
    return tuple([[span.start, span.end] for span in spans])


def _json(part: _Part | None) -> str | None:
    if part is None:
        return None
    return _encoded(part).decode() if isinstance(part, msgspec.Struct) else part.model_dump_json()


def _json_list(parts: Sequence[_Part]) -> str:
    return "[" + ",".join([_json(part) or "null" for part in parts]) + "]" if parts else "[]"
