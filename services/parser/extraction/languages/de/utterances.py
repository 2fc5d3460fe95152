"""Which quotation marks hold an utterance of its own, and which a word, a title or a fragment."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.segmentation.marks import Quoted

_FINAL: Final = frozenset({".", "!", "?", "…", "...", ".."})
_BEFORE: Final = frozenset({".", "!", "?", ":", ",", "–", "-", "—", "…", ";", "und"})


def utterances_in(text: Tagged) -> dict[int, Quoted]:
    return {
        opening: quoted
        for opening, quoted in text.document.quoted.items()
        if quoted.depth == 0 and is_utterance(text, quoted)
    }


def is_utterance(text: Tagged, quoted: Quoted) -> bool:
    first, end = quoted.opening + 1, quoted.closing
    if end <= first:
        return False
    if not quoted.closed:
        return True
    before = _word_before(text, quoted.opening)
    after = text.words[quoted.closing + 1] if quoted.closing + 1 < len(text.words) else ""
    if before == ":":
        return end - first >= 2 or text.words[end - 1] in _FINAL or after in ("", ".")
    if not text.words[first][0].isupper() and text.words[first] not in ("[", "…", "...", "(") and not text.words[first][0].isdigit():
        return False
    ends = text.words[end - 1] in _FINAL
    opens = before is None or before in _BEFORE
    if opens and ends and (before is None or before in (".", "!", "?", "“", ":")):
        return True
    if not opens:
        return False
    return _looks_spoken(text, first, end, after)


def _looks_spoken(text: Tagged, first: int, end: int, after: str) -> bool:
    if end - first >= 3 and text.has_finite(first, end):
        return True
    return after == "," and _cue_follows(text, end + 2)


def _cue_follows(text: Tagged, index: int) -> bool:
    return index < len(text.tags) and (text.is_finite(index) or text.folded[index] in ("so", "heißt", "hieß", "wie"))


def _word_before(text: Tagged, opening: int) -> str | None:
    """None at the start of a paragraph."""
    if opening == 0:
        return None
    tokens = text.document.tokens
    if "\n" in text.document.text[tokens[opening - 1].end : tokens[opening].start]:
        return None if text.words[opening - 1] != ":" else ":"
    return text.words[opening - 1]
