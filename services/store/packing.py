"""Statements as rows for COPY, straight from what was read.

`translation` says what a row is; here are the same columns as bytes, in an order of their own, so
that what many rows share is packed once for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import msgspec

from .binary import (
    FALSE,
    NULL,
    UUID_LENGTH,
    boolean,
    float8s,
    int8s,
    jsonb,
    jsonb_length,
    length,
    pairs,
    row,
    text,
    texts,
    timestamp,
    uuid,
)
from .counted import counted_in
from .matching import matching_keys, names_among
from .reading import (
    ARTICLE_COLUMNS,
    ENGINE_COLUMNS,
    ReadClaim,
    ReadQuantity,
    ReadQuote,
    ReadSpeaker,
    StatedClaim,
    StatedQuote,
)
from .translation import voice_of

_REMEMBERED: Final = 4096  # voices, and words out of small sets

_SHARED: Final = (*ARTICLE_COLUMNS, *ENGINE_COLUMNS, "id")
QUOTE_COLUMNS: Final = (
    *_SHARED,
    "type",
    "partial",
    "medium",
    "speech_act",
    "rule",
    "confidence",
    "text",
    "spans",
    "prefix",
    "suffix",
    "speaker_name",
    "speaker_is_person",
    "speaker_role",
    "speaker_kind",
    "speaker_resolution",
    "speaker",
    "cue",
    "frame",
    "addressee",
    "nested_in",
)
CLAIM_COLUMNS: Final = (
    *_SHARED,
    "attribution",
    "polarity",
    "certainty",
    "mood",
    "rule",
    "confidence",
    "text",
    "spans",
    "prefix",
    "suffix",
    "claimant_name",
    "claimant_is_person",
    "claimant_role",
    "claimant_kind",
    "claimant_resolution",
    "claimant",
    "quote_id",
    "predicate",
    "claimed_at",
    "hedges",
    "times",
    "places",
    "quantities",
    "about",
    "names",
    "setting",
    "scene",
    "signals",
    "matching",
    "counted",
    "amounts",
    "lows",
    "highs",
)
_QUOTE_ROW: Final = row(len(QUOTE_COLUMNS))
_CLAIM_ROW: Final = row(len(CLAIM_COLUMNS))
_NOBODY: Final = NULL + FALSE + NULL + NULL + NULL + NULL
_EMPTY_LIST: Final = jsonb(b"[]")

_encoded: Final = msgspec.json.Encoder().encode


def packed_quote(quote: StatedQuote) -> bytes:
    said = quote.said
    return b"".join(
        (
            _QUOTE_ROW,
            quote.article.packed,
            quote.engine.packed,
            UUID_LENGTH,
            quote.key[16:],
            _kind(said.type, said.partial, said.medium),
            _words(said.speech_act, said.rule, said.confidence),
            *_wording(said),
            *_speaker(said.speaker),
            _json(said.cue),
            _json(said.frame),
            _json(said.addressee),
            uuid(said.nested_in),
        )
    )


def packed_claim(claim: StatedClaim) -> bytes:
    said, article = claim.said, claim.article
    at = article.published_at or article.fetched_at
    return b"".join(
        (
            _CLAIM_ROW,
            article.packed,
            claim.engine.packed,
            UUID_LENGTH,
            claim.key[16:],
            _words(said.attribution, said.polarity, said.certainty),
            _words(said.mood, said.rule, said.confidence),
            *_wording(said),
            *_speaker(said.claimant),
            uuid(said.quote_id),
            text(said.predicate),
            timestamp(at),
            *[_list(part) for part in (said.hedges, said.times, said.places, said.quantities)],
            _keys(said.about),
            _keys(said.setting),
            _texts(said.signals),
            int8s(matching_keys(said, at)),
            _counted(said.quantities) if said.quantities else _NOTHING_COUNTED,
        )
    )


@lru_cache(_REMEMBERED)
def _kind(kind: str, partial: bool, medium: tuple[str, ...]) -> bytes:  # noqa: FBT001 - a column
    return text(kind) + boolean(partial) + texts(medium)


@lru_cache(_REMEMBERED)
def _words(*words: str) -> bytes:
    return b"".join(map(text, words))


_texts: Final = lru_cache(_REMEMBERED)(texts)


@lru_cache(_REMEMBERED)
def _keys(keys: tuple[str, ...]) -> bytes:
    """Concept keys, and the names among them; those of the setting are one for an article."""
    return texts(keys) + texts(names_among(keys))


def _wording(said: ReadQuote | ReadClaim) -> tuple[bytes, ...]:
    words, prefix, suffix = said.text.encode(), said.prefix.encode(), said.suffix.encode()
    return (
        length(len(words)),
        words,
        pairs([(span.start, span.end) for span in said.spans]),
        length(len(prefix)),
        prefix,
        length(len(suffix)),
        suffix,
    )


def _speaker(speaker: ReadSpeaker | None) -> tuple[bytes, ...]:
    """The columns of a voice, and what the event says of it."""
    if speaker is None:
        return (_NOBODY,)
    encoded = _encoded(speaker)
    return (
        _voice(speaker.name, speaker.role, speaker.kind, speaker.resolution),
        jsonb_length(len(encoded) + 1, 1),
        encoded,
    )


@lru_cache(_REMEMBERED)
def _voice(name: str | None, role: str | None, kind: str, resolution: str) -> bytes:
    voice = voice_of(name, role, kind, resolution)
    return b"".join(
        (
            text(voice.name),
            boolean(voice.is_person),
            text(voice.role),
            text(voice.kind),
            text(voice.resolution),
        )
    )


def _json(part: msgspec.Struct | None) -> bytes:
    return NULL if part is None else jsonb(_encoded(part))


def _list(parts: tuple[msgspec.Struct, ...]) -> bytes:
    return jsonb(_encoded(parts)) if parts else _EMPTY_LIST


def _counted(quantities: Sequence[ReadQuantity]) -> bytes:
    counted = [counted_in(quantity) for quantity in quantities]
    return b"".join(
        (
            texts([one.key for one in counted]),
            float8s([one.amount for one in counted]),
            float8s([one.low for one in counted]),
            float8s([one.high for one in counted]),
        )
    )


_NOTHING_COUNTED: Final = _counted(())
