"""German findings: one pass over the sentences, the rules of every stage in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Final, TypeAlias

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Finding, Ranges, Reading
from services.parser.extraction.languages.de import (
    adpositions,
    free,
    headlines,
    indirect,
    interviews,
    nouns,
    reported,
    unlisted,
)
from services.parser.extraction.languages.de.acts import act_of
from services.parser.extraction.languages.de.adpositions import adposition_sites
from services.parser.extraction.languages.de.interviews import Turns
from services.parser.extraction.languages.de.judge import judge
from services.parser.extraction.languages.de.marked import answers_in
from services.parser.extraction.languages.de.media import medium_of
from services.parser.extraction.languages.de.memory import Memory, SentenceSite
from services.parser.extraction.languages.de.repetitions import Sentences
from services.parser.extraction.languages.de.speeches import joined as joined_speeches
from services.parser.extraction.languages.de.spoken import directs_in
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.unlisted import unlisted_sites
from services.parser.extraction.languages.de.utterances import utterances_in
from services.parser.extraction.rule import first_answer

_IMPERSONAL: Final = frozenset({"heißen", "lauten", "stehen"})
_MOST: Final = 24  # frames of a sentence; more is no text, and each would look at all the others
Settle: TypeAlias = Callable[[SentenceSite, Memory, list[Finding]], list[Finding]]
_UNFRAMED: Final = frozenset({"free_indirect", "indirect_free_indirect"})


def read(document: Document) -> Reading:
    return reading_of(document, judge().settled)


def reading_of(document: Document, settle: Settle) -> Reading:
    text = Tagged(document)
    told = [
        finding.told(act_of(text, finding), medium_of(text, finding))
        for finding in findings_of(text, settle)
    ]
    return Reading(tuple(sorted(told, key=lambda f: (f.first, -f.end))), text)


def findings_of(text: Tagged, settle: Settle) -> list[Finding]:
    """`settle` decides which of the rules' findings, and what else of a sentence, are quotes."""
    text.utterances = utterances_in(text)
    memory = Memory()
    turns = Turns(text.document, text)
    sentences = Sentences(text)
    for number in range(len(text.document.sentences)):
        sentence = sentences.site(number)
        text.analyses.append(sentence.analysis)
        if is_silent(sentence) and is_verbless(sentence) and not turns.covers(sentence):
            memory.take(sentence, [])
            continue
        if turns.covers(sentence):
            memory.take(sentence, sound(_answers(sentence, turns)))
            continue
        settled = settle(sentence, memory, sound(findings_in(sentence, memory)))
        memory.take(sentence, joined(sentence, memory, sound(settled)))
    return joined_speeches(text, memory.found)


def _answers(sentence: SentenceSite, turns: Turns) -> list[Finding]:
    """Inside an answer of an interview only what the speaker retells."""
    own = [
        finding
        for spoken in turns.spoken_in(sentence)
        for finding in interviews.retold(spoken.text, findings_in(spoken, Memory()))
    ]
    return [*turns.opened_in(sentence), *own]


def sound(found: Iterable[Finding]) -> list[Finding]:
    """Without empty stretches: a frame may take all of a sentence (a bare „wonach“)."""
    cleaned = [finding if _is_filled(finding) else _cleaned(finding) for finding in found]
    return [finding for finding in cleaned if finding.content]


def _is_filled(finding: Finding) -> bool:
    for ranges in (finding.content, finding.speaker, finding.frame):
        for first, end in ranges:
            if end <= first:
                return False
    return True


def _cleaned(finding: Finding) -> Finding:
    content, speaker, frame = finding.content, finding.speaker, finding.frame
    return finding._replace(
        content=_filled(content), speaker=_filled(speaker), frame=_filled(frame)
    )


def _filled(ranges: Ranges) -> Ranges:
    return tuple(part for part in ranges if part[1] > part[0])


def is_silent(sentence: SentenceSite) -> bool:
    """Nothing that a rule looks for: no cue, mark, source, colon or mood, no clause of a noun.

    So it is with nearly every second sentence of a news text.
    """
    text, analysis = sentence.text, sentence.analysis
    if sentence.sites or not _AWAITED.isdisjoint([s.kind for s in analysis.segments]):
        return False
    if not _SAYING.isdisjoint(text.folded[analysis.first : analysis.end]):
        return False
    return not (
        any(c.finite is not None and text.is_konjunktiv(c.finite) for c in analysis.clauses)
        or text.document.has_marks(analysis.first, analysis.end)
    )


def is_verbless(sentence: SentenceSite) -> bool:
    """The judge looks at every verb."""
    return all(clause.group is None for clause in sentence.analysis.clauses)


_AWAITED: Final = frozenset({"sub", "inf", "w", "so", "quote"})
_SAYING: Final = adpositions.SOURCE_WORDS | {":", "soll", "sollen"}


def findings_in(sentence: SentenceSite, memory: Memory) -> list[Finding]:
    if is_silent(sentence):
        return []
    found = directs_in(sentence, memory)
    if not found and _is_reported_report(sentence, memory):
        found = _free(sentence, memory)
        return found + answers_in(sentence, found, memory)
    found += _framed(sentence, memory)
    if not found:
        found += _headline(sentence) or _free(sentence, memory)
    cued = _cue_tokens(found)
    found += answers_in(sentence, found, memory)
    if not any(finding.type == "indirect_free_indirect" for finding in found):
        found += _reported(sentence, found, cued)
    return found


