"""The columns of an export, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

Type: TypeAlias = Literal["text", "json", "time", "boolean", "integer"]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: Type = "text"


_TYPES: Final[tuple[Type, ...]] = get_args(Type)


def _columns(text: str) -> tuple[Column, ...]:
    """`name` or `name:type`, a blank between two. ValueError for a type that there is not."""
    named = (word.partition(":") for word in text.split())
    return tuple(Column(name, _TYPES[_TYPES.index(kind or "text")]) for name, _, kind in named)


_ARTICLE: Final = (
    "id article_id revision url link outlet title published_at:time last_seen_at:time language"
)
_ENGINE: Final = "rule confidence engine_version engine_sequence:integer"

QUOTES: Final = _columns(
    f"{_ARTICLE} type partial:boolean medium:json text prefix suffix spans:json speaker_name "
    "speaker_mention speaker_role speaker_affiliation speaker_kind speaker_resolution cue "
    f"addressee speech_act nested_in {_ENGINE}"
)
CLAIMS: Final = _columns(
    f"{_ARTICLE} quote_id text prefix suffix spans:json claimant_name claimant_mention "
    "claimant_role claimant_affiliation claimant_kind claimant_resolution attribution polarity "
    "certainty mood hedges:json times:json places:json quantities:json about:json signals:json "
    f"{_ENGINE}"
)


def columns_of(kind: str) -> tuple[Column, ...]:
    return QUOTES if kind == "quotes" else CLAIMS
