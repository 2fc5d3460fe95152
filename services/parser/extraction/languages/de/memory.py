"""What is known while reading on: who was heard last, and where the last quote ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from services.parser.extraction.findings import Finding, Range, Ranges
from services.parser.extraction.languages.de.clauses import Analysis, Clause
from services.parser.extraction.languages.de.cues import CueSite
from services.parser.extraction.languages.de.kinds import is_voice, kind_of_noun
from services.parser.extraction.languages.de.phrases import phrase_end
from services.parser.extraction.languages.de.speakers import agent_of, speaker_of
from services.parser.extraction.languages.de.subjects import subject_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.things import is_thing
from services.parser.extraction.languages.de.verbs import verb_groups

_POINTING: Final = frozenset({"demnach", "danach", "es", "man"})
_WRITTEN_IN: Final = frozenset({"in", "im", "aus", "laut", "nach"})


class SentenceSite(NamedTuple):
    """A sentence as the rules see it: its clauses, and those of them that announce something."""

    text: Tagged
    analysis: Analysis
    sites: Sequence[CueSite]
    number: int

    @property
    def main_clauses(self) -> list[Clause]:
        return self.analysis.main_clauses


@dataclass(slots=True)
class Memory:
    """`last` is the last quote with a speaker, `unasked` what was read since without one."""

    found: list[Finding] = field(default_factory=list)
    last: Finding | None = None
    framed: Finding | None = None  # the last quote that words announced
    unasked: list[SentenceSite] = field(default_factory=list)
    heard: Ranges = ()
    last_sentence: int = -9
    previous: Range | None = None

    def is_near(self, sentence: SentenceSite) -> bool:
        """A quote stands in the sentence before."""
        return sentence.number - self.last_sentence <= 1

    @property
    def speaker(self) -> Ranges:
        """Whoever was heard last, quoted or not; looked for only when a sentence needs him."""
        while self.unasked:
            sentence = self.unasked.pop()
            heard = heard_in(sentence) or _acts_in(sentence)
            if heard:
                self.heard = heard
                self.unasked.clear()
        return self.heard

    def take(self, sentence: SentenceSite, mine: Sequence[Finding]) -> None:
        self.found += mine
        spoken = next((f for f in mine if _has_voice(sentence.text, f)), None)
        if spoken is not None:
            self.last = spoken
            self.framed = spoken if spoken.cue is not None else self.framed
            self.heard = spoken.speaker
            self.unasked.clear()
        elif not any(finding.rule == "adpositions.accordingly" for finding in mine):
            self.unasked.append(sentence)
        if mine or _reports(sentence):
            self.last_sentence = sentence.number
        self.previous = (sentence.analysis.first, sentence.analysis.end)


def _reports(sentence: SentenceSite) -> bool:
    """„Er gab den Banken die Schuld“ quotes nothing, and yet may be gone on with."""
    return any(
        site.clause.kind in ("v1", "v2") and "r" in site.entry.governs and speaker_of(site)
        for site in sentence.sites
    )


def _has_voice(text: Tagged, finding: Finding) -> bool:
    """„demnach“ and a relative „der“ point elsewhere; nobody goes on speaking by them."""
    is_fragment = finding.partial and finding.rule != "fragments.named_by_speaker"
    if not finding.speaker or is_fragment:
        return False
    first = finding.speaker[0][0]
    points = text.folded[first] in _POINTING or text.tags[first] in ("PRELS", "PWS")
    return not points


def heard_in(sentence: SentenceSite) -> Ranges:
    """Who spoke in a sentence that quotes nothing: „Sie nahm Stellung“, „im Bericht der NASA“."""
    for site in sentence.sites:
        if site.clause.kind in ("v1", "v2"):
            speaker = speaker_of(site)
            if speaker and not _is_nobody(sentence.text, speaker[0]):
                return speaker
    return _written(sentence)


def _is_nobody(text: Tagged, speaker: Range) -> bool:
    return is_thing(text, *speaker) or text.folded[speaker[0]] == "es"


def _written(sentence: SentenceSite) -> Ranges:
    """„In dem Bericht der Behörde wird deutlich, …“: what is written speaks as well."""
    text = sentence.text
    for clause in sentence.main_clauses[:1]:
        for index in clause.tokens():
            if text.folded[index] in _WRITTEN_IN and text.tags[index] in ("APPR", "APPRART"):
                end = phrase_end(text, index + 1, clause.end)
                if end is not None and _is_written(text, index + 1, end):
                    return ((index + 1, end),)
    return ()


def _is_written(text: Tagged, first: int, end: int) -> bool:
    if text.tags[first] == "PPOSAT":
        return False  # „Larson gab sich in seiner Erklärung optimistisch“: he speaks
    head = next((i for i in range(first, end) if text.tags[i] == "NN"), None)
    return head is not None and kind_of_noun(text, head) == "document"


def _acts_in(sentence: SentenceSite) -> Ranges:
    """„Die Polizei ermittelt“: whoever could speak, should the next sentence need somebody."""
    for clause in sentence.main_clauses[:1]:
        groups = verb_groups(sentence.text, clause)
        if groups and groups[-1].passive:
            agent = agent_of(sentence.text, clause)
            return (agent,) if agent is not None and is_voice(sentence.text, *agent) else ()
        subject = subject_of(sentence.text, clause)
        if subject is not None and is_voice(sentence.text, *subject):
            return (subject,)
    return ()
