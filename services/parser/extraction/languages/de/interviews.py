"""An answer in an interview, a speech in a debate: all of the turn is one direct quote."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Finding, Range
from services.parser.extraction.languages.de.clauses import analyse
from services.parser.extraction.languages.de.cues import cue_sites
from services.parser.extraction.languages.de.memory import SentenceSite
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.turns import Turn, turns_in
from services.parser.extraction.rule import Rule

_OWN: Final = frozenset({"ich", "wir", "man", "du", "ihr", "niemand"})
_RETOLD: Final = frozenset({"direct", "indirect"})


@Rule
def answer(turn: Turn) -> Finding | None:
    """Frau Brandl, kam die Flut früher als sonst?
    Brandl: Nein, sie kam wie immer.
    """
    first, end = turn.pieces[0]
    if end - first < 1:
        return None
    frame = (turn.label,) if turn.label[1] <= first else ()
    return Finding(
        "direct", turn.pieces, "interviews.answer", "high", speaker=(turn.label,), frame=frame
    )


RULES: Final = (answer,)


class Turns:
    """The turns of a text, asked sentence by sentence."""

    def __init__(self, document: Document, text: Tagged) -> None:
        self._found = turns_in(document, text)
        self._pieces = sorted((piece, turn) for turn in self._found for piece in turn.pieces)
        self._starts = [piece[0] for piece, _ in self._pieces]

    def _at(self, sentence: SentenceSite) -> tuple[Range, Turn] | None:
        first, end = sentence.analysis.first, sentence.analysis.end
        number = bisect_left(self._starts, end) - 1
        if number < 0 or self._pieces[number][0][1] <= first:
            return None
        return self._pieces[number]

    def covers(self, sentence: SentenceSite) -> bool:
        return bool(self._pieces) and self._at(sentence) is not None

    def opened_in(self, sentence: SentenceSite) -> list[Finding]:
        """The quote whose first words stand in that sentence."""
        place = self._at(sentence)
        if place is None:
            return []
        (first, _), turn = place
        begins = first == turn.pieces[0][0] and sentence.analysis.first <= first
        found = answer(turn) if begins else None
        return [] if found is None else [found]

    def spoken_in(self, sentence: SentenceSite) -> list[SentenceSite]:
        """The sentence without the label in front of it."""
        place = self._at(sentence)
        if place is None:
            return []
        first = max(place[0][0], sentence.analysis.first)
        analysis = analyse(sentence.text, first, sentence.analysis.end)
        sites = cue_sites(sentence.text, analysis)
        return [SentenceSite(sentence.text, analysis, sites, sentence.number)]


def retold(text: Tagged, found: list[Finding]) -> list[Finding]:
    """Of what a turn holds only somebody else's words: „Meine Lehrerin sagte, ich …“."""
    return [finding for finding in found if _is_retold(text, finding)]


def _is_retold(text: Tagged, finding: Finding) -> bool:
    if finding.type not in _RETOLD or finding.continued or not finding.speaker:
        return False
    return text.folded[finding.speaker[0][0]] not in _OWN
