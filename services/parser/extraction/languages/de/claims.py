"""Claims: what is asserted, by whom, how surely, with which numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final, NamedTuple

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Finding, Range, Ranges
from services.parser.extraction.languages.de import hedges, words
from services.parser.extraction.languages.de.clauses import Analysis, Clause
from services.parser.extraction.languages.de.concepts import about, places_in, times_in
from services.parser.extraction.languages.de.propositions import (
    Proposition,
    propositions_in,
    spoken_sentences,
)
from services.parser.extraction.languages.de.quantities import quantities_in
from services.parser.extraction.languages.de.segments import DEPENDENT
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.model import (
    Attribution,
    Certainty,
    Claim,
    Mention,
    Polarity,
    Quantity,
    Quote,
    Speaker,
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
_ASKED: Final = words.COMPLEMENTISERS | {"ob", ""}
_OBLIGATION: Final = frozenset(
    ["müsse", "müssten", "müsste", "solle", "sollten", "sollte", "dürfe", "dürften"]
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


class Context(NamedTuple):
    """Where a proposition comes from: a quote with its number, or the reporter's own words."""

    finding: Finding | None
    quote: int | None
    speaker: Speaker | None


def claims_of(
    document: Document, text: Tagged, findings: Sequence[Finding], quotes: Sequence[Quote]
) -> tuple[Claim, ...]:
    found: list[Claim] = []
    for number, finding in enumerate(findings):
        if _carries_claims(finding):
            context = Context(finding, number, quotes[number].speaker)
            found += _from_quote(document, text, _held(findings, number), context)
    found += _from_author(document, text, findings)
    unique: dict[tuple[object, ...], Claim] = {}
    for claim in found:
        unique.setdefault(claim.spans, claim)
    return tuple(sorted(unique.values(), key=lambda claim: (claim.spans[0], claim.spans)))


# --- which quotes --------------------------------------------------------------------------------


def _carries_claims(finding: Finding) -> bool:
    if finding.partial or finding.type == "reported":
        return False
    if finding.rule == "indirect.infinitive_clause":
        category = finding.cue.category if finding.cue is not None else "none"
        return category in ("say", "report", "deny", "confirm", "think")
    return True


def _asks(finding: Finding) -> bool:
    """What is demanded or asked is no claim, though a clause that hangs on it may be one."""
    return finding.cue is not None and finding.cue.category in ("demand", "ask")


def _held(findings: Sequence[Finding], number: int) -> list[Finding]:
    """The findings inside one: they are sorted, so they follow it."""
    outer = findings[number]
    following = (findings[place] for place in range(number + 1, len(findings)))
    return [
        inner
        for inner in takewhile(lambda f: f.first < outer.end, following)
        if not inner.partial and inner.type != "direct" and _holds(outer, inner)
    ]


def _from_quote(
    document: Document, text: Tagged, held: Sequence[Finding], context: Context
) -> list[Claim]:
    finding = context.finding
    assert finding is not None
    return [
        _claim(document, text, proposition, context)
        for analysis, within in _analyses(text, finding, held)
        for proposition in propositions_in(text, analysis, within)
        if _is_assertion(text, proposition, finding)
    ]


def _analyses(
    text: Tagged, finding: Finding, held: Sequence[Finding]
) -> list[tuple[Analysis, Ranges]]:
    if finding.type == "direct":
        return [
            (analysis, ((analysis.first, analysis.end),))
            for part in finding.content
            for analysis in spoken_sentences(text, part)
        ]
    within = _without(finding, held)
    first = max(0, bisect_right(text.analyses, finding.first, key=lambda a: a.first) - 1)
    nearby = (text.analyses[place] for place in range(first, len(text.analyses)))
    return [(analysis, within) for analysis in takewhile(lambda a: a.first < finding.end, nearby)]


def _without(finding: Finding, held: Sequence[Finding]) -> Ranges:
    """What is left of a quote when those it holds are taken out."""
    ranges = list(finding.content)
    for inner in held:
        for hole in inner.content:
            ranges = [piece for part in ranges for piece in _cut(part, hole)]
    return tuple(part for part in ranges if part[1] - part[0] > 1)


