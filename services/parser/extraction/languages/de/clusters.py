"""Brown clusters: words that stand in the same company share the beginning of a path."""

from functools import lru_cache

from services.parser.extraction.languages.de.word_table import WordTable, sections


@lru_cache(maxsize=1)
def _table() -> WordTable:
    return WordTable(sections("clusters.xz")["words"])


@lru_cache(maxsize=1 << 14)
def cluster(word: str) -> int | None:
    """The path from the root as bits, lowest first: `path & 63` names a branch of depth 6."""
    path = _table().get(word)
    return None if path is None else int(path, 16)
