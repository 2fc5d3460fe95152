"""What German brings to the engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Reading
from services.parser.extraction.languages.de import swiss
from services.parser.extraction.languages.de.claims import claims_of
from services.parser.extraction.languages.de.explanation import trials_in
from services.parser.extraction.languages.de.grammar import read
from services.parser.extraction.languages.de.lexicon import word_list
from services.parser.extraction.languages.de.people import speakers_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.trust import with_trust
from services.parser.extraction.languages.language import Language
from services.parser.extraction.model import Claim, Quote, Speaker
from services.parser.extraction.segmentation.tokens import Spelling


def _speakers(document: Document, reading: Reading) -> Sequence[Speaker | None]:
    assert isinstance(reading.tagged, Tagged)
    return speakers_of(document, reading.tagged, reading.findings)


def _trusted(reading: Reading, speakers: Sequence[Speaker | None]) -> Reading:
    assert isinstance(reading.tagged, Tagged)
    return Reading(with_trust(reading.tagged, reading.findings, speakers), reading.tagged)


def _claims(document: Document, reading: Reading, quotes: Sequence[Quote]) -> tuple[Claim, ...]:
    assert isinstance(reading.tagged, Tagged)
    return claims_of(document, reading.tagged, reading.findings, quotes)


GERMAN: Final = Language(
    code="de",
    spelling=Spelling(
        abbreviations=word_list("abbreviations.txt"),
        months=word_list("months.txt"),
        openers=word_list("sentence_openers.txt"),
        varies=swiss.may_be_swiss,
        standard=swiss.standard,
    ),
    read=read,
    speakers=_speakers,
    trusted=_trusted,
    trials=trials_in,
    claims=_claims,
)
