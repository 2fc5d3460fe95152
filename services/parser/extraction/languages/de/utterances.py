"""Which quotation marks hold an utterance of its own, and which a word, a title or a fragment."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.languages.de.extents import is_cue_verb
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.segmentation.marks import Quoted

_FINAL: Final = frozenset({".", "!", "?", "…", "...", ".."})
_INNER: Final = frozenset("‚›»„")  # „‚Nein‘ heißt nein“
_FRAME: Final = 16  # tokens; a frame between two halves is short
_SAID: Final = 3  # tokens; two of them, and a verb that says nothing: „Lavisan II“, liegt …
_BEFORE: Final = frozenset(
    {".", "!", "?", ":", ",", "–", "-", "—", "…", ";", "und", "+", "|", "Uhr", "«"}
)


def utterances_in(text: Tagged) -> dict[int, Quoted]:
    found: dict[int, Quoted] = {}
    last: Quoted | None = None
    for opening, quoted in text.document.quoted.items():
        if quoted.depth == 0 and (is_utterance(text, quoted) or _goes_on(text, last, quoted)):
            found[opening] = last = quoted
    return found


def _goes_on(text: Tagged, last: Quoted | None, quoted: Quoted) -> bool:
    """„A“, sagte er, „und B“: the second half may begin with a small letter."""
    if last is None or quoted.opening - last.closing > _FRAME or not quoted.closed:
        return False
    if text.words[quoted.opening - 1] not in (",", "–", "-"):
        return False
    between = range(last.closing + 1, quoted.opening)
    ended = any(text.words[index] in _FINAL for index in between)
    announced = any(text.is_finite(index) or text.folded[index] == "so" for index in between)
    return text.words[last.closing + 1] == "," and announced and not ended


def is_utterance(text: Tagged, quoted: Quoted) -> bool:
    first, end = quoted.opening + 1, quoted.closing
    if end <= first or text.aside[quoted.opening]:
        return False
    if not quoted.closed:
        return True
    before = _word_before(text, quoted.opening)
    after = text.words[quoted.closing + 1] if quoted.closing + 1 < len(text.words) else ""
    ends = text.words[end - 1] in _FINAL
    if before == ":":
        return end - first >= 2 or ends or after in ("", ".")
    opened = first + 1 if text.words[first] in _INNER and first + 1 < end else first
    if not _starts_like_speech(text.words[opened]) or not (before is None or before in _BEFORE):
        return False
    stands_alone = ends and (before is None or before in (".", "!", "?", "“"))
    return stands_alone or _looks_spoken(text, first, end, after)


def _starts_like_speech(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or word in ("[", "…", "...", "(")


def _looks_spoken(text: Tagged, first: int, end: int, after: str) -> bool:
    if end - first >= 3 and text.has_finite(first, end):
        return True
    if after == ":" and text.has_finite(first, end):
        return True
    if after != "," or not _cue_follows(text, end + 2):
        return False
    announces = text.is_finite(end + 2) and is_cue_verb(text, end + 2)
    return end - first >= _SAID or announces or not text.is_finite(end + 2)


def _cue_follows(text: Tagged, index: int) -> bool:
    return index < len(text.tags) and (
        text.is_finite(index) or text.folded[index] in ("so", "heißt", "hieß", "wie")
    )


def _word_before(text: Tagged, opening: int) -> str | None:
    """None at the start of a paragraph."""
    if opening == 0:
        return None
    tokens = text.document.tokens
    if "\n" in text.document.text[tokens.ends[opening - 1] : tokens.starts[opening]]:
        return None if text.words[opening - 1] != ":" else ":"
    return text.words[opening - 1]
