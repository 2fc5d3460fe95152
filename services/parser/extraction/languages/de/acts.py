"""What a quote does besides asserting, as far as its own words tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.tagged import Tagged

_WILL: Final = frozenset({"werde", "werden", "will", "wollen"})
_SELF: Final = frozenset({"ich", "wir"})
_PROMISES: Final = frozenset(
    {"versprechen", "zusagen", "zusichern", "geloben", "garantieren", "anbieten"}
)


def with_act(text: Tagged, finding: Finding) -> Finding:
    return replace(finding, act="commitment") if _commits(text, finding) else finding


def _commits(text: Tagged, finding: Finding) -> bool:
    """„Wir werden zusammenarbeiten“, „Sie versprach, zu helfen“."""
    if finding.cue is not None and finding.cue.lemma in _PROMISES:
        return True
    first = finding.first
    opening = text.folded[first : first + 2]
    return finding.type == "direct" and is_promise(opening)


def is_promise(opening: list[str]) -> bool:
    return bool(_SELF & set(opening)) and bool(_WILL & set(opening))
