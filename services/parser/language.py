"""Which language a text is in."""

from __future__ import annotations

from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENOUGH: Final = 3000  # code points; more changes no answer
SHORT: Final = 200  # below, what the page declares of itself counts for more than statistics


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE)


def language_of(text: str, declared: str | None = None) -> str:
    """A two-letter code. `declared` is the page's own `lang`, trusted for a short text only."""
    if len(text) < SHORT and declared:
        return declared.split("-")[0].lower()
    middle = max(0, (len(text) - ENOUGH) // 2)
    code, _ = _identifier().classify(text[middle : middle + ENOUGH])
    return str(code)
