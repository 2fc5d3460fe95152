"""Headlines that quote: „Gutachter: Pfeiler drei ist ein Risiko“."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.kinds import kind_of_noun
from services.parser.extraction.languages.de.memory import SentenceSite
from services.parser.extraction.languages.de.phrases import phrase_end
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.rule import Rule

_VOICE: Final = 6  # tokens before the colon
_WORDS: Final = 3  # tokens behind it, at least


@Rule
def said_before_colon(sentence: SentenceSite) -> Finding | None:
    """Gutachter: Pfeiler drei ist ein Risiko"""
    text, first = sentence.text, sentence.analysis.first
    end = sentence.analysis.end
    if not _is_heading(sentence):
        return None
    colon = next((i for i in range(first, min(first + _VOICE, end)) if text.words[i] == ":"), None)
    if colon is None or end - colon <= _WORDS or text.words[colon + 1] in '„“”"»«‚›‹':
        return None
    if phrase_end(text, first, colon) != colon or not _is_voice(text, first, colon):
        return None
    content, frame = ((colon + 1, end),), ((first, colon + 1),)
    return Finding(
        "indirect",
        content,
        "headlines.said_before_colon",
        "medium",
        speaker=((first, colon),),
        frame=frame,
    )


RULES: Final = (said_before_colon,)


def _is_heading(sentence: SentenceSite) -> bool:
    """A whole paragraph without a full stop."""
    document, analysis = sentence.text.document, sentence.analysis
    paragraph = document.paragraphs[document.sentences[sentence.number].paragraph]
    whole = (paragraph.first, paragraph.end) == (analysis.first, analysis.end)
    return paragraph.is_heading and whole


def _is_voice(text: Tagged, first: int, end: int) -> bool:
    head = next((i for i in range(first, end) if text.tags[i] in ("NN", "NE")), None)
    if head is None:
        return False
    if kind_of_noun(text, head) in ("person", "group", "organization"):
        return True
    return _is_surname(text, end - 1)


def _is_surname(text: Tagged, index: int) -> bool:
    """Somewhere in the text a first name stands before it."""
    return text.words[index] in text.surnames
