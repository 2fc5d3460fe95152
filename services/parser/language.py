"""Which language a text is in."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENOUGH: Final = 1500  # code points; more changes no answer, and costs
SURE: Final = 0.8  # of probability; below, what the page declares of itself counts for more

_THREE_LETTERS: Final = {"deu": "de", "ger": "de", "eng": "en", "fra": "fr", "fre": "fr"}
_TAG = re.compile(r"([a-zA-Z]{2,3})(?:[-_].*)?")


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str, declared: str | None = None) -> str:
    """A two-letter code. `declared` is the page's own `lang`: often a default nobody changed."""
    middle = max(0, (len(text) - ENOUGH) // 2)
    code, probability = _identifier().classify(text[middle : middle + ENOUGH])
    if probability < SURE and (own := _code_of(declared or "")):
        return own
    return str(code)


def _code_of(tag: str) -> str | None:
    """`de-AT`, `DE_de` and `deu` are `de`; what is no language tag is nothing."""
    match = _TAG.fullmatch(tag.strip())
    if match is None:
        return None
    code = match[1].lower()
    return _THREE_LETTERS.get(code, code)
