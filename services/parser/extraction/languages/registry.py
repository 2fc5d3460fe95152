"""The languages there are: one line each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from services.parser.extraction.languages import de
from services.parser.extraction.languages.language import Language

LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType({"de": de.GERMAN})


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    return frozenset(LANGUAGES)
