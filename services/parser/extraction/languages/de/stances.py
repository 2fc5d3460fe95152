"""One claim: who vouches for a proposition, how surely, and with which numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Finding, Range
from services.parser.extraction.languages.de import hedges
from services.parser.extraction.languages.de.clauses import Clause
from services.parser.extraction.languages.de.concepts import about, places_in, predicate
from services.parser.extraction.languages.de.counts import counted
from services.parser.extraction.languages.de.denials import is_denied
from services.parser.extraction.languages.de.propositions import (
    Proposition,
)
from services.parser.extraction.languages.de.quantities import quantities_in
from services.parser.extraction.languages.de.signals import is_negated, signals_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.times import times_in
from services.parser.extraction.model import (
    Attribution,
    Certainty,
    Claim,
    Mention,
    Polarity,
    Speaker,
    Time,
)

_OWNED: Final = frozenset(
    [
        "angaben",
        "angabe",
        "aussage",
        "aussagen",
        "ansicht",
        "meinung",
        "auffassung",
        "überzeugung",
        "einschätzung",
        "darstellung",
        "worten",
        "informationen",
        "sicht",
        "augen",
        "schätzungen",
        "schätzung",
    ]
)


_VAGUE_SOURCES: Final = (
    "berichten",
    "angaben",
    "medienberichten",
    "medienangaben",
    "meldungen",
    "informationen",
    "presseberichten",
    "agenturmeldungen",
    "zeitungsberichten",
    "erkenntnissen",
    "gerüchten",
    "agenturberichten",
)


RUMOURS: Final = frozenset({"angeblich", "soll", "sollen", "mutmaßlich"})
_NOBODY: Final = frozenset(["es", "angaben"])
_COPULA: Final = frozenset(["ist", "war", "sei"])


class Context(NamedTuple):
    """Where a proposition comes from: a quote with its number, or the reporter's own words."""

    finding: Finding | None
    quote: int | None
    speaker: Speaker | None
    setting: tuple[str, ...] = ()
    is_denied: bool = False  # by a frame of its own: „es sei falsch, dass …“


def claim_of(document: Document, text: Tagged, proposition: Proposition, context: Context) -> Claim:
    ranges = tuple(proposition.ranges)
    weak = [i for first, end in ranges for i in hedges.hedges_in(text, first, end)]
    numbers = [q for first, end in ranges for q in quantities_in(text, first, end)]
    weak = [i for i in weak if not _is_plan(text, i, proposition.clause)]
    attribution = _attribution(text, proposition, context, weak)
    denied, negated = _is_denied(text, context), is_negated(text, proposition)
    head = predicate(text, proposition.clause)
    keys = about(text, proposition, head)
    quantities = counted(text, numbers, proposition, keys, head)
    mention = document.mention(ranges)
    return Claim(
        text=mention.text,
        spans=mention.spans,
        quote=context.quote,
        claimant=_claimant(document, text, context) if attribution == "attributed" else None,
        attribution=attribution,
        polarity=_polarity(proposition, is_negative=denied or negated),
        certainty=_certainty(text, proposition, context, weak),
        mood=hedges.mood_of(text, proposition.clause),
        hedges=tuple(document.mention(((i, i + 1),)) for i in weak),
        times=tuple(_time(document, time.place, time.value) for time in times_in(text, ranges)),
        places=_mentions(document, places_in(text, ranges)),
        quantities=quantities,
        about=keys,
        predicate=head,
        setting=context.setting,
        signals=signals_of(quantities, keys, is_denied=denied, is_negated=negated),
        rule=context.finding.rule if context.finding else "claims.author",
        confidence=context.finding.confidence if context.finding else "medium",
    )


def _mentions(document: Document, found: Sequence[Range]) -> tuple[Mention, ...]:
    return tuple(document.mention((part,)) for part in found)


def _time(document: Document, place: Range, value: str | None) -> Time:
    mention = document.mention((place,))
    return Time(mention.text, mention.spans, value)


def _is_plan(text: Tagged, index: int, clause: Clause) -> bool:
    """„soll 2030 beginnen“ withholds nothing."""
    if text.folded[index] not in ("soll", "sollen"):
        return False
    last = text.folded[clause.end - 1]
    return not (
        last in ("haben", "sein", "befinden", "handeln", "stammen", "liegen", "leben")
        or "angeblich" in text.folded[clause.first : clause.end]
    )


def _attribution(
    text: Tagged, proposition: Proposition, context: Context, weak: list[int]
) -> Attribution:
    finding = context.finding
    if finding is None:
        is_rumour = any(_is_rumour(text, i) for i in weak) or _is_talked_of(text, proposition)
        return "hearsay" if is_rumour else "author"
    if (
        finding.type == "free_indirect"
        or context.speaker is None
        or context.speaker.mention.lower() in _NOBODY
        or _is_vague(context.speaker, finding)
    ):
        return "hearsay"
    if any(text.folded[i] == "angeblich" for i in weak):
        return "hearsay"
    return "attributed"


def _is_rumour(text: Tagged, index: int) -> bool:
    return text.folded[index] in RUMOURS


def _is_talked_of(text: Tagged, proposition: Proposition) -> bool:
    """„Von bis zu 300 Toten ist die Rede.“"""
    said = [text.folded[index] for index in proposition.tokens()]
    return "rede" in said and said[said.index("rede") - 1] == "die" and bool(_COPULA & set(said))


def _is_vague(speaker: Speaker, finding: Finding) -> bool:
    """„Berichten zufolge“, „laut Medienberichten“: texts without an owner."""
    if finding.cue is None or finding.cue.category != "according_to":
        return False
    return speaker.mention.lower().split(" ")[
        -1
    ] in _VAGUE_SOURCES and not speaker.mention.lower().startswith(
        ("polizei", "offiziell", "behörden")
    )


def _polarity(proposition: Proposition, *, is_negative: bool) -> Polarity:
    if proposition.opener == "ob":
        return "underspecified"
    return "negative" if is_negative else "positive"


def _certainty(
    text: Tagged, proposition: Proposition, context: Context, weak: list[int]
) -> Certainty:
    if proposition.opener == "ob":
        return "underspecified"
    cue = context.finding.cue if context.finding is not None else None
    is_guess = cue is not None and cue.lemma in hedges.PROBABLE_CUES
    return hedges.certainty_of(text, weak, "probable" if is_guess else "certain")


def _is_denied(text: Tagged, context: Context) -> bool:
    return context.is_denied or is_denied(text, context.finding)


def _claimant(document: Document, text: Tagged, context: Context) -> Speaker | None:
    """„nach Angaben des Roten Kreuzes“: the one who vouches is the owner of the words."""
    speaker, finding = context.speaker, context.finding
    if speaker is None or finding is None or not finding.speaker:
        return speaker
    first, end = finding.speaker[0]
    start = _owner(text, first, end)
    named = _without_apposition(text, start, end)
    if (start, named) == (first, end):
        return speaker
    mention = document.mention(((start, named),))
    return speaker._replace(mention=mention.text, spans=mention.spans)


def _owner(text: Tagged, first: int, end: int) -> int:
    if text.folded[first] not in _OWNED or end - first < 2:
        return first
    return first + 2 if text.folded[first + 1] in ("von", "vom") else first + 1


def _without_apposition(text: Tagged, first: int, end: int) -> int:
    """„Jana Vogt, die Leiterin des Amtes“: the name is enough."""
    comma = next((i for i in range(first + 1, end) if text.words[i] == ","), end)
    is_apposed = comma + 1 < end and text.tags[comma - 1] == "NE" and text.tags[comma + 1] != "NE"
    return comma if is_apposed else end
