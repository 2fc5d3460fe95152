"""What looks like a sentence: enough to tell a text from a list of links, in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

LEAST_WORDS: Final = 5

_END = re.compile(r"[.!?…]+[“”«»\"’')\]]*(?:\s|$)")


def sentences_in(line: str) -> list[str]:
    """The stretches of a line that are closed by a mark; an open rest is none."""
    ends = [match.end() for match in _END.finditer(line)]
    return [line[start:end].strip() for start, end in zip([0, *ends], ends, strict=False)]


def has_sentence(lines: Iterable[str]) -> bool:
    return any(_is_sentence(sentence) for line in lines for sentence in sentences_in(line))


def sentence_characters(lines: Iterable[str]) -> int:
    return sum(
        len(sentence) for line in lines for sentence in sentences_in(line) if _is_sentence(sentence)
    )


def _is_sentence(text: str) -> bool:
    """Five words; „z. B.“ and „Nr. 5“ are shorter."""
    return len(text.split(maxsplit=LEAST_WORDS - 1)) >= LEAST_WORDS
