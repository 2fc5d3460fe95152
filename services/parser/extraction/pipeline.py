"""The order of the stages: tokens and sentences, findings, speakers, quotes, claims."""

from __future__ import annotations

from services.parser.extraction.collector import without_collections
from services.parser.extraction.document import Document
from services.parser.extraction.languages.language import Language
from services.parser.extraction.languages.registry import LANGUAGES
from services.parser.extraction.model import Extraction, Trial
from services.parser.extraction.quotes.assembly import quotes_of


class UnknownLanguage(ValueError):  # noqa: N818 (it names what is wrong, as the contract does)
    """There are no rules for this language."""


def extract(text: str, language: str) -> Extraction:
    """Quotes and claims of a text; spans point into `text` exactly as given."""
    known = _language(language)
    with without_collections():
        return _extracted(Document(text, known.spelling), known)


def _extracted(document: Document, known: Language) -> Extraction:
    reading = known.read(document)
    speakers = known.speakers(document, reading)
    reading = known.trusted(reading, speakers)
    quotes = quotes_of(document, reading.findings, speakers)
    return Extraction(quotes, known.claims(document, reading, quotes))


def explain(text: str, language: str) -> tuple[Trial, ...]:
    """Every rule that was tried, in text order, with what it answered."""
    known = _language(language)
    return tuple(known.trials(Document(text, known.spelling)))


def languages() -> frozenset[str]:
    return frozenset(LANGUAGES)


def _language(code: str) -> Language:
    known = LANGUAGES.get(code)
    if known is None:
        raise UnknownLanguage(
            f"no rules for language {code!r}; there are: {', '.join(sorted(LANGUAGES))}"
        )
    return known
