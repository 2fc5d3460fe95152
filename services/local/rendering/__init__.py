"""An article with all that was found in it marked: for a terminal, for an editor."""

from services.local.rendering.console import ansi, explained, summary
from services.local.rendering.page import html

__all__ = ["ansi", "explained", "html", "summary"]
