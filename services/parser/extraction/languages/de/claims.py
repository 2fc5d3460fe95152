"""Claims: what is asserted, by whom, how surely, with which numbers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Finding, Range, Ranges
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.clauses import Analysis
from services.parser.extraction.languages.de.concepts import setting_of
from services.parser.extraction.languages.de.denials import is_denying_frame
from services.parser.extraction.languages.de.estimates import claimant_of, estimate_in
from services.parser.extraction.languages.de.lexicon import closed_class
from services.parser.extraction.languages.de.propositions import (
    Proposition,
    propositions_in,
    spoken_sentences,
)
from services.parser.extraction.languages.de.quantities import has_number, quantities_in
from services.parser.extraction.languages.de.segment import DEPENDENT
from services.parser.extraction.languages.de.stances import RUMOURS, Context, claim_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.verdicts import is_verdict
from services.parser.extraction.model import (
    Claim,
    Quote,
)

_RUMOURS: Final = RUMOURS | {"rede"}  # „von Betrug ist die Rede“
_PLACES: Final = frozenset(["wo", "wohin", "woher", "wonach", "woraufhin", "wobei"])
_FIRST_PERSONS: Final = frozenset(["ich", "wir"])
_MIGHT_HAVE: Final = frozenset(["hätte", "hätten", "wäre", "wären", "würde", "würden"])
_FEELINGS: Final = closed_class("feelings")
_ASKED: Final = words.COMPLEMENTISERS | {"ob", ""}
_MOST_HELD: Final = 24  # quotes in a quote; more is no text, and each would look at all of them
_OBLIGATION: Final = frozenset(
    ["müsse", "müssten", "müsste", "solle", "sollten", "sollte", "dürfe", "dürften"]
)


def claims_of(
    document: Document, text: Tagged, findings: Sequence[Finding], quotes: Sequence[Quote]
) -> tuple[Claim, ...]:
    found: list[Claim] = []
    setting = setting_of(text)
    for number, finding in enumerate(findings):
        if _carries_claims(finding):
            context = Context(finding, number, quotes[number].speaker, setting)
            found += _from_quote(document, text, _held(findings, number), context)
    found += _from_author(document, text, findings, Context(None, None, None, setting))
    unique: dict[tuple[object, ...], Claim] = {}
    for claim in found:
        unique.setdefault(claim.spans, claim)
    return tuple(sorted(unique.values(), key=lambda claim: (claim.spans[0], claim.spans)))


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
    following = findings[number + 1 : number + 1 + _MOST_HELD]
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
        claim_of(document, text, proposition, context._replace(is_denied=is_denied))
        for analysis, within in _analyses(text, finding, held)
        for proposition, is_denied in _with_denials(text, propositions_in(text, analysis, within))
        if _is_assertion(text, proposition, finding) and not is_verdict(text, proposition)
    ]


def _with_denials(
    text: Tagged, propositions: Sequence[Proposition]
) -> Iterator[tuple[Proposition, bool]]:
    """„Es sei falsch, dass …“ is left out, and denies what follows."""
    is_denied = False
    for proposition in propositions:
        if is_denying_frame(text, proposition):
            is_denied = True
            continue
        yield proposition, is_denied and proposition.opener in words.COMPLEMENTISERS
        is_denied = False


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
    first = max(0, bisect_right(text.document.sentence_starts, finding.first) - 1)
    behind = bisect_left(text.document.sentence_starts, finding.end, first)
    return [(analysis, within) for analysis in text.analyses[first:behind]]


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
    if _is_question(text, proposition):
        return False
    clause = proposition.clause
    if _asks(finding) and (clause.kind not in DEPENDENT or proposition.opener in _ASKED):
        return False
    if clause.finite is None:
        return clause.kind == "inf" or finding.type != "direct"
    if text.folded[clause.finite] in _OBLIGATION:
        return bool(quantities_in(text, proposition.ranges[0][0], last))
    if finding.type == "direct":
        return not (
            _is_commitment(text, proposition)
            or _is_request(proposition)
            or _is_of_oneself(text, proposition)
        )
    return True


def _is_question(text: Tagged, proposition: Proposition) -> bool:
    """„Wer war das?“; „was sie davon unterscheide“ says nothing either."""
    last = proposition.ranges[-1][1]
    if last < len(text.words) and text.words[last] == "?":
        return True
    return proposition.clause.kind == "w" and proposition.opener in words.WH_WORDS - _PLACES


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


def _is_of_oneself(text: Tagged, proposition: Proposition) -> bool:
    """„ich bin dankbar“, „ich hätte gehandelt“: how somebody feels, or what might have been."""
    said = {text.folded[index] for index in proposition.tokens()}
    return bool(said & _FIRST_PERSONS) and bool(said & (_FEELINGS | _MIGHT_HAVE))


def _is_request(proposition: Proposition) -> bool:
    """Verb first without a subject before it, in direct speech: a question or an imperative."""
    clause = proposition.clause
    first = proposition.ranges[0][0]
    return clause.kind == "v1" and not clause.coordinated and first == clause.finite


def _from_author(
    document: Document, text: Tagged, findings: Sequence[Finding], context: Context
) -> list[Claim]:
    covered = _covered(findings)
    found = []
    for sentence, analysis in zip(document.sentences, text.analyses, strict=True):
        if document.paragraphs[sentence.paragraph].is_heading:
            continue
        if not _may_hold_worth(text, analysis):
            continue
        within = _uncovered(analysis, covered)
        for proposition in propositions_in(text, analysis, within):
            if not _may_be_worth(text, proposition):
                continue
            claim = claim_of(document, text, proposition, context)
            if _is_worth(proposition, claim):
                found.append(_said_by_somebody(document, text, proposition, claim))
    return found


def _said_by_somebody(
    document: Document, text: Tagged, proposition: Proposition, claim: Claim
) -> Claim:
    """„Die Polizei sprach von 400 Toten“: the number is theirs, and the claim is the number."""
    estimate = estimate_in(text, proposition, claim)
    if estimate is None:
        return claim
    proposition.ranges = [estimate.content]
    context = Context(None, None, None, claim.setting)
    mention = document.mention((estimate.content,))
    return claim_of(document, text, proposition, context)._replace(
        text=mention.text,
        spans=mention.spans,
        claimant=claimant_of(document, text, estimate),
        attribution="attributed",
        certainty=estimate.certainty,
        rule="claims.estimate",
    )


def _covered(findings: Sequence[Finding]) -> set[int]:
    covered: set[int] = set()
    for finding in findings:
        if finding.type == "reported" or finding.partial:
            continue
        for first, end in (*finding.content, *finding.frame):
            covered.update(range(first, end))
    return covered


def _uncovered(analysis: Analysis, covered: set[int]) -> Ranges:
    first, end = analysis.first, analysis.end
    uncovered = [index for index in range(first, end) if index not in covered]
    if len(uncovered) == end - first:
        return ((first, end),) if end - first > 2 else ()
    ranges: list[Range] = []
    for index in uncovered:
        if ranges and ranges[-1][1] == index:
            ranges[-1] = (ranges[-1][0], index + 1)
        else:
            ranges.append((index, index + 1))
    return tuple(part for part in ranges if part[1] - part[0] > 2)


def _may_hold_worth(text: Tagged, analysis: Analysis) -> bool:
    """What no proposition of a sentence can be worth if no word of it is."""
    first, end = analysis.first, analysis.end
    return not _RUMOURS.isdisjoint(text.folded[first:end]) or has_number(text, first, end)


def _may_be_worth(text: Tagged, proposition: Proposition) -> bool:
    """Most are not: a reporter's sentence with no number in it and no rumour."""
    return any(
        _RUMOURS.intersection(text.folded[first:end]) or quantities_in(text, first, end)
        for first, end in proposition.ranges
    )


def _is_worth(proposition: Proposition, claim: Claim) -> bool:
    if proposition.clause.finite is None and len(claim.text) < 12:
        return False
    return bool(claim.quantities) or claim.attribution == "hearsay"
