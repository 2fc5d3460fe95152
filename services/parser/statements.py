"""What the engine found → the fields of events, as the contract's models write them.

Plain values, as they are ours and need no validation: that took half of the time, and a test
compares every byte with what the models make of the same findings.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, TypeAlias

import schemas

from .dating import dated
from .extraction import ENGINE, model

CONTEXT: Final = 32  # code points of prefix and suffix

Fields: TypeAlias = dict[str, object]


def quote_fields(quote: model.Quote, text: str, nested_in: str | None) -> Fields:
    """All but those that every statement of an article begins with."""
    return {
        **_place(quote.text, quote.spans, text),
        "rule": quote.rule,
        "confidence": quote.confidence,
        "type": quote.type,
        "partial": quote.partial,
        "medium": quote.medium,
        "speaker": _speaker(quote.speaker),
        "cue": _cue(quote.cue),
        "frame": _mention(quote.frame),
        "addressee": _mention(quote.addressee),
        "speech_act": quote.speech_act,
        "nested_in": nested_in,
    }


def claim_fields(claim: model.Claim, text: str, quote_id: str | None, said_on: date) -> Fields:
    return {
        **_place(claim.text, claim.spans, text),
        "rule": claim.rule,
        "confidence": claim.confidence,
        "quote_id": quote_id,
        "claimant": _speaker(claim.claimant),
        "attribution": claim.attribution,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "mood": claim.mood,
        "hedges": [_mention(hedge) for hedge in claim.hedges],
        "times": [_time(time, said_on) for time in claim.times],
        "places": [_mention(place) for place in claim.places],
        "quantities": [_quantity(quantity) for quantity in claim.quantities],
        "about": claim.about,
        "predicate": claim.predicate,
        "setting": claim.setting,
        "signals": claim.signals,
    }


def engine() -> schemas.Engine:
    return schemas.Engine(version=ENGINE.version, sequence=ENGINE.sequence)


def _place(words: str, spans: model.Spans, text: str) -> Fields:
    start, end = spans[0].start, spans[-1].end
    return {
        "text": words,
        "spans": _spans(spans),
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }


def _spans(spans: Iterable[model.Span]) -> list[Fields]:
    return [{"start": start, "end": end} for start, end in spans]


def _mention(mention: model.Mention | None) -> Fields | None:
    if mention is None:
        return None
    return {"text": mention.text, "spans": _spans(mention.spans)}


def _time(time: model.Time, said_on: date) -> Fields:
    return {
        "text": time.text,
        "spans": _spans(time.spans),
        "value": dated(time.value, said_on),
    }


def _speaker(speaker: model.Speaker | None) -> Fields | None:
    if speaker is None:
        return None
    return {
        "mention": speaker.mention,
        "spans": _spans(speaker.spans),
        "name": speaker.name,
        "role": speaker.role,
        "affiliation": speaker.affiliation,
        "kind": speaker.kind,
        "resolution": speaker.resolution,
    }


def _cue(cue: model.Cue | None) -> Fields | None:
    if cue is None:
        return None
    return {
        "text": cue.text,
        "lemma": cue.lemma,
        "spans": _spans(cue.spans),
        "category": cue.category,
    }


def _quantity(quantity: model.Quantity) -> Fields:
    return {
        "surface": quantity.surface,
        "spans": _spans(quantity.spans),
        "value": _number(quantity.value),
        "min": _number(quantity.min),
        "max": _number(quantity.max),
        "unit": quantity.unit,
        "comparator": quantity.comparator,
        "counts": quantity.counts,
    }


def _number(value: float | None) -> float | None:
    """The contract's numbers are floats, and „40“ is read as a whole one."""
    return None if value is None else float(value)
