"""Swiss newspapers have no ß: „gemäss“, „heisst“ are looked up as others write them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from services.parser.extraction.languages.de.dictionary import is_listed


def may_be_swiss(text: str) -> bool:
    """A longer text of others has an ß somewhere."""
    return "ss" in text and "ß" not in text


def standard(word: str) -> str:
    return _with_eszett(word) if "ss" in word else word


@lru_cache(maxsize=4096)
def _with_eszett(word: str) -> str:
    """Nouns stay, they may be names: „Weiss“, „Grosser“. „Gemäss“ opens a sentence."""
    small = word[0].lower() + word[1:]
    other = small.replace("ss", "ß")
    if is_listed(word) or is_listed(small) or not is_listed(other):
        return word
    if small == word:
        return other
    return other.capitalize() if other in _OPENERS else word


_OPENERS: Final = frozenset({"gemäß", "außer", "außerdem", "außerhalb", "heißt", "hieß"})