def _headline(sentence: SentenceSite) -> list[Finding]:
    answered = first_answer(headlines.RULES, sentence)
    return [] if answered is None else [answered[1]]


def _cue_tokens(found: Iterable[Finding]) -> set[int]:
    return {index for f in found if f.cue is not None for index in f.cue.tokens}


def _is_reported_report(sentence: SentenceSite, memory: Memory) -> bool:
    """Er gehe davon aus, dass …: the frame itself belongs to the speaker before.

    Unless somebody else vouches: „Das lohne sich nach Meinung der Stadt.“
    """
    clauses = sentence.main_clauses
    if not sentence.sites or not clauses or not memory.is_near(sentence):
        return False
    finite = clauses[0].finite
    announces = clauses[0] is sentence.sites[0].clause
    if finite is None or not announces or not sentence.text.is_konjunktiv1(finite):
        return False
    return not any(
        site.clause is clauses[0] and first_answer(adpositions.RULES, site) is not None
        for site in adposition_sites(sentence.text, sentence.analysis)
    )


def _framed(sentence: SentenceSite, memory: Memory) -> list[Finding]:
    text, analysis = sentence.text, sentence.analysis
    answers = [first_answer(indirect.RULES, site) for site in sentence.sites]
    found = [answer[1] for answer in answers if answer is not None and _is_told(text, answer[1])]
    found = [_with_heard(finding, sentence, memory) for finding in found]
    cued = _cue_tokens(found)
    for noun in nouns.noun_sites(text, analysis):
        finding = nouns.noun_with_clause(noun)
        if finding is not None and not _same_content(finding, found):
            found.append(finding)
    for unknown in unlisted_sites(text, analysis, _cue_tokens(found)):
        finding = unlisted.konjunktiv_clause(unknown)
        if finding is not None and not _same_content(finding, found):
            found.append(finding)
    if not adpositions.SOURCE_WORDS.isdisjoint(text.folded[analysis.first : analysis.end]):
        answered = (first_answer(adpositions.RULES, s) for s in adposition_sites(text, analysis))
        found += (answer[1] for answer in islice(filter(None, answered), _MOST))
    return found + _pointing_back(sentence, memory, cued)


def _with_heard(finding: Finding, sentence: SentenceSite, memory: Memory) -> Finding:
    """„…, heißt es weiter“ names nobody: whoever was heard just before."""
    if finding.speaker or finding.cue is None or not memory.is_near(sentence):
        return finding
    if finding.cue.lemma not in _IMPERSONAL:
        return finding
    return finding._replace(speaker=memory.speaker, continued=True)


def _is_told(text: Tagged, finding: Finding) -> bool:
    """„Ich glaube, dass …“ in an answer is no report, and „Niemand erwartet, …“ nobody's words."""
    first = finding.speaker[0][0] if finding.speaker else None
    return first is None or text.folded[first] not in ("ich", "niemand")


def _same_content(finding: Finding, found: Iterable[Finding]) -> bool:
    return any(f.content[-1] == finding.content[-1] or f.first == finding.first for f in found)


def _pointing_back(sentence: SentenceSite, memory: Memory, cued: set[int]) -> list[Finding]:
    for site in sentence.sites[:2]:
        if not set(site.cue.tokens) & cued:
            finding = nouns.pointing_back(nouns.BackSite(site, memory.previous))
            if finding is not None:
                return [finding]
    return []


def _free(sentence: SentenceSite, memory: Memory) -> list[Finding]:
    """Free sentences that follow each other are one quote."""
    if not sentence.main_clauses:
        return []
    site = free.FreeSite(sentence, memory)
    answered = first_answer(free.RULES, site)
    if answered is None:
        return []
    return [answered[1]]


def joined(sentence: SentenceSite, memory: Memory, found: list[Finding]) -> list[Finding]:
    """Free sentences that follow each other are one quote."""
    whole = ((sentence.analysis.first, sentence.analysis.end),)
    mine = next((f for f in found if f.type in _UNFRAMED and f.content == whole), None)
    if mine is None:
        return found
    places = range(len(memory.found) - 1, -1, -1)
    last = next((place for place in places if not memory.found[place].partial), None)
    if last is None or memory.found[last].type != mine.type:
        return found
    if not memory.is_near(sentence):
        return found
    previous = memory.found.pop(last)
    content: Ranges = ((previous.first, mine.end),)
    return [f._replace(content=content) if f is mine else f for f in found]


def _reported(sentence: SentenceSite, found: Sequence[Finding], cued: set[int]) -> list[Finding]:
    """Speech acts whose cue no other rule used; part of a sentence only beside another quote."""
    answers = [
        reported.speech_act(site) for site in sentence.sites if not cued & set(site.cue.tokens)
    ]
    return [
        answer
        for answer in answers
        if answer is not None and (answer.cue is None or found) and not _overlaps(answer, found)
    ]


def _overlaps(answer: Finding, found: Sequence[Finding]) -> bool:
    return any(f.first < answer.end and answer.first < f.end and not f.partial for f in found)
