"""Tags for every sentence of a document."""

from __future__ import annotations

from services.parser.extraction.document import Document
from services.parser.extraction.languages.de.tagger import tag


def tags_of(document: Document) -> list[str]:
    found: list[str] = []
    for sentence in document.sentences:
        found += tag(document.words[sentence.first : sentence.end])
    return found
