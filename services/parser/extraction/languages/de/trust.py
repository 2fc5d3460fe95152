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
from services.parser.extraction.languages.de.trust_features import Case, terms_of
from services.parser.extraction.languages.de.weighing import Sums
from services.parser.extraction.languages.de.word_table import lines_of, sections
from services.parser.extraction.model import Confidence, Speaker

_NEAR: Final = 40  # tokens; findings that begin so near share their sentence, more or less


class Trust(NamedTuple):
    """`bars` are the least weights of `high` and `medium`."""

    weights: Sums
    bars: dict[str, int]

    def level(self, case: Case) -> Confidence:
        weight = self.weights.of(terms_of(case))
        if weight >= self.bars["high"] and not _is_guess(case):
            return "high"
        return "medium" if weight >= self.bars["medium"] else "low"


def _is_guess(case: Case) -> bool:
    """A pronoun that is nobody; and what little is learned of texts without names is not enough."""
    speaker = case.speaker
    if speaker is not None and speaker.resolution == "pronoun" and speaker.name is None:
        return True
    return not case.names and case.doubt != "high"


def with_trust(
    text: Tagged, findings: Sequence[Finding], speakers: Sequence[Speaker | None]
) -> tuple[Finding, ...]:
    trust = _trust()
    cases = cases_of(text, findings, speakers)
    return tuple(case.finding.trusted(trust.level(case)) for case in cases)


def cases_of(
    text: Tagged, findings: Sequence[Finding], speakers: Sequence[Speaker | None]
) -> Iterator[Case]:
    starts = [finding.first for finding in findings]
    ends = [-1 if finding.partial else finding.end for finding in findings]
    names = any(speaker is not None and speaker.name for speaker in speakers)
    for number, finding in enumerate(findings):
        first, end = finding.first, finding.end
        low = bisect_left(starts, first - _NEAR)
        high = bisect_right(starts, first + _NEAR, low)
        inside = range(low, bisect_left(starts, end, low, high))
        overlapping = len([None for other in inside if ends[other] > first and other != number])
        doubt = doubted(text, finding)
        yield Case(text, finding, speakers[number], high - low - 1, overlapping, names, doubt)


@lru_cache(maxsize=1)
def _trust() -> Trust:
    parts = sections("trust.xz")
    weights, bars = (dict(_numbers(lines_of(parts[name]))) for name in ("weights", "bars"))
    return Trust(Sums(weights), bars)


def _numbers(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    for line in lines:
        name, _, number = line.partition("\t")
        yield name, int(number)
