"""Which language a text is in: by its small words, or by its letters."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

ENOUGH: Final = 1500  # code points; more changes no answer, and costs
UNKNOWN: Final = "und"  # as BCP 47 says it
_ALL: Final = ""  # a sign of every language
_LIST: Final = Path(__file__).with_name("function_words.txt")
_LEAST: Final = 0.12  # of a text's words; running text has three times as many small ones
_LEAD: Final = 1.25  # over the language that the page declares
_LEAST_LETTERS: Final = 0.3

_THREE_LETTERS: Final = {"deu": "de", "ger": "de", "eng": "en", "fra": "fr", "fre": "fr"}
_TAG = re.compile(r"([a-zA-Z]{2,3})(?:[-_].*)?")
_WORD = re.compile(r"[^\W\d_]+")
# Where words are not parted by blanks, or not listed; the first that is met often enough.
_LETTERS: Final = {
    "ja": re.compile("[\u3040-\u30ff]"),
    "ko": re.compile("[\uac00-\ud7af]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "hi": re.compile("[\u0900-\u097f]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "ka": re.compile("[\u10a0-\u10ff]"),
    "hy": re.compile("[\u0530-\u058f]"),
}


def language_of(text: str, declared: str | None = None) -> str:
    """A two-letter code. `declared` is the page's own `lang`: often a default nobody changed."""
    middle = max(0, (len(text) - ENOUGH) // 2)
    return _language_of(text[middle : middle + ENOUGH].lower(), _code_of(declared or ""))


def _language_of(text: str, own: str | None) -> str:
    """The page's word decides between languages that fit about as well, and where none does."""
    words = _WORD.findall(text)
    scores = _scores(text, words)
    code = max(scores, key=scores.__getitem__)
    if scores[code] and scores[code] >= _LEAST * len(words):
        return own if own and scores.get(own, 0) * _LEAD >= scores[code] else code
    return _by_letters(text) or own or (code if scores[code] else UNKNOWN)


def _scores(text: str, words: list[str]) -> dict[str, int]:
    """What speaks for each language; a sign of several languages does for each of them."""
    known = _signs()
    met = Counter(words)
    met.update({f"*{letter}": n for letter, n in Counter(text).items() if letter > "z"})
    scores = dict.fromkeys(known[_ALL], 0)
    for sign in met.keys() & known.keys():
        for code in known[sign]:
            scores[code] += met[sign]
    return scores


def _by_letters(text: str) -> str | None:
    least = max(1, int(_LEAST_LETTERS * len(text)))
    return next((c for c, letters in _LETTERS.items() if len(letters.findall(text)) >= least), None)


@cache
def _signs() -> dict[str, list[str]]:
    """The languages of each word, and of each letter: `*ł`, as „o“ and „y“ are words too."""
    found: dict[str, list[str]] = {_ALL: []}
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            listed, _, letters = line.partition("*")
            code, *words = listed.split()
            for sign in {_ALL, *words, *(f"*{letter}" for letter in letters)}:
                found.setdefault(sign, []).append(code)
    return found


def _code_of(tag: str) -> str | None:
    """`de-AT`, `DE_de` and `deu` are `de`; what is no language tag is nothing."""
    match = _TAG.fullmatch(tag.strip())
    if match is None:
        return None
    code = match[1].lower()
    return _THREE_LETTERS.get(code, code)
