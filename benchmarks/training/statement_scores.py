"""How well findings meet the annotated articles, by the measure of the quotation data.

Means over quotes and over speakers of the share of each that is right (precision) and found
(recall), one to one, in code points. What only meets an optional quote counts for nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from benchmarks.training.statements_read import Points, Said, Statement, overlap, points_of
from services.parser.extraction.document import Document
from services.parser.extraction.findings import Finding

Found = tuple[str, Points, Points]  # type, content, speaker
_ROW: Final = ("quote", "direct", "indirect", "indirect_free_indirect", "free_indirect", "reported")


def found_in(document: Document, findings: Sequence[Finding]) -> list[Found]:
    return [
        (f.type, points_of(document, f.content), points_of(document, f.speaker)) for f in findings
    ]


class Scores:
    def __init__(self) -> None:
        self._right: dict[str, list[float]] = defaultdict(list)
        self._met: dict[str, list[float]] = defaultdict(list)
        self._voices: list[bool] = []

    def add(self, article: Statement, found: Sequence[Found]) -> None:
        pairs = paired(article.said, found)
        for number, said in enumerate(article.said):
            if not said.optional:
                self._missed_or_met(said, found[pairs[number]] if number in pairs else None)
        meant = {other: number for number, other in pairs.items()}
        for number, one in enumerate(found):
            said_ = article.said[meant[number]] if number in meant else None
            if said_ is None or not said_.optional:
                self._right_or_not(one, said_)

    def _missed_or_met(self, said: Said, one: Found | None) -> None:
        met = len(one[1] & said.points) / len(said.points) if one else 0.0
        self._met["quote"].append(met)
        self._met[said.type].append(met)
        if said.voices:
            share = max(len(one[2] & v) / len(v) for v in said.voices) if one else 0.0
            self._met["speaker"].append(share)
            if one and overlap(one[1], said.points) >= 0.5:
                self._voices.append(share > 0)

    def _right_or_not(self, one: Found, said: Said | None) -> None:
        kind, points, voice = one
        right = len(points & said.points) / len(points) if said else 0.0
        self._right["quote"].append(right)
        self._right[kind].append(right)
        if voice:
            voices = said.voices if said else []
            share = max((len(voice & v) / len(voice) for v in voices), default=0.0)
            self._right["speaker"].append(share)

    def row(self) -> str:
        """F1 of quotes and speakers, of quotes, and of each type."""
        parts = {"both": self._pooled()} | {p: (self._right[p], self._met[p]) for p in _ROW}
        return "  ".join(f"{part} {100 * _f1(*sides):.1f}" for part, sides in parts.items())

    def _pooled(self) -> tuple[list[float], list[float]]:
        right, met = (
            [x for part in ("quote", "speaker") for x in side[part]]
            for side in (self._right, self._met)
        )
        return right, met

    def __str__(self) -> str:
        lines = [_line("both", *self._pooled())]
        lines += [_line(part, self._right[part], self._met[part]) for part in sorted(self._met)]
        lines.append(f"speaker met on matched quotes {_mean(self._voices):.1%}")
        return "\n".join(lines)


def paired(said: Sequence[Said], found: Sequence[Found]) -> dict[int, int]:
    """Best overlap first."""
    candidates = sorted(
        (
            (overlap(f[1], s.points) + 0.01 * (f[0] == s.type) - 0.005 * s.optional, i, j)
            for i, s in enumerate(said)
            for j, f in enumerate(found)
            if f[1] & s.points
        ),
        reverse=True,
    )
    chosen: dict[int, int] = {}
    for _, i, j in candidates:
        if i not in chosen and j not in chosen.values():
            chosen[i] = j
    return chosen


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _f1(right: Sequence[float], met: Sequence[float]) -> float:
    p, r = _mean(right), _mean(met)
    return 2 * p * r / (p + r) if p + r else 0.0


def _line(name: str, right: Sequence[float], met: Sequence[float]) -> str:
    p, r, f1 = _mean(right), _mean(met), _f1(right, met)
    return f"{name:<24} P {p:6.1%}  R {r:6.1%}  F1 {f1:6.1%}  ({len(right)} found, {len(met)})"
