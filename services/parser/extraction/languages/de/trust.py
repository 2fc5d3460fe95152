"""How far a quote and its speaker can be trusted: docs/quality.md has what a level is worth.

The weights were learned from our annotated articles, each judged by what the others taught; so
were the bars from which a level is given. `benchmarks/training/trust.py` says how.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.doubts import doubted
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.trust_features import Case, features_of
from services.parser.extraction.languages.de.word_table import lines_of, sections
from services.parser.extraction.model import Confidence, Speaker

_NEAR: Final = 40  # tokens; findings that begin so near share their sentence, more or less


class Trust(NamedTuple):
    """`bars` are the least weights of `high` and `medium`."""

    weights: dict[str, int]
    bars: dict[str, int]

    def weight(self, case: Case) -> int:
        return sum([self.weights.get(feature, 0) for feature in features_of(case)])

    def level(self, case: Case) -> Confidence:
        weight = self.weight(case)
        if weight >= self.bars["high"] and not _is_guess(case):
            return "high"
        return "medium" if weight >= self.bars["medium"] else "low"


def _is_guess(case: Case) -> bool:
    """A pronoun that is nobody; and what little is learned of texts without names is not enough."""
    speaker = case.speaker
    if speaker is not None and speaker.resolution == "pronoun" and speaker.name is None:
        return True
    return not case.names and doubted(case.text, case.finding) != "high"


def with_trust(
    text: Tagged, findings: Sequence[Finding], speakers: Sequence[Speaker | None]
) -> tuple[Finding, ...]:
    trust = _trust()
    cases = cases_of(text, findings, speakers)
    return tuple(case.finding._replace(confidence=trust.level(case)) for case in cases)


def cases_of(
    text: Tagged, findings: Sequence[Finding], speakers: Sequence[Speaker | None]
) -> Iterator[Case]:
    starts = [finding.first for finding in findings]
    names = any(speaker is not None and speaker.name for speaker in speakers)
    for finding, speaker in zip(findings, speakers, strict=True):
        low = bisect_left(starts, finding.first - _NEAR)
        high = bisect_right(starts, finding.first + _NEAR)
        near = findings[low:high]
        overlapping = sum(other is not finding and _overlap(finding, other) for other in near)
        yield Case(text, finding, speaker, high - low - 1, overlapping, names)


def _overlap(one: Finding, other: Finding) -> bool:
    return not other.partial and one.first < other.end and other.first < one.end


@lru_cache(maxsize=1)
def _trust() -> Trust:
    parts = sections("trust.xz")
    return Trust(*(dict(_numbers(lines_of(parts[name]))) for name in ("weights", "bars")))


def _numbers(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    for line in lines:
        name, _, number = line.partition("\t")
        yield name, int(number)
