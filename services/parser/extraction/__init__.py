"""Quotes and claims of a text: `extract(text, language)` and the types of its answer."""

from services.parser.extraction.engine import ENGINE, Engine
from services.parser.extraction.model import (
    Claim,
    Cue,
    Extraction,
    Mention,
    Quantity,
    Quote,
    Span,
    Spans,
    Speaker,
    Trial,
)
from services.parser.extraction.pipeline import UnknownLanguage, explain, extract, languages

__all__ = [
    "ENGINE",
    "Claim",
    "Cue",
    "Engine",
    "Extraction",
    "Mention",
    "Quantity",
    "Quote",
    "Span",
    "Spans",
    "Speaker",
    "Trial",
    "UnknownLanguage",
    "explain",
    "extract",
    "languages",
]
