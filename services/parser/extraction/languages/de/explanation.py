"""Each rule's answer for each sentence: what `--explain` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de import (
    adpositions,
    direct,
    fragments,
    free,
    headlines,
    indirect,
    inner,
    interviews,
    nouns,
    reported,
    unlisted,
)
from services.parser.extraction.languages.de.grammar import (
    findings_in,
    joined,
    sound,
)
from services.parser.extraction.languages.de.judge import Note, Verdict, judge
from services.parser.extraction.languages.de.marked import fragments_in
from services.parser.extraction.languages.de.memory import Memory, SentenceSite
from services.parser.extraction.languages.de.repetitions import Sentences
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.utterances import utterances_in
from services.parser.extraction.model import Trial
from services.parser.extraction.rule import Rule

RULES: Final[tuple[Rule[Any, Finding], ...]] = (
    *direct.RULES,
    *indirect.RULES,
    *unlisted.RULES,
    *adpositions.RULES,
    *nouns.RULES,
    nouns.pointing_back,
    *fragments.RULES,
    *free.RULES,
    *headlines.RULES,
    *inner.RULES,
    *interviews.RULES,
    reported.speech_act,
)


def trials_in(document: Document) -> Iterator[Trial]:
    text = Tagged(document)
    text.utterances = utterances_in(text)
    memory = Memory()
    sentences = Sentences(text)
    for number in range(len(document.sentences)):
        sentence = sentences.site(number)
        yield from _trials(sentence, memory)
        told: list[Trial] = []
        settled = judge().settled(
            sentence, memory, sound(findings_in(sentence, memory)), _teller(sentence, told)
        )
        yield from told
        memory.take(sentence, joined(sentence, memory, sound(settled)))


def _teller(sentence: SentenceSite, told: list[Trial]) -> Note:
    def note(verdict: Verdict, taken: bool) -> None:  # noqa: FBT001 (as the judge tells it)
        told.append(_verdict(sentence, verdict, is_taken=taken))

    return note


def _verdict(sentence: SentenceSite, verdict: Verdict, *, is_taken: bool) -> Trial:
    """„dass … [yes, 93%: verb=sagen (+1.2), …]“: what the judge made of it, and why."""
    document, finding = sentence.text.document, verdict.candidate.finding
    where = document.span(sentence.analysis.first, sentence.analysis.end)
    reasons = ", ".join(judge().reasons(verdict)) or "of this rule it is not asked"
    words, name = document.mention(finding.content).text, finding.rule.partition(".")[2]
    if is_taken:
        return Trial(where, f"judge.{name}", "", f"{words} [yes, {verdict.share:.0%}: {reasons}]")
    told = f"no, {verdict.share:.0%} {finding.type}: {reasons}: {words}"
    return Trial(where, f"judge.{name}", told, None)


def _trials(sentence: SentenceSite, memory: Memory) -> Iterator[Trial]:
    text, analysis, sites = sentence.text, sentence.analysis, sentence.sites
    quotes = [
        direct.MarkedQuote(text, analysis, number, sites)
        for number, segment in enumerate(analysis.segments)
        if segment.kind == "quote"
    ]
    back = [nouns.BackSite(site, memory.previous) for site in sites]
    cued = {token for site in sites for token in site.cue.tokens}
    framed = [found for site in sites for rule in indirect.RULES if (found := rule(site))]
    yield from _tried(sentence, direct.RULES, quotes)
    yield from _tried(sentence, indirect.RULES, sites)
    yield from _tried(sentence, unlisted.RULES, unlisted.unlisted_sites(text, analysis, cued))
    yield from _tried(sentence, nouns.RULES, nouns.noun_sites(text, analysis))
    yield from _tried(sentence, (nouns.pointing_back,), back)
    yield from _tried(sentence, adpositions.RULES, adpositions.adposition_sites(text, analysis))
    yield from _tried(sentence, fragments.RULES, fragments_in(sentence, framed))
    yield from _tried(sentence, free.RULES, [free.FreeSite(sentence, memory)])
    yield from _tried(sentence, headlines.RULES, [sentence])
    yield from _tried(sentence, (reported.speech_act,), sites)


def _tried(
    sentence: SentenceSite, rules: Iterable[Rule[Any, Finding]], subjects: Sequence[Any]
) -> Iterator[Trial]:
    document = sentence.text.document
    where = document.span(sentence.analysis.first, sentence.analysis.end)
    for subject in subjects:
        for rule in rules:
            found = rule(subject)
            answer = None if found is None else document.mention(found.content).text
            yield Trial(where, rule.name, rule.example, answer)
