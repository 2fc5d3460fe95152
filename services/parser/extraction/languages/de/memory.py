"""What is known while reading on: who was heard last, and where the last quote ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from services.parser.extraction.findings import Finding, Range, Ranges
from services.parser.extraction.languages.de.clauses import Analysis, Clause
from services.parser.extraction.languages.de.cues import CueSite
from services.parser.extraction.languages.de.kinds import is_voice
from services.parser.extraction.languages.de.speakers import speaker_of
from services.parser.extraction.languages.de.subjects import is_thing, subject_of
from services.parser.extraction.languages.de.tagged import Tagged


class SentenceSite(NamedTuple):
    """A sentence as the rules see it: its clauses, and those of them that announce something."""

    text: Tagged
    analysis: Analysis
    sites: Sequence[CueSite]
    number: int

    @property
    def main_clauses(self) -> list[Clause]:
        return [clause for clause in self.analysis.clauses if clause.kind in ("v2", "v1")]


@dataclass(slots=True)
class Memory:
    """`speaker` is whoever was heard last, quoted or not; `last` the last quote with a speaker."""

    found: list[Finding] = field(default_factory=list)
    last: Finding | None = None
    speaker: Ranges = ()
    last_sentence: int = -9
    previous: Range | None = None

    def is_near(self, sentence: SentenceSite) -> bool:
        """A quote stands in the sentence before."""
        return sentence.number - self.last_sentence <= 1

    def take(self, sentence: SentenceSite, mine: Sequence[Finding]) -> None:
        self.found += mine
        spoken = next((finding for finding in mine if _has_voice(sentence.text, finding)), None)
        if spoken is not None:
            self.last, self.speaker = spoken, spoken.speaker
        else:
            self.speaker = heard_in(sentence) or self.speaker
        if mine:
            self.last_sentence = sentence.number
        self.previous = (sentence.analysis.first, sentence.analysis.end)


def _has_voice(text: Tagged, finding: Finding) -> bool:
    """„demnach“ and a relative „der“ point elsewhere; nobody goes on speaking by them."""
    if not finding.speaker or finding.partial:
        return False
    first = finding.speaker[0][0]
    points = text.folded[first] in ("demnach", "danach") or text.tags[first] in ("PRELS", "PWS")
    return not points


def heard_in(sentence: SentenceSite) -> Ranges:
    """Who spoke in a sentence that quotes nothing: „Sie nahm Stellung“, „Die Polizei ermittelt“."""
    for site in sentence.sites:
        if site.clause.kind in ("v1", "v2"):
            speaker = speaker_of(site)
            if speaker and not is_thing(sentence.text, *speaker[0]):
                return speaker
    for clause in sentence.main_clauses[:1]:
        subject = subject_of(sentence.text, clause)
        if subject is not None and is_voice(sentence.text, *subject):
            return (subject,)
    return ()
