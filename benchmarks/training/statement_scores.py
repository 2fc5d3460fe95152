"""How well findings meet the annotated articles, by the measure of the quotation data.

Means over quotes and over speakers of the share of each that is right (precision) and found
(recall), one to one, in code points. What only meets an optional quote counts for nothing.
"""

from collections import defaultdict
from collections.abc import Sequence

from benchmarks.training.statements_read import Points, Said, Statement, overlap, points_of
from services.parser.extraction.document import Document
from services.parser.extraction.findings import Finding

Found = tuple[str, Points, Points]  # type, content, speaker


class Scores:
    def __init__(self) -> None:
        self._right: dict[str, list[float]] = defaultdict(list)
        self._met: dict[str, list[float]] = defaultdict(list)
        self._voices: list[bool] = []

    def add(self, article: Statement, document: Document, findings: Sequence[Finding]) -> None:
        found = [
            (f.type, points_of(document, f.content), points_of(document, f.speaker))
            for f in findings
        ]
        pairs = _pairs(article.said, found)
        for number, said in enumerate(article.said):
            if not said.optional:
                self._missed_or_met(said, found[pairs[number]] if number in pairs else None)
        paired = {other: number for number, other in pairs.items()}
        for number, one in enumerate(found):
            said_ = article.said[paired[number]] if number in paired else None
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

    def __str__(self) -> str:
        both = ("quote", "speaker")
        pooled = [[x for part in both for x in side[part]] for side in (self._right, self._met)]
        lines = [_line("both", *pooled)]
        lines += [_line(part, self._right[part], self._met[part]) for part in sorted(self._met)]
        lines.append(f"speaker met on matched quotes {_mean(self._voices):.1%}")
        return "\n".join(lines)


def _pairs(said: Sequence[Said], found: Sequence[Found]) -> dict[int, int]:
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


def _line(name: str, right: Sequence[float], met: Sequence[float]) -> str:
    p, r = _mean(right), _mean(met)
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    return f"{name:<24} P {p:6.1%}  R {r:6.1%}  F1 {f1:6.1%}  ({len(right)} found, {len(met)})"
