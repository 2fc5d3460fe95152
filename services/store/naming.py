"""The names in a batch, by which speakers are searched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

import msgspec

from .reading import ReadSpeaker, StatedClaim, StatedQuote
from .rows import Claim, Quote
from .translation import voice_of

Name: TypeAlias = tuple[str | None, str]  # the name, and the words that stand for it


class _Voice(msgspec.Struct, frozen=True):
    """What is read of a speaker in a row."""

    mention: str


_voice: Final = msgspec.json.Decoder(_Voice).decode


def names_in(rows: Iterable[Quote | Claim | StatedQuote | StatedClaim]) -> Sequence[Name]:
    """Each once; those without a speaker have none."""
    return list({name for row in rows if (name := _name(row)) is not None})


def _name(row: Quote | Claim | StatedQuote | StatedClaim) -> Name | None:
    if isinstance(row, StatedQuote):
        return _said_by(row.said.speaker)
    if isinstance(row, StatedClaim):
        return _said_by(row.said.claimant)
    if isinstance(row, Quote):
        return _stored(row.speaker_name, row.speaker)
    return _stored(row.claimant_name, row.claimant)


def _said_by(speaker: ReadSpeaker | None) -> Name | None:
    if speaker is None:
        return None
    voice = voice_of(speaker.name, speaker.role, speaker.kind, speaker.resolution)
    return voice.name, speaker.mention


def _stored(name: str | None, voice: str | None) -> Name | None:
    """`voice` is all that is said of a speaker, as JSON."""
    return None if voice is None else (name, _voice(voice).mention)
