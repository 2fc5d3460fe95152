"""German findings: one pass over the sentences, the rules of every stage in their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Finding, Range, Ranges, Reading
from services.parser.extraction.languages.de import (
    adpositions,
    direct,
    fragments,
    indirect,
    nouns,
    reported,
)
from services.parser.extraction.languages.de.adpositions import adposition_sites
from services.parser.extraction.languages.de.clauses import Analysis, analyse
from services.parser.extraction.languages.de.cues import CueSite, cue_sites
from services.parser.extraction.languages.de.free import (
    FreeSite,
    is_free_indirect,
    is_hearsay,
    main_clauses,
)
from services.parser.extraction.languages.de.people import is_voice
from services.parser.extraction.languages.de.phrases import is_thing, subject_of
from services.parser.extraction.languages.de.speakers import speaker_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.utterances import utterances_in
from services.parser.extraction.rule import Rule, first_answer
from services.parser.extraction.segmentation.sentences import Sentence

RULES: Final[tuple[Rule, ...]] = (  # type: ignore[type-arg]
    *direct.RULES,
    *indirect.RULES,
    *adpositions.RULES,
    *nouns.RULES,
    *fragments.RULES,
    reported.speech_act,
)


@dataclass(slots=True)
class Memory:
    """What is known while reading on: the last quote with a speaker, and where it ended."""

    found: list[Finding] = field(default_factory=list)
    last: Finding | None = None
    speaker: Ranges = ()  # whoever was heard last, quoted or not
    last_sentence: int = -9
    previous: Range | None = None


def read(document: Document) -> Reading:
    text = Tagged(document)
    text.utterances = utterances_in(text)
    memory = Memory()
    for number, sentence in enumerate(document.sentences):
        analysis = analyse(text, sentence.first, sentence.end)
        text.analyses.append(analysis)
        sites = cue_sites(text, analysis)
        mine = _in_sentence(text, analysis, sites, memory, number)
        memory.found += mine
        _remember(text, analysis, sites, memory, mine, number, sentence)
    return Reading(tuple(sorted(memory.found, key=lambda f: (f.first, -f.end))), text)


def _heard(text: Tagged, analysis: Analysis, sites: list[CueSite]) -> Ranges:
    """Who spoke in a sentence that quotes nothing: „Sie nahm Stellung“, „Die Polizei ermittelt“."""
    for site in sites:
        if site.clause.kind in ("v1", "v2"):
            speaker = speaker_of(site)
            if speaker and not is_thing(text, *speaker[0]):
                return speaker
    for clause in main_clauses(analysis)[:1]:
        subject = subject_of(text, clause)
        if subject is not None and is_voice(text, *subject):
            return (subject,)
    return ()


def _remember(
    text: Tagged,
    analysis: Analysis,
    sites: list[CueSite],
    memory: Memory,
    mine: list[Finding],
    number: int,
    sentence: Sentence,
) -> None:
    for finding in mine:
        if finding.speaker and not finding.partial:
            memory.last = finding
            memory.speaker = finding.speaker
            break
    else:
        heard = _heard(text, analysis, sites)
        if heard:
            memory.speaker = heard
    if mine:
        memory.last_sentence = number
    memory.previous = (sentence.first, sentence.end)


def _in_sentence(
    text: Tagged, analysis: Analysis, sites: list[CueSite], memory: Memory, number: int
) -> list[Finding]:
    found = _directs(text, analysis, sites, memory)
    framed = _framed(text, analysis, sites, memory)
    found += framed
    if not found:
        found += _free(text, analysis, memory, number)
    used = {id(site.clause) for site in sites if _is_used(site, found)}
    found += _fragments(text, analysis, sites, found)
    if not any(f.type == "indirect_free_indirect" for f in found):
        found += [
            answer
            for site in sites
            if id(site.clause) not in used
            and (answer := reported.speech_act(site)) is not None
            and not _overlaps(answer, found)
            and (answer.cue is None or found)  # a part of a sentence only beside another quote
        ]
    return found


def _is_used(site: CueSite, found: Sequence[Finding]) -> bool:
    return any(f.cue is not None and set(f.cue.tokens) & set(site.cue.tokens) for f in found)


def _overlaps(answer: Finding, found: Sequence[Finding]) -> bool:
    return any(f.first < answer.end and answer.first < f.end and not f.partial for f in found)


def _directs(
    text: Tagged, analysis: Analysis, sites: list[CueSite], memory: Memory
) -> list[Finding]:
    found: list[Finding] = []
    for number, segment in enumerate(analysis.segments):
        if segment.kind != "quote":
            continue
        quote = direct.MarkedQuote(text, analysis, number, sites)
        answered = first_answer(direct.RULES, quote)
        if answered is not None:
            found.append(answered[1])
        else:
            found.append(_continued(quote, found, memory))
    return _joined(analysis, found)


def _continued(quote: direct.MarkedQuote, found: list[Finding], memory: Memory) -> Finding:
    """No frame of its own: the speaker of the quote before."""
    last = found[-1] if found else memory.last
    if last is None:
        return Finding("direct", quote.content, "direct.unattributed", "low")
    near = bool(found) or (memory.previous is not None and last.end >= memory.previous[0])
    return Finding(
        "direct",
        quote.content,
        "direct.continued",
        "medium",
        last.cue if near else None,
        last.speaker,
        last.frame if near else (),
        continued=True,
    )


def _joined(analysis: Analysis, found: list[Finding]) -> list[Finding]:
    """„A“, sagte X, „B“: one quote in two pieces."""
    joined: list[Finding] = []
    for finding in found:
        last = joined[-1] if joined else None
        if last is not None and finding.continued and last.cue is not None and last.frame and (
            last.frame[0][0] >= last.end and finding.first - last.frame[-1][1] <= 2
        ):
            joined[-1] = replace(last, content=(*last.content, *finding.content))
        else:
            joined.append(finding)
    return joined


def _framed(
    text: Tagged, analysis: Analysis, sites: list[CueSite], memory: Memory
) -> list[Finding]:
    found: list[Finding] = []
    for site in sites:
        answered = first_answer(indirect.RULES, site)
        if answered is not None:
            found.append(answered[1])
    cued = {index for finding in found if finding.cue for index in finding.cue.tokens}
    for noun in nouns.noun_sites(text, analysis):
        finding = nouns.noun_with_clause(noun)
        if finding is not None and not _same_content(finding, found):
            found.append(finding)
    for place in adposition_sites(text, analysis):
        answered_ = first_answer(adpositions.RULES, place)
        if answered_ is not None:
            found.append(answered_[1])
    found += _pointing_back(text, analysis, sites, memory, cued)
    return found


def _same_content(finding: Finding, found: Iterable[Finding]) -> bool:
    return any(f.content[-1] == finding.content[-1] or f.first == finding.first for f in found)


def _pointing_back(
    text: Tagged, analysis: Analysis, sites: list[CueSite], memory: Memory, cued: set[int]
) -> list[Finding]:
    """Niemand wurde verletzt. Das teilte die Polizei mit."""
    for site in sites[:2]:
        if not set(site.cue.tokens) & cued:
            finding = nouns.pointing_back(site, memory.previous)
            if finding is not None:
                return [finding]
    return []


def _free(text: Tagged, analysis: Analysis, memory: Memory, number: int) -> list[Finding]:
    near = number - memory.last_sentence <= 1
    site = FreeSite(text, analysis, near)
    speaker = memory.speaker or (memory.last.speaker if memory.last is not None else ())
    content: Ranges = ((analysis.first, analysis.end),)
    if is_free_indirect(site):
        previous = memory.found[-1] if memory.found else None
        if previous is not None and near and previous.type == "indirect_free_indirect" and not previous.partial:
            memory.found.pop()
            content = ((previous.first, analysis.end),)
        return [
            Finding(
                "indirect_free_indirect", content, "free.konjunktiv", "medium", None, speaker, continued=True
            )
        ]
    if is_hearsay(site) and speaker:
        return [Finding("free_indirect", content, "free.hearsay", "low", None, speaker, continued=True)]
    return []


def _fragments(
    text: Tagged, analysis: Analysis, sites: list[CueSite], found: list[Finding]
) -> list[Finding]:
    answers: list[Finding] = []
    for index in range(analysis.first, analysis.end):
        quoted = text.document.quoted.get(index)
        if quoted is None or index in text.utterances or not quoted.closed or quoted.closing >= analysis.end:
            continue
        outer = _innermost(found, index)
        if outer is not None and outer.type == "direct":
            continue
        clause = fragments.clause_at(analysis.clauses, index)
        site = next((s for s in sites if s.clause is clause), None)
        answered = first_answer(fragments.RULES, fragments.Fragment(text, quoted, outer, site))
        if answered is not None:
            answers.append(answered[1])
    return answers


def _innermost(found: Iterable[Finding], index: int) -> Finding | None:
    """The smallest quote around a token; one with a speaker rather than one without."""
    around = [f for f in found if any(first <= index < end for first, end in f.content)]
    return min(around, key=lambda f: (not f.speaker, f.end - f.first), default=None)
