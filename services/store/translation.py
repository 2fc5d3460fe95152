"""Events as rows, each by itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from pydantic import BaseModel

from schemas import (
    ArticleChecked,
    ArticleParsed,
    ArticleRejected,
    ArticleWithdrawn,
    ClaimExtracted,
    QuoteExtracted,
    Speaker,
)

from .counted import counted_in
from .matching import matching_keys, names_among
from .names import column_name, is_full_name
from .rows import Claim, Erasure, Outcome, Outlet, Parse, Quote, Sighting, Withdrawal


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


def quote(event: QuoteExtracted) -> Quote:
    speaker = _voice(event.speaker)
    return Quote(
        article_id=event.article_id,
        id=event.id,
        revision=event.article.revision,
        engine_sequence=event.engine.sequence,
        engine_version=event.engine.version,
        fetched_at=event.article.fetched_at,
        type=event.type,
        partial=event.partial,
        medium=event.medium,
        text=event.text,
        spans=tuple([span.start, span.end] for span in event.spans),
        prefix=event.prefix,
        suffix=event.suffix,
        speaker_name=speaker.name,
        speaker_is_person=speaker.is_person,
        speaker_role=speaker.role,
        speaker_kind=speaker.kind,
        speaker_resolution=speaker.resolution,
        speaker=_json(event.speaker),
        cue=_json(event.cue),
        frame=_json(event.frame),
        addressee=_json(event.addressee),
        speech_act=event.speech_act,
        nested_in=event.nested_in,
        rule=event.rule,
        confidence=event.confidence,
    )


def claim(event: ClaimExtracted) -> Claim:
    claimant = _voice(event.claimant)
    counted = [counted_in(quantity) for quantity in event.quantities]
    return Claim(
        article_id=event.article_id,
        id=event.id,
        revision=event.article.revision,
        engine_sequence=event.engine.sequence,
        engine_version=event.engine.version,
        fetched_at=event.article.fetched_at,
        quote_id=event.quote_id,
        text=event.text,
        spans=tuple([span.start, span.end] for span in event.spans),
        prefix=event.prefix,
        suffix=event.suffix,
        claimant_name=claimant.name,
        claimant_is_person=claimant.is_person,
        claimant_role=claimant.role,
        claimant_kind=claimant.kind,
        claimant_resolution=claimant.resolution,
        claimant=_json(event.claimant),
        attribution=event.attribution,
        polarity=event.polarity,
        certainty=event.certainty,
        mood=event.mood,
        hedges=_json_list(event.hedges),
        times=_json_list(event.times),
        places=_json_list(event.places),
        quantities=_json_list(event.quantities),
        about=event.about,
        signals=event.signals,
        rule=event.rule,
        confidence=event.confidence,
        predicate=event.predicate,
        setting=event.setting,
        claimed_at=event.article.published_at or event.article.fetched_at,
        matching=matching_keys(event),
        names=names_among(event.about),
        scene=names_among(event.setting),
        counted=tuple(one.key for one in counted),
        amounts=tuple(one.amount for one in counted),
        lows=tuple(one.low for one in counted),
        highs=tuple(one.high for one in counted),
    )


class _Voice(NamedTuple):
    name: str | None = None
    is_person: bool = False
    role: str | None = None
    kind: str | None = None
    resolution: str | None = None


_NOBODY: Final = _Voice()


def _voice(speaker: Speaker | None) -> _Voice:
    """What of a speaker has a column of its own."""
    if speaker is None:
        return _NOBODY
    name = column_name(speaker.name)
    is_person = speaker.kind == "person" and name is not None and is_full_name(name)
    return _Voice(name, is_person, speaker.role, speaker.kind, speaker.resolution)


def _json(part: BaseModel | None) -> str | None:
    return None if part is None else part.model_dump_json()


def _json_list(parts: Iterable[BaseModel]) -> str:
    return "[" + ",".join(part.model_dump_json() for part in parts) + "]"
