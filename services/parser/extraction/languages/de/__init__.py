"""German."""

from services.parser.extraction.languages.de.german import GERMAN

__all__ = ["GERMAN"]
