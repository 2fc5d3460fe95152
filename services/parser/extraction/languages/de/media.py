"""Whether it was spoken, written or thought, as far as cue, frame and speaker tell."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.kinds import is_statement, kind_of_noun
from services.parser.extraction.languages.de.lexicon import classes
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.model import Medium

_SPEECH: Final[tuple[Medium, ...]] = ("speech",)
_WRITING: Final[tuple[Medium, ...]] = ("writing",)
_OPEN: Final[tuple[Medium, ...]] = ("speech", "writing")
_THOUGHT: Final[tuple[Medium, ...]] = ("speech", "thought")


def medium_of(text: Tagged, finding: Finding) -> tuple[Medium, ...]:
    lemma = "" if finding.cue is None else finding.cue.lemma.replace(" ", "_")
    listed = classes("media.txt")
    if lemma in listed["writing"]:
        return _WRITING
    told = _by_frame(text, finding)
    if told:
        return told
    if finding.rule.startswith("interviews.") or lemma in listed["speech"]:
        return _SPEECH
    if finding.cue is not None and finding.cue.category == "think":
        return _THOUGHT
    if _is_written(text, finding):
        return _WRITING
    return _SPEECH if finding.type == "direct" and lemma not in listed["open"] else _open(finding)


def _open(finding: Finding) -> tuple[Medium, ...]:
    return _OPEN if finding.cue is not None or finding.type != "direct" else _SPEECH


def _by_frame(text: Tagged, finding: Finding) -> tuple[Medium, ...]:
    """„sagte in einem Interview“, „erklärte auf Twitter“, „nach Ansicht des Gerichts“"""
    listed = classes("media.txt")
    speaker = {i for first, end in finding.speaker for i in range(first, end)}
    for first, end in finding.frame:
        for index in range(first, end):
            word = text.folded[index]
            if index in speaker and word not in listed["thought_nouns"]:
                continue
            if word in listed["spoken_nouns"]:
                return _SPEECH
            if word in listed["written_nouns"] and text.tags[index] in ("NN", "NE"):
                return _WRITING
            if word in listed["thought_nouns"]:
                return _THOUGHT
    return ()


def _is_written(text: Tagged, finding: Finding) -> bool:
    """The speaker is something written; „Angaben“ may have been made in any way."""
    if not finding.speaker:
        return False
    first, end = finding.speaker[0]
    head = next((i for i in range(first, end) if text.tags[i] == "NN"), None)
    if head is None or is_statement(text.folded[head]):
        return False
    return kind_of_noun(text, head) == "document"
