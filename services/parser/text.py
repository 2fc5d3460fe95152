"""The text that every offset counts in: made once, before extraction, and never changed again."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from schemas import MAX_TEXT, without_unstorable

_LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Hints for line breaking and byte-order marks: no reader sees them, and they split words for rules.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_TRAILING_BLANKS = re.compile(r"[ \t\xa0]+(?=\n|\Z)")
_MANY_BREAKS = re.compile(r"\n{3,}")


class Text(NamedTuple):
    content: str
    truncated: bool


def normalised(raw: str, limit: int = MAX_TEXT) -> Text:
    """NFC, line feeds only, nothing unstorable or invisible; cut at a paragraph above `limit`."""
    content = unicodedata.normalize("NFC", without_unstorable(raw))
    content = _INVISIBLE.sub("", content)
    content = _LINE_BREAKS.sub("\n", content)
    content = _TRAILING_BLANKS.sub("", content)
    content = _MANY_BREAKS.sub("\n\n", content).strip("\n")
    if len(content) <= limit:
        return Text(content, truncated=False)
    return Text(content[: _last_break(content, limit)].rstrip(), truncated=True)


def _last_break(content: str, limit: int) -> int:
    """The best place to cut: after a paragraph, else a sentence, else a word, else anywhere."""
    for mark in ("\n", ". ", " "):
        place = content.rfind(mark, limit // 2, limit)
        if place > 0:
            return place + len(mark)
    return limit