def _holds(outer: Finding, inner: Finding) -> bool:
    if (outer.first, outer.end) == (inner.first, inner.end):
        return False
    return any(first <= inner.first and inner.end <= end for first, end in outer.content)


def _cut(part: Range, hole: Range) -> list[Range]:
    if hole[0] >= part[1] or hole[1] <= part[0]:
        return [part]
    return [piece for piece in ((part[0], hole[0]), (hole[1], part[1])) if piece[1] > piece[0]]


def _is_assertion(text: Tagged, proposition: Proposition, finding: Finding) -> bool:
    last = proposition.ranges[-1][1]
    if last < len(text.words) and text.words[last] == "?":
        return False
    clause = proposition.clause
    if _asks(finding) and (clause.kind not in DEPENDENT or proposition.opener in _ASKED):
        return False
    if clause.finite is None:
        return clause.kind == "inf" or finding.type != "direct"
    if text.folded[clause.finite] in _OBLIGATION:
        return bool(quantities_in(text, proposition.ranges[0][0], last))
    if finding.type == "direct":
        return not _is_commitment(text, proposition) and not _is_request(proposition)
    return True


def _is_commitment(text: Tagged, proposition: Proposition) -> bool:
    """„Wir werden klagen“, „ich will bleiben“: what the speaker promises to do."""
    finite = proposition.clause.finite
    return (
        finite is not None
        and text.folded[finite]
        in ("werden", "werde", "wollen", "will", "möchten", "möchte", "müssen", "sollten")
        and any(
            text.folded[i] in ("wir", "ich")
            for i in (finite - 1, finite + 1)
            if 0 <= i < len(text.words)
        )
    )


def _is_request(proposition: Proposition) -> bool:
    """Verb first without a subject before it, in direct speech: a question or an imperative."""
    clause = proposition.clause
    first = proposition.ranges[0][0]
    return clause.kind == "v1" and not clause.coordinated and first == clause.finite


# --- the reporter's own words --------------------------------------------------------------------


def _from_author(document: Document, text: Tagged, findings: Sequence[Finding]) -> list[Claim]:
    covered = _covered(findings)
    found = []
    for sentence, analysis in zip(document.sentences, text.analyses, strict=True):
        if document.paragraphs[sentence.paragraph].is_heading:
            continue
        within = _uncovered(analysis, covered)
        for proposition in propositions_in(text, analysis, within):
            context = Context(None, None, None)
            claim = _claim(document, text, proposition, context)
            if _is_worth(proposition, claim):
                found.append(claim)
    return found


def _covered(findings: Sequence[Finding]) -> set[int]:
    covered: set[int] = set()
    for finding in findings:
        if finding.type == "reported" or finding.partial:
            continue
        for first, end in (*finding.content, *finding.frame):
            covered.update(range(first, end))
    return covered


def _uncovered(analysis: Analysis, covered: set[int]) -> Ranges:
    ranges: list[Range] = []
    for index in range(analysis.first, analysis.end):
        if index in covered:
            continue
        if ranges and ranges[-1][1] == index:
            ranges[-1] = (ranges[-1][0], index + 1)
        else:
            ranges.append((index, index + 1))
    return tuple(part for part in ranges if part[1] - part[0] > 2)


def _is_worth(proposition: Proposition, claim: Claim) -> bool:
    if proposition.clause.finite is None and len(claim.text) < 12:
        return False
    return bool(claim.quantities) or claim.attribution == "hearsay"


# --- one claim -----------------------------------------------------------------------------------


def _claim(document: Document, text: Tagged, proposition: Proposition, context: Context) -> Claim:
    ranges = tuple(proposition.ranges)
    weak = [i for first, end in ranges for i in hedges.hedges_in(text, first, end)]
    counted = [q for first, end in ranges for q in quantities_in(text, first, end)]
    weak = [i for i in weak if not _is_plan(text, i, proposition.clause)]
    attribution = _attribution(text, context, weak)
    polarity, certainty = _stance(text, proposition, context, weak)
    mention = document.mention(ranges)
    return Claim(
        text=mention.text,
        spans=mention.spans,
        quote=context.quote,
        claimant=_claimant(document, text, context) if attribution == "attributed" else None,
        attribution=attribution,
        polarity=polarity,
        certainty=certainty,
        mood=hedges.mood_of(text, proposition.clause),
        hedges=tuple(document.mention(((i, i + 1),)) for i in weak),
        times=_mentions(document, times_in(text, ranges)),
        places=_mentions(document, places_in(text, ranges)),
        quantities=tuple(counted),
        about=about(text, proposition.tokens(), proposition.clause),
        signals=_signals(text, ranges, counted, polarity),
        rule=context.finding.rule if context.finding else "claims.author",
        confidence=context.finding.confidence if context.finding else "medium",
    )


