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
)
from services.parser.extraction.pipeline import UnknownLanguage, extract, languages

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
    "UnknownLanguage",
    "extract",
    "languages",
]
