"""The annotated articles in `statements/` as the trainers read them."""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Ranges
from tools.annotation import article

HERE: Final = Path(__file__).parent / "statements"
UNFRAMED: Final = frozenset({"free_indirect", "indirect_free_indirect"})
OTHER_TYPE: Final = 0.35  # what the right words under a wrong type are worth
OPTIONAL: Final = 0.5
LITTLE: Final = 0.25  # so small a share is chance

Points = frozenset[int]


class Said:
    """An annotated quote: its code points, and those of each mention of its speaker."""

    def __init__(self, quote: dict[str, Any]) -> None:
        self.type: str = quote["type"]
        self.optional: bool = quote["optional"]
        self.points = _points(quote["spans"])
        speaker = quote["speaker"]
        self.voices = [_points([mention]) for mention in speaker["mentions"]] if speaker else []
        self.names: list[str] = speaker["names"] if speaker else []
        self.is_null = speaker is None


class Statement:
    """One article."""

    def __init__(self, source: dict[str, Any]) -> None:
        self.text: str = source["text"]
        self.quotes = source["quotes"]

    @cached_property
    def said(self) -> list[Said]:
        return [Said(quote) for quote in self.quotes]

    def share(self, kind: str, points: Points) -> float:
        """How much of a quote a candidate of that type is; a sentence may be part of a run."""
        best = max((_share(kind, points, said) for said in self.said), default=0.0)
        return best if best > LITTLE else 0.0


def statements() -> dict[str, Statement]:
    return {
        path.stem: Statement(article(path.read_text(encoding="utf-8")))
        for path in sorted(HERE.glob("*.txt"))
    }


def digest() -> str:
    """Of all sources: whether a model was learned from the annotation as it stands."""
    hashed = hashlib.sha256()
    for path in sorted(HERE.glob("*.txt")):
        hashed.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return hashed.hexdigest()


def points_of(document: Document, ranges: Ranges) -> Points:
    return frozenset(p for start, end in document.spans(ranges) for p in range(start, end))


def overlap(left: Points, right: Points) -> float:
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def _share(kind: str, points: Points, said: Said) -> float:
    share = overlap(points, said.points)
    if kind in UNFRAMED and said.type in UNFRAMED and points:
        share = max(share, len(points & said.points) / len(points))
    share *= 1.0 if kind == said.type else OTHER_TYPE
    return share * OPTIONAL if said.optional else share


def _points(spans: Sequence[dict[str, Any]]) -> Points:
    return frozenset(p for span in spans for p in range(span["start"], span["end"]))