def _mentions(document: Document, found: Sequence[Range]) -> tuple[Mention, ...]:
    return tuple(document.mention((part,)) for part in found)


def _is_plan(text: Tagged, index: int, clause: Clause) -> bool:
    """„soll 2030 beginnen“ withholds nothing."""
    if text.folded[index] not in ("soll", "sollen"):
        return False
    last = text.folded[clause.end - 1]
    return not (
        last in ("haben", "sein", "befinden", "handeln", "stammen", "liegen", "leben")
        or "angeblich" in text.folded[clause.first : clause.end]
    )


def _attribution(text: Tagged, context: Context, weak: list[int]) -> Attribution:
    finding = context.finding
    if finding is None:
        return "hearsay" if any(_is_rumour(text, i) for i in weak) else "author"
    if (
        finding.type == "free_indirect"
        or context.speaker is None
        or _is_vague(context.speaker, finding)
    ):
        return "hearsay"
    if any(text.folded[i] == "angeblich" for i in weak):
        return "hearsay"
    return "attributed"


def _is_rumour(text: Tagged, index: int) -> bool:
    return text.folded[index] in ("angeblich", "soll", "sollen", "mutmaßlich")


def _is_vague(speaker: Speaker, finding: Finding) -> bool:
    """„Berichten zufolge“, „laut Medienberichten“: texts without an owner."""
    if finding.cue is None or finding.cue.category != "according_to":
        return False
    return speaker.mention.lower().split(" ")[
        -1
    ] in _VAGUE_SOURCES and not speaker.mention.lower().startswith(
        ("polizei", "offiziell", "behörden")
    )


def _stance(
    text: Tagged, proposition: Proposition, context: Context, weak: list[int]
) -> tuple[Polarity, Certainty]:
    cue = context.finding.cue if context.finding is not None else None
    if proposition.opener == "ob":
        return "underspecified", "underspecified"
    denied = cue is not None and cue.category == "deny"
    negated = is_negated(text, proposition)
    polarity: Polarity = "negative" if denied or negated else "positive"
    base: Certainty = (
        "probable" if cue is not None and cue.lemma in hedges.PROBABLE_CUES else "certain"
    )
    return polarity, hedges.certainty_of(text, weak, base)


def is_negated(text: Tagged, proposition: Proposition) -> bool:
    """A negation in the clause itself, not in what depends on it; „nicht nur“ is none."""
    own = set(proposition.clause.tokens())
    return any(
        index in own
        and text.folded[index] in words.NEGATIONS
        and text.folded[min(index + 1, len(text.folded) - 1)] not in ("nur", "zuletzt", "allein")
        for index in proposition.tokens()
    )


def _claimant(document: Document, text: Tagged, context: Context) -> Speaker | None:
    """„nach Angaben des Roten Kreuzes“: the one who vouches is the owner of the words."""
    speaker, finding = context.speaker, context.finding
    if speaker is None or finding is None or not finding.speaker or finding.cue is None:
        return speaker
    first, end = finding.speaker[0]
    if (
        finding.cue.category != "according_to"
        or text.folded[first] not in _OWNED
        or end - first < 2
    ):
        return speaker
    start = first + 1
    if text.folded[start] in ("von", "vom"):
        start += 1
    mention = document.mention(((start, end),))
    return replace(speaker, mention=mention.text, spans=mention.spans)


def _signals(
    text: Tagged, ranges: Ranges, counted: Sequence[Quantity], polarity: Polarity
) -> tuple[str, ...]:
    named = any(text.tags[i] == "NE" for first, end in ranges for i in range(first, end))
    found = (
        ("quantity", bool(counted)),
        ("named_actor", named),
        ("denial", polarity == "negative"),
    )
    return tuple(name for name, there in found if there)
