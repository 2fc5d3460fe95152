"""What a language has to bring: the engine knows none by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Reading
from services.parser.extraction.model import Claim, Quote, Speaker, Trial
from services.parser.extraction.segmentation.tokens import Spelling


@dataclass(frozen=True, slots=True)
class Language:
    """Every field is needed: the type checker lists what a new language still lacks."""

    code: str
    spelling: Spelling
    read: Callable[[Document], Reading]
    speakers: Callable[[Document, Reading], Sequence[Speaker | None]]
    trusted: Callable[[Reading, Sequence[Speaker | None]], Reading]
    trials: Callable[[Document], Iterable[Trial]]
    claims: Callable[[Document, Reading, Sequence[Quote]], tuple[Claim, ...]]
